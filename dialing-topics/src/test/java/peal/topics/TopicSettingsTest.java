package peal.topics;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import peal.topics.TopicSettings.Kept;

/** What is said of topics that were made before Peal, or by another's rules. */
class TopicSettingsTest {
  private final Topic<?, ?> topic = new Topics(1).callEvents();

  private String doubt(int copies, int inSync) {
    return TopicSettings.doubt(new Kept(topic, copies), inSync).orElse("none");
  }

  @Test
  void threeCopiesOfWhichTwoMustHoldARecordAreEnough() {
    assertThat(doubt(3, 2)).isEqualTo("none");
    assertThat(doubt(5, 3)).isEqualTo("none");
  }

  @Test
  void oneCopyIsLostWithItsBroker() {
    assertThat(doubt(1, 1)).isEqualTo("call-events has one copy, which is lost with its broker");
  }

  @Test
  void whatOneBrokerAcknowledgesMayBeLost() {
    assertThat(doubt(3, 1)).contains("call-events", "min.insync.replicas=1");
  }

  @Test
  void whereAllMustHoldARecordOneMissingBrokerStopsEverything() {
    assertThat(doubt(2, 2)).contains("takes nothing");
    assertThat(doubt(3, 3)).contains("takes nothing");
  }
}
