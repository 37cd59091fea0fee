package peal.gateway.relay;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.List;

/**
 * Where a service is to be asked. A name with several addresses, such as a headless service's,
 * means an instance at each: what only one of them has could not be found otherwise. Thread-safe.
 */
final class Instances {
  private final List<URI> urls;
  private final Names names;

  /** The addresses of a name. */
  @FunctionalInterface
  interface Names {
    InetAddress[] addresses(String name) throws UnknownHostException;
  }

  /**
   * The instances at {@code urls}.
   *
   * @param urls at least one, without a slash at the end
   */
  Instances(List<URI> urls, Names names) {
    this.urls = List.copyOf(urls);
    this.names = names;
  }

  /** All of them as they are now, each once, in the order of the URLs; at least one. */
  List<URI> now() {
    return urls.stream().flatMap(url -> at(url).stream()).distinct().toList();
  }

  private List<URI> at(URI url) {
    // A certificate is the name's, not the address's.
    if (!"http".equals(url.getScheme())) {
      return List.of(url);
    }
    try {
      InetAddress[] all = names.addresses(url.getHost());
      // The two families of addresses lead to the same machines.
      List<URI> instances =
          Arrays.stream(all)
              .filter(address -> address.getClass() == all[0].getClass())
              .map(address -> at(address, url))
              .toList();
      return instances.size() > 1 ? instances : List.of(url);
    } catch (UnknownHostException e) {
      // Whoever asks there is told.
      return List.of(url);
    }
  }

  private static URI at(InetAddress address, URI url) {
    String host = address.getHostAddress();
    String port = url.getPort() < 0 ? "" : ":" + url.getPort();
    return URI.create(
        "http://%s%s%s"
            .formatted(
                address instanceof Inet6Address ? "[" + host.replaceAll("%.*", "") + "]" : host,
                port,
                url.getRawPath()));
  }
}
