package peal.gateway.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.net.UnknownHostException;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

class GatewayCountTest {
  private static final Duration SOON = Duration.ofSeconds(20);

  private final AtomicReference<Instant> now =
      new AtomicReference<>(Instant.parse("2026-03-01T12:00:00Z"));
  private volatile int addresses = 6;
  private final GatewayCount gateways =
      new GatewayCount(
          () -> {
            if (addresses == 0) {
              throw new UnknownHostException("gateways");
            }
            return addresses;
          },
          2,
          now::get);

  private void passes(int seconds) {
    now.updateAndGet(instant -> instant.plusSeconds(seconds));
  }

  @Test
  void asManyAsTheNameHasAddresses() {
    assertThat(gateways.getAsInt()).as("until it is known").isEqualTo(2);
    await().atMost(SOON).until(() -> gateways.getAsInt() == 6);

    addresses = 3;
    passes(20);
    assertThat(gateways.getAsInt()).isEqualTo(6);
    passes(20);

    await().atMost(SOON).until(() -> gateways.getAsInt() == 3);
  }

  @Test
  void aNameThatIsNotKnownLeavesTheNumberAsItWas() {
    addresses = 0;

    assertThat(gateways.getAsInt()).isEqualTo(2);
    passes(40);
    assertThat(gateways.getAsInt()).isEqualTo(2);
  }
}
