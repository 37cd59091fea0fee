package peal.topics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.common.config.TopicConfig;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.LoggerFactory;
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

  /** The topic's settings, as the catalogue has them but for these. */
  private static Config settings(Topic<?, ?> topic, Map<String, String> but) {
    Map<String, String> all = new HashMap<>();
    all.put(TopicConfig.MIN_IN_SYNC_REPLICAS_CONFIG, "2");
    all.put(TopicConfig.RETENTION_MS_CONFIG, "604800000");
    all.put(TopicConfig.RETENTION_BYTES_CONFIG, "-1");
    all.put(TopicConfig.MAX_MESSAGE_BYTES_CONFIG, Integer.toString(topic.largest()));
    all.putAll(topic.settings());
    all.putAll(but);
    return new Config(
        all.entrySet().stream()
            .map(each -> new ConfigEntry(each.getKey(), each.getValue()))
            .toList());
  }

  private final List<String> altered = new ArrayList<>();

  private void verify(boolean alters, Topic<?, ?> one, int copies, Map<String, String> but)
      throws InterruptedException {
    new TopicSettings(alters)
        .verify(
            Map.of(one.name(), settings(one, but)),
            List.of(new Kept(one, copies)),
            (which, setting, value) -> altered.add(which.name() + " " + setting + "=" + value));
  }

  /** Kafka's own default would delete what nobody has changed for a week: each API key. */
  @ParameterizedTest
  @ValueSource(strings = {"workspaces", "agents", "flows", "call-jobs", "call-events"})
  void aCleanupThatLosesWhatMustStayIsRefused(String name) throws InterruptedException {
    Topic<?, ?> one =
        new Topics(1)
            .all().stream().filter(each -> each.name().equals(name)).findAny().orElseThrow();
    String wanted = one.settings().get(TopicConfig.CLEANUP_POLICY_CONFIG);
    for (String other :
        List.of(wanted.equals("compact") ? "delete" : "compact", "compact,delete")) {
      Map<String, String> policy = Map.of(TopicConfig.CLEANUP_POLICY_CONFIG, other);

      assertThatThrownBy(() -> verify(false, one, 3, policy))
          .isInstanceOf(IllegalStateException.class)
          .hasMessageContaining("'" + name + "'")
          .hasMessageContaining("set it to " + wanted);
      verify(true, one, 3, policy);
      assertThat(altered).containsExactly(name + " cleanup.policy=" + wanted);
      altered.clear();
    }
    verify(false, one, 3, Map.of(TopicConfig.CLEANUP_POLICY_CONFIG, ""));
    verify(false, one, 3, Map.of());
  }

  @Test
  void whatIsKeptForLessThanAReaderMayBeAwayIsDoubted() {
    assertThat(TopicSettings.doubt(topic, Duration.ofDays(7).toMillis(), -1).orElseThrow())
        .contains("call-events", "PT168H", "PT720H");
    assertThat(TopicSettings.doubt(topic, -1, 1_000).orElseThrow()).contains("retention.bytes");
    assertThat(TopicSettings.doubt(topic, -1, -1)).isEmpty();
    assertThat(TopicSettings.doubt(topic, Duration.ofDays(30).toMillis(), -1)).isEmpty();
    assertThat(TopicSettings.doubt(new Topics(1).workspaces(), 1_000, -1)).isEmpty();
  }

  @Test
  void doubtsAreLoggedWithWhatTheyAreAbout() throws InterruptedException {
    Logger log = (Logger) LoggerFactory.getLogger(TopicSettings.class);
    ListAppender<ILoggingEvent> lines = new ListAppender<>();
    lines.start();
    log.addAppender(lines);
    try {
      verify(false, topic, 1, Map.of(TopicConfig.RETENTION_MS_CONFIG, "3600000"));
      verify(false, topic, 3, Map.of());
    } finally {
      log.detachAppender(lines);
    }

    assertThat(lines.list)
        .hasSize(1)
        .first()
        .satisfies(line -> {
          assertThat(line.getLevel()).isEqualTo(Level.WARN);
          assertThat(line.getFormattedMessage())
              .contains("Promise 8", "call-events has one copy", "keeps records for PT1H only");
        });
  }
}
