package peal.service.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import org.junit.jupiter.api.Test;

class LoopbackTest {
  @Test
  void thisMachinesOwnAddressesAreKnown() {
    assertThat(Loopback.has("127.0.0.1")).isTrue();
    assertThat(Loopback.has("localhost")).isTrue();
    assertThat(Loopback.has("0.0.0.0")).isFalse();
    assertThat(Loopback.has("192.0.2.7")).isFalse();
  }

  /** Others may reach it all the same: {@code URI} knows no host with an underscore. */
  @Test
  void whatHasNoHostIsNotThisMachine() {
    assertThat(Loopback.has(URI.create("http://my_dialer:8080/").getHost())).isFalse();
    assertThat(Loopback.has("")).isFalse();
  }
}
