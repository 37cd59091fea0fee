package peal.projector.webhooks;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Collection;
import java.util.HashSet;
import java.util.Set;
import java.util.function.Predicate;
import peal.domain.Lane;
import peal.domain.Webhook;
import peal.domain.WebhookProgress;

/**
 * Forgets how far webhooks were told that are deleted, in the lanes that this instance owns. Used
 * by one thread.
 */
final class ProgressSweep {
  private static final Duration EVERY = Duration.ofMinutes(1);

  private final ProgressLog log;
  private final Predicate<Lane> own;
  private final InstantSource clock;
  private Instant sweptAt = Instant.EPOCH;

  /** Keys of progress whose webhook was not found the last time. */
  private Set<String> orphans = Set.of();

  ProgressSweep(ProgressLog log, Predicate<Lane> own, InstantSource clock) {
    this.log = log;
    this.own = own;
    this.clock = clock;
  }

  /**
   * Looks through all progress once a minute. A webhook that is not found is looked for a second
   * time before its progress goes: whoever wrote that may have heard of the webhook sooner.
   */
  void look(Collection<Webhook> webhooks) {
    Instant now = clock.instant();
    if (now.isBefore(sweptAt.plus(EVERY))) {
      return;
    }
    sweptAt = now;
    Set<String> known = new HashSet<>();
    webhooks.forEach(webhook -> known.add(webhook.workspaceId() + "/" + webhook.id()));
    Set<String> lost = new HashSet<>();
    for (WebhookProgress progress : log.all()) {
      boolean there = known.contains(progress.lane().workspace() + "/" + progress.webhook());
      if (there || !own.test(progress.lane())) {
        continue;
      }
      if (orphans.contains(progress.key())) {
        log.forget(progress);
      } else {
        lost.add(progress.key());
      }
    }
    orphans = lost;
  }
}
