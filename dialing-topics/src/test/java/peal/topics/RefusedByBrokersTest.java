package peal.topics;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What a lane may write after brokers have refused a record of it; a refusal costs a thread. */
class RefusedByBrokersTest {
  private static final int MOST = 4 << 20;
  private static final String TOPIC = "call-events";

  @AfterEach
  void forget() {
    RefusedByBrokers.forget();
  }

  @Test
  void eachRefusalHalvesWhatTheLaneMayWrite() {
    RefusedByBrokers.add(TOPIC, "ws/0", 3 << 20);

    assertThat(valueOf("ws/0")).isEqualTo(3 << 19);
    RefusedByBrokers.add(TOPIC, "ws/0", 3 << 19);
    assertThat(valueOf("ws/0")).isEqualTo(3 << 18);
  }

  @Test
  void butNotBelow64KiB() {
    RefusedByBrokers.add(TOPIC, "ws/0", 100_000);

    assertThat(valueOf("ws/0")).isEqualTo(64 << 10);
  }

  /** Else it would end one thread after the other. */
  @Test
  void whatWasRefusedIsNotWrittenAgainHoweverSmallItIs() {
    RefusedByBrokers.add(TOPIC, "ws/0", 40_000);

    assertThat(valueOf("ws/0")).isBetween(20_000, 39_950);
  }

  @Test
  void otherLanesAndTopicsWriteWhatTheyCouldBefore() {
    RefusedByBrokers.add(TOPIC, "ws/0", 1 << 20);

    assertThat(valueOf("ws/1")).isEqualTo(MOST - Topics.ROOM_FOR_HEADERS);
    RefusedByBrokers.as(
        "ws/0", () -> assertThat(RefusedByBrokers.largest("other", MOST)).isEqualTo(MOST));
    assertThat(RefusedByBrokers.largest(TOPIC, MOST)).as("of no lane").isEqualTo(MOST);
  }

  @Test
  void anApplicationThatStartsHasForgottenIt() {
    RefusedByBrokers.add(TOPIC, "ws/0", 1 << 20);

    RefusedByBrokers.forget();

    assertThat(valueOf("ws/0")).isEqualTo(MOST - Topics.ROOM_FOR_HEADERS);
  }

  private static int valueOf(String lane) {
    AtomicInteger largest = new AtomicInteger();
    RefusedByBrokers.as(lane, () -> largest.set(RefusedByBrokers.largest(TOPIC, MOST)));
    return largest.get() - Topics.ROOM_FOR_HEADERS;
  }
}
