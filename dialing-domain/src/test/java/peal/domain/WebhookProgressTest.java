package peal.domain;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import peal.domain.WebhookProgress.Delivery;

class WebhookProgressTest {
  private static final Instant START = Instant.parse("2026-03-01T12:00:00Z");
  private static final Webhook WEBHOOK = webhook(0);
  private static final WebhookProgress BEGUN =
      WebhookProgress.begin(WEBHOOK, new Lane(new WorkspaceId("acme"), 0), 10);

  @Test
  void triesComeAfterTwiceAsLongUpToFiveMinutes() {
    WebhookProgress at = BEGUN;
    Instant now = START;
    for (long seconds : List.of(2L, 4L, 8L, 16L, 32L, 64L, 128L, 256L, 300L, 300L)) {
      at = at.failed(10, said(503), Duration.ZERO, now, WEBHOOK);
      assertThat(at.nextAt(WEBHOOK)).isEqualTo(now.plusSeconds(seconds));
      now = at.nextAt(WEBHOOK);
    }
  }

  @Test
  void aReceiverIsLeftAloneAsLongAsItAsksUpToAnHour() {
    WebhookProgress asked = BEGUN.failed(10, said(429), Duration.ofMinutes(7), START, WEBHOOK);
    WebhookProgress much = BEGUN.failed(10, said(429), Duration.ofDays(7), START, WEBHOOK);

    assertThat(asked.nextAt(WEBHOOK)).isEqualTo(START.plus(Duration.ofMinutes(7)));
    assertThat(much.nextAt(WEBHOOK)).isEqualTo(START.plus(Duration.ofHours(1)));
  }

  @Test
  void afterADayItIsPausedUntilSomebodyTriesAgain() {
    WebhookProgress first = BEGUN.failed(10, said(503), Duration.ZERO, START, WEBHOOK);
    Instant almost = START.plus(Duration.ofHours(24)).minusSeconds(1);
    WebhookProgress late = first.failed(10, said(503), Duration.ZERO, almost, WEBHOOK);
    WebhookProgress over = late.failed(10, said(0), Duration.ZERO, almost.plusSeconds(2), WEBHOOK);

    assertThat(late.paused(WEBHOOK)).isFalse();
    assertThat(over.paused(WEBHOOK)).isTrue();
    assertThat(over.paused(webhook(1))).isFalse();
    assertThat(over.nextAt(webhook(1))).isEqualTo(Instant.EPOCH);
    assertThat(over.failed(10, said(503), Duration.ZERO, almost.plusSeconds(9), webhook(1)))
        .satisfies(again -> assertThat(again.paused(webhook(1))).isFalse())
        .satisfies(again -> assertThat(again.failing().times()).isOne());
  }

  @Test
  void aReceiverThatIsGoneIsPausedAtOnce() {
    assertThat(BEGUN.failed(10, said(410), Duration.ZERO, START, WEBHOOK).paused(WEBHOOK)).isTrue();
  }

  @Test
  void somethingTakenInBetweenBeginsAnew() {
    WebhookProgress first = BEGUN.failed(10, said(503), Duration.ZERO, START, WEBHOOK);
    WebhookProgress further =
        first.failed(12, said(503), Duration.ZERO, START.plusSeconds(5), WEBHOOK);
    WebhookProgress taken = first.taken(20, said(200), WEBHOOK);

    assertThat(further.failing().since()).isEqualTo(START.plusSeconds(5));
    assertThat(taken.failing()).isNull();
    assertThat(taken.offset()).isEqualTo(20);
  }

  @Test
  void theLastTenDeliveriesAreKeptTheNewestFirst() {
    WebhookProgress at = BEGUN;
    for (int status = 200; status < 215; status++) {
      at = at.taken(10, said(status), WEBHOOK);
    }

    assertThat(at.recent()).hasSize(10);
    assertThat(at.recent().getFirst().status()).isEqualTo(214);
  }

  @Test
  void bothSecretsSignForADay() {
    Webhook rotated = WEBHOOK.rotated(START);

    assertThat(WEBHOOK.signsTwice(START)).isFalse();
    assertThat(rotated.signsTwice(START.plus(Duration.ofHours(23)))).isTrue();
    assertThat(rotated.signsTwice(START.plus(Duration.ofHours(24)))).isFalse();
  }

  private static List<Delivery> said(int status) {
    return List.of(new Delivery("evt_1", "call.ended", START, status, null, 3));
  }

  private static Webhook webhook(int tries) {
    return new Webhook(
        "whk_1",
        new WorkspaceId("acme"),
        "https://crm.example.com",
        List.of(),
        null,
        null,
        true,
        1,
        START,
        START,
        1,
        tries,
        START,
        START,
        1L,
        null);
  }
}
