package peal.projector.webhooks;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import peal.domain.Lane;
import peal.domain.Webhook;
import peal.domain.WebhookProgress;
import peal.projector.Story;

/** What is left of deleted webhooks. */
class ProgressSweepTest {
  private static final Lane OWN = Story.lane(0);
  private static final Lane OTHER = Story.lane(1);

  private final List<WebhookProgress> kept = new ArrayList<>();
  private final AtomicReference<Instant> now = new AtomicReference<>(Story.START);
  private final ProgressSweep sweep =
      new ProgressSweep(new Kept(), OWN::equals, (Story.WORKSPACE + "/whk_gone")::equals, now::get);

  private final class Kept implements ProgressLog {
    @Override
    public Optional<WebhookProgress> last(String key) {
      return Optional.empty();
    }

    @Override
    public void keep(WebhookProgress progress) {
      kept.add(progress);
    }

    @Override
    public Collection<WebhookProgress> all() {
      return List.copyOf(kept);
    }

    @Override
    public void forget(WebhookProgress progress) {
      kept.remove(progress);
    }
  }

  @Test
  void theProgressOfADeletedWebhookIsForgottenByWhoeverOwnsItsLane() {
    WebhookProgress here = WebhookProgress.begin(webhook("whk_there"), OWN, 1);
    WebhookProgress elsewhere = WebhookProgress.begin(webhook("whk_gone"), OTHER, 1);
    kept.addAll(List.of(here, elsewhere, WebhookProgress.begin(webhook("whk_gone"), OWN, 1)));

    sweep.look();

    assertThat(kept).containsExactly(here, elsewhere);
  }

  @Test
  void itLooksOnceAMinute() {
    sweep.look();
    kept.add(WebhookProgress.begin(webhook("whk_gone"), OWN, 1));

    sweep.look();
    assertThat(kept).hasSize(1);
    now.updateAndGet(at -> at.plus(Duration.ofMinutes(1)));
    sweep.look();

    assertThat(kept).isEmpty();
  }

  private static Webhook webhook(String id) {
    return new Webhook(
        id,
        Story.WORKSPACE,
        "https://crm.example.com",
        List.of(),
        null,
        null,
        true,
        1,
        Story.START,
        Story.START,
        1,
        0,
        Story.START,
        Story.START,
        1L,
        null);
  }
}
