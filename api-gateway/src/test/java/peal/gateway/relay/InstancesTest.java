package peal.gateway.relay;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.util.List;
import org.junit.jupiter.api.Test;

class InstancesTest {
  private static List<String> of(String urls, String... addresses) {
    Instances instances =
        new Instances(
            List.of(urls.split(",")).stream().map(URI::create).toList(),
            name -> {
              if (addresses.length == 0) {
                throw new UnknownHostException(name);
              }
              InetAddress[] all = new InetAddress[addresses.length];
              for (int i = 0; i < all.length; i++) {
                all[i] = InetAddress.getByName(addresses[i]);
              }
              return all;
            });
    return instances.now().stream().map(URI::toString).toList();
  }

  @Test
  void aNameWithSeveralAddressesIsAnInstanceAtEach() {
    assertThat(of("http://ingest:8080", "10.0.0.1", "10.0.0.2"))
        .containsExactly("http://10.0.0.1:8080", "http://10.0.0.2:8080");
    assertThat(of("http://ingest/a", "fd00::1", "fd00::2"))
        .containsExactly("http://[fd00:0:0:0:0:0:0:1]/a", "http://[fd00:0:0:0:0:0:0:2]/a");
  }

  @Test
  void twoUrlsOfOneNameAreAskedOnce() {
    assertThat(of("http://ingest:1,http://other:1", "10.0.0.1", "10.0.0.2")).hasSize(2);
  }

  @Test
  void aMachineWithAddressesOfTwoFamiliesIsOneInstance() {
    assertThat(of("http://ingest:1", "127.0.0.1", "::1")).containsExactly("http://ingest:1");
    assertThat(of("http://ingest:1", "10.0.0.1", "fd00::1", "10.0.0.2"))
        .containsExactly("http://10.0.0.1:1", "http://10.0.0.2:1");
  }

  @Test
  void whatHasOneAddressOrNoneOrACertificateIsAskedByItsName() {
    assertThat(of("http://ingest:1", "10.0.0.1")).containsExactly("http://ingest:1");
    assertThat(of("http://ingest:1")).containsExactly("http://ingest:1");
    assertThat(of("https://ingest:1", "10.0.0.1", "10.0.0.2")).containsExactly("https://ingest:1");
  }
}
