package peal.dialer.carrier.asterisk;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class AsteriskClockTest {
  private static final Instant ASKED = Instant.parse("2026-11-30T15:00:00Z");
  private static final Instant ANSWERED = ASKED.plusMillis(40);

  private final AsteriskClock clock = new AsteriskClock();

  @Test
  void aTimeBetweenQuestionAndAnswerIsNoDifference() {
    learn("2026-11-30T15:00:00.020+0000");

    assertThat(clock.there(ASKED)).contains(ASKED);
  }

  @Test
  void aTimeBeforeTheQuestionPutsItBehindByNoMoreThanThat() {
    learn("2026-11-30T16:59:55.000+0200");

    assertThat(clock.there(ASKED)).contains(ASKED.minusSeconds(5));
  }

  @Test
  void aTimeAfterTheAnswerPutsItAheadByNoMoreThanThat() {
    learn("2026-11-30T15:00:03.040+0000");
    // A slower answer fits what is known.
    learn("2026-11-30T15:00:03.010+0000");

    assertThat(clock.there(ASKED)).contains(ASKED.plusSeconds(3));
  }

  @Test
  void aClockThatWasPutRightIsFollowed() {
    learn("2026-11-30T15:00:03.040+0000");
    learn("2026-11-30T15:00:00.000+0000");

    assertThat(clock.there(ASKED)).contains(ASKED);
  }

  @Test
  void otherAnswersTeachNothing() {
    clock.learn("{}".getBytes(StandardCharsets.UTF_8), ASKED, ANSWERED);
    clock.learn("no JSON".getBytes(StandardCharsets.UTF_8), ASKED, ANSWERED);

    assertThat(clock.there(ASKED)).isEmpty();
  }

  private void learn(String created) {
    String channel = "{\"id\": \"x\", \"creationtime\": \"" + created + "\"}";
    clock.learn(channel.getBytes(StandardCharsets.UTF_8), ASKED, ANSWERED);
  }
}
