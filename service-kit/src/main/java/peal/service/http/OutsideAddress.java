package peal.service.http;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Which addresses a customer may have us call: those of the open Internet, and none of the network
 * in which Peal runs. Thread-safe.
 *
 * @param anywhere whether the operator allows every address, and addresses without TLS
 */
public record OutsideAddress(boolean anywhere) {
  private static final int LONGEST = 2_000;

  /** First bytes of networks of IPv4 that are not of the open Internet, and their bits. */
  private static final Duration LOOK_UP = Duration.ofSeconds(3);

  private static final int MOST_LOOKS = 64;

  /** A look at a name may hold its thread for long, which must be none that others share. */
  private static final ExecutorService LOOKS =
      new ThreadPoolExecutor(
          0,
          MOST_LOOKS,
          10,
          TimeUnit.SECONDS,
          new SynchronousQueue<>(),
          Thread.ofPlatform().daemon().name("host-names-", 0).factory());

  private static final int[][] CLOSED = {
    {0, 0, 0, 8}, // this network
    {10, 0, 0, 8},
    {100, 64, 0, 10}, // carrier-grade NAT
    {127, 0, 0, 8},
    {169, 254, 0, 16}, // link-local, and where clouds tell secrets
    {172, 16, 0, 12},
    {192, 0, 0, 24},
    {192, 0, 2, 24},
    {192, 88, 99, 24},
    {192, 168, 0, 16},
    {198, 18, 0, 15},
    {198, 51, 100, 24},
    {203, 0, 113, 24},
    {224, 0, 0, 3} // multicast, reserved, broadcast
  };

  /** What is wrong with {@code url} before its host is looked up, or empty. */
  public Optional<String> wrongIn(String url) {
    URI uri;
    try {
      uri = URI.create(url);
    } catch (IllegalArgumentException e) {
      return Optional.of("is no URL");
    }
    boolean web = "https".equalsIgnoreCase(uri.getScheme());
    boolean plain = "http".equalsIgnoreCase(uri.getScheme());
    if (!web && !(plain && anywhere)) {
      return Optional.of("must begin with https://");
    }
    if (uri.getHost() == null || url.length() > LONGEST) {
      return Optional.of("must name a host, and have at most " + LONGEST + " characters");
    }
    if (uri.getUserInfo() != null || uri.getFragment() != null) {
      return Optional.of("must have no user and no #");
    }
    return Optional.empty();
  }

  /**
   * The addresses of {@code host}, looked up now, all of which may be called.
   *
   * @throws UnknownHostException where there is none within three seconds, or one may not be
   *     called: who names both an open address and a closed one means the closed one
   */
  public InetAddress[] resolve(String host) throws UnknownHostException {
    InetAddress[] found = lookUp(host);
    if (!anywhere && !Arrays.stream(found).allMatch(OutsideAddress::isOpen)) {
      throw new UnknownHostException("the host has a private address");
    }
    return found;
  }

  private static InetAddress[] lookUp(String host) throws UnknownHostException {
    Future<InetAddress[]> found;
    try {
      found = LOOKS.submit(() -> InetAddress.getAllByName(host));
    } catch (RejectedExecutionException e) {
      throw new UnknownHostException("too many hosts are looked up");
    }
    try {
      return found.get(LOOK_UP.toSeconds(), TimeUnit.SECONDS);
    } catch (ExecutionException e) {
      throw e.getCause() instanceof UnknownHostException unknown
          ? unknown
          : new UnknownHostException("the host cannot be looked up");
    } catch (TimeoutException e) {
      found.cancel(true);
      throw new UnknownHostException("the host was not looked up in time");
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new UnknownHostException("interrupted");
    }
  }

  /** Whether {@code address} is of the open Internet, however it is written. */
  static boolean isOpen(InetAddress address) {
    byte[] bytes = address.getAddress();
    if (address instanceof Inet4Address) {
      return isOpen(bytes, 0);
    }
    if (startsWith(bytes, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0)) {
      // IPv4 mapped or compatible, and the loopback: never named by who means well.
      return false;
    }
    if (startsWith(bytes, 0, 0x64, 0xff, 0x9b)) {
      return false; // NAT64
    }
    if (startsWith(bytes, 0x20, 0x02)) {
      return isOpen(bytes, 2); // 6to4
    }
    // 2000::/3 is what is given out; documentation and Teredo are not called.
    return (bytes[0] & 0xe0) == 0x20
        && !startsWith(bytes, 0x20, 0x01, 0x0d, 0xb8)
        && !startsWith(bytes, 0x20, 0x01, 0, 0);
  }

  private static boolean isOpen(byte[] bytes, int at) {
    long address =
        (bytes[at] & 0xffL) << 24
            | (bytes[at + 1] & 0xffL) << 16
            | (bytes[at + 2] & 0xffL) << 8
            | bytes[at + 3] & 0xffL;
    for (int[] closed : CLOSED) {
      long network = (long) closed[0] << 24 | (long) closed[1] << 16 | (long) closed[2] << 8;
      int rest = 32 - closed[3];
      if (address >>> rest == network >>> rest) {
        return false;
      }
    }
    return true;
  }

  private static boolean startsWith(byte[] bytes, int... first) {
    for (int i = 0; i < first.length; i++) {
      if ((bytes[i] & 0xff) != first[i]) {
        return false;
      }
    }
    return true;
  }
}
