package peal.projector.webhooks;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.function.Predicate;
import peal.domain.Lane;
import peal.domain.WebhookProgress;

/**
 * Forgets how far webhooks were told that are deleted, in the lanes that this instance owns. Used
 * by one thread.
 */
final class ProgressSweep {
  private static final Duration EVERY = Duration.ofMinutes(1);

  private final ProgressLog log;
  private final Predicate<Lane> own;
  private final Predicate<String> deleted;
  private final InstantSource clock;
  private Instant sweptAt = Instant.EPOCH;

  /**
   * A sweep of {@code log}.
   *
   * @param own whether a lane is this instance's
   * @param deleted whether the webhook {@code workspaceId/id} is known to be deleted; one that is
   *     only unknown may be one that this release cannot read
   */
  ProgressSweep(
      ProgressLog log, Predicate<Lane> own, Predicate<String> deleted, InstantSource clock) {
    this.log = log;
    this.own = own;
    this.deleted = deleted;
    this.clock = clock;
  }

  /** Looks through all progress, at most once a minute. */
  void look() {
    Instant now = clock.instant();
    if (now.isBefore(sweptAt.plus(EVERY))) {
      return;
    }
    sweptAt = now;
    for (WebhookProgress progress : log.all()) {
      if (deleted.test(progress.lane().workspace() + "/" + progress.webhook())
          && own.test(progress.lane())) {
        log.forget(progress);
      }
    }
  }
}
