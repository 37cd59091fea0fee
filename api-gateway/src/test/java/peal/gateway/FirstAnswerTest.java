package peal.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.apache.kafka.common.config.TopicConfig;
import org.junit.jupiter.api.Test;
import peal.domain.FirstAnswer;
import peal.domain.Revised;
import peal.topics.Topics;

/** What a gateway holds of an answer in its heap, and for how long. */
class FirstAnswerTest {
  private static final Instant ASKED = Instant.parse("2026-03-01T12:00:00Z");
  private static final FirstAnswer ANSWER =
      FirstAnswer.started("ab".repeat(32), "token", ASKED)
          .answered(200, "{\"_id\":\"agent_1\"}")
          .withRevision(2);

  @Test
  void asLongAsARepeatGetsItItIsWhole() {
    Instant day = ASKED.plus(Duration.ofHours(24));

    assertThat(IdempotencyKey.isRemembered(ANSWER, day.minusMillis(1))).isTrue();
    assertThat(IdempotencyKey.isRemembered(ANSWER, day)).isFalse();
    assertThat(ANSWER.leftAt(day)).contains(ANSWER);
  }

  @Test
  void afterADayAndAnHourItsBodyIsGoneAndItsNumberStays() {
    FirstAnswer left = ANSWER.leftAt(ASKED.plus(Duration.ofHours(25)).plusMillis(1)).orElseThrow();

    assertThat(left.body()).isNull();
    assertThat(Revised.isThere(left)).isFalse();
    assertThat(left.revision()).isEqualTo(2);
    assertThat(left.leftAt(ASKED.plus(Duration.ofHours(26)))).containsSame(left);
  }

  @Test
  void itsTopicKeepsItForLongerThanItsNumberIsKnown() {
    Map<String, String> settings = new Topics(1).firstAnswers().settings();
    long kept = Long.parseLong(settings.get(TopicConfig.RETENTION_MS_CONFIG));

    assertThat(ANSWER.leftAt(ASKED.plus(Duration.ofDays(3)))).isPresent();
    assertThat(ANSWER.leftAt(ASKED.plus(Duration.ofDays(3)).plusMillis(1))).isEmpty();
    assertThat(Duration.ofMillis(kept)).isGreaterThan(Duration.ofDays(3).plusHours(12));
  }
}
