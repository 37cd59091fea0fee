package peal.dialer.dialing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import peal.service.kafka.KafkaClients;
import peal.testkit.kafka.KafkaFixture;

@ExtendWith(KafkaFixture.class)
@Timeout(600)
class BrokerClockTest {
  private final ManualTime time = new ManualTime();

  @Test
  void whatIsUnderWayIsHalfOfTheWayThere() throws InterruptedException {
    BrokerClock clock =
        new BrokerClock(
            () -> {
              time.pass(Duration.ofMillis(100));
              long there = time.clocks.now().wall().minusSeconds(90).toEpochMilli();
              time.pass(Duration.ofMillis(100));
              return there;
            },
            time.clocks);
    assertThat(clock.seconds()).isNaN();

    clock.look();

    assertThat(clock.seconds()).isEqualTo(90);
  }

  @Test
  void whereKafkaDoesNotTellThereIsNoNumber() throws InterruptedException {
    boolean[] tells = {true};
    BrokerClock clock =
        new BrokerClock(
            () -> {
              if (tells[0]) {
                return time.clocks.now().wall().plusSeconds(5).toEpochMilli();
              }
              throw new TimeoutException("no answer");
            },
            time.clocks);
    clock.look();
    assertThat(clock.seconds()).isEqualTo(-5);
    tells[0] = false;

    clock.look();

    assertThat(clock.seconds()).isNaN();
  }

  @Test
  void aBrokerTellsItsTimeAsItIsWhenItIsAsked(KafkaFixture kafka) throws Exception {
    try (Admin admin = new KafkaClients(kafka.bootstrapServers()).admin("clock")) {
      long first = BrokerClock.millis(admin);
      List<Long> later = new ArrayList<>();
      await().until(() -> later.add(BrokerClock.millis(admin)) && later.getLast() > first);

      assertThat(Instant.ofEpochMilli(first)).isAfter(Instant.parse("2026-01-01T00:00:00Z"));
      assertThat(Instant.ofEpochMilli(first)).isBefore(Instant.parse("2126-01-01T00:00:00Z"));
    }
  }
}
