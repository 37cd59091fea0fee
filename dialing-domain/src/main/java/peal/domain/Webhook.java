package peal.domain;

import java.time.Duration;
import java.time.Instant;
import java.util.List;

/**
 * Where a workspace wants to be told what happens.
 *
 * @param id its id
 * @param workspaceId its owner
 * @param url where events are posted
 * @param events which, as the API writes them; empty for all
 * @param batch only of this batch; null for all of the workspace
 * @param description for people, or null
 * @param active whether anything is sent
 * @param secretNumber which secret signs, from 1; secrets follow from it and a key of the
 *     operator's, so none is kept
 * @param secretSince when that one was made; the one before signs too for {@link #BOTH}
 * @param from what happened then or later is told
 * @param begun how often it was begun anew, from 1: with each the events from {@code from} on are
 *     told again
 * @param tries how often somebody has asked to try again, where it was paused
 * @param createdAt when it was made
 * @param updatedAt when it was last changed
 * @param revision number of its last change
 * @param gone true once it is deleted; what else is left then means nothing
 */
public record Webhook(
    String id,
    WorkspaceId workspaceId,
    String url,
    List<String> events,
    BatchId batch,
    String description,
    boolean active,
    int secretNumber,
    Instant secretSince,
    Instant from,
    int begun,
    int tries,
    Instant createdAt,
    Instant updatedAt,
    Long revision,
    Boolean gone)
    implements Owned<Webhook> {
  /** How long an old secret signs beside the new one. */
  public static final Duration BOTH = Duration.ofHours(24);

  /** Copies the list. */
  public Webhook {
    events = events == null ? List.of() : List.copyOf(events);
  }

  /** Whether it is told of {@code type}, of something in {@code of}. */
  public boolean wants(EventType type, BatchId of) {
    return (batch == null || batch.equals(of))
        && (events.isEmpty() || events.contains(type.word()));
  }

  /** Whether the secret before the last one signs, too. */
  public boolean signsTwice(Instant now) {
    return secretNumber > 1 && now.isBefore(secretSince.plus(BOTH));
  }

  /** The same with a new secret. */
  public Webhook rotated(Instant at) {
    return with(secretNumber + 1, at, from, begun, at, revision, gone);
  }

  /** The same, which tells again what happened at {@code start} or later. */
  public Webhook begunAnew(Instant start, Instant at) {
    return with(secretNumber, secretSince, start, begun + 1, at, revision, gone);
  }

  @Override
  public Webhook withRevision(long number) {
    return with(secretNumber, secretSince, from, begun, updatedAt, number, gone);
  }

  @Override
  public Webhook deleted(Instant at) {
    return new Webhook(
        id,
        workspaceId,
        "",
        List.of(),
        null,
        null,
        false,
        secretNumber,
        secretSince,
        from,
        begun,
        tries,
        createdAt,
        at,
        revision,
        true);
  }

  private Webhook with(
      int secret, Instant since, Instant start, int times, Instant at, Long number, Boolean over) {
    return new Webhook(
        id,
        workspaceId,
        url,
        events,
        batch,
        description,
        active,
        secret,
        since,
        start,
        times,
        tries,
        createdAt,
        at,
        number,
        over);
  }
}
