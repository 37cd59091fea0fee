package peal.projector.events;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.IntToLongFunction;
import peal.domain.BatchId;
import peal.projector.fold.BatchView;
import peal.projector.query.ApiEvent;
import peal.projector.query.BatchSpan;
import peal.projector.query.BatchSummary;
import peal.projector.query.LaneBatch;
import peal.projector.query.LaneReader;

/**
 * Whether an event that a lane says is told. Every lane of a batch says that it begins, is stopped
 * and ends: its beginning is told by the lane that is read first, its end by the last.
 */
public enum Telling {
  /** It is told. */
  NOW,
  /** It is passed over: another lane says it, or has said it. */
  ELSEWHERE,
  /** It is not known yet which lane says it; whoever reads stays where it is. */
  LATER;

  /**
   * An event waits no longer for a row, or a seal, that the fold has not read: it may lie in
   * dead-letters, and never come.
   */
  static final Duration LONGEST_WAIT = Duration.ofHours(1);

  /**
   * Whether {@code event} is told.
   *
   * @param offset where its record lies in its lane
   * @param lanes how many the workspace has
   * @param parts what each lane knows of a batch, by its index; where it knows nothing it is absent
   * @param read up to where the events of the lane of an index have been told; empty where whoever
   *     reads knows of one lane alone, so that now and then several tell the same, under one id
   * @param now the time
   */
  public static Telling of(
      ApiEvent event,
      long offset,
      int lanes,
      Function<BatchId, Map<Integer, LaneBatch>> parts,
      Optional<IntToLongFunction> read,
      Instant now) {
    if (lanes == 1 || event.call() != null) {
      return NOW;
    }
    Looked looked = new Looked(event, offset, lanes, parts.apply(event.batch()), read);
    return switch (event.type()) {
      case BATCH_STARTED -> looked.first(part -> part.steps().beganAt(), BatchView.Steps::begin);
      case BATCH_CANCELLED ->
          // Its end stops it as well, and tells no cancel.
          looked.first(part -> part.ended() ? null : part.stoppedAt(), BatchView.Steps::stop);
      case BATCH_FAILED -> looked.first(BatchView::expiredAt, BatchView.Steps::stop);
      case BATCH_COMPLETED -> looked.last(now.minus(LONGEST_WAIT));
      case BATCH_PAUSED, BATCH_RESUMED -> looked.lowest();
      case CALL_DIALING, CALL_CONNECTED, CALL_SCHEDULED, CALL_ENDED, CALL_CANCELLED -> NOW;
    };
  }

  /** What each of {@code lanes} knows of a batch, without its calls. */
  public static Map<Integer, LaneBatch> parts(List<? extends LaneReader> lanes, BatchId batch) {
    BatchSpan alone = new BatchSpan(batch, batch);
    Map<Integer, LaneBatch> parts = new TreeMap<>();
    for (LaneReader lane : lanes) {
      lane.batches(alone).forEach(part -> parts.put(lane.lane().index(), part));
    }
    return parts;
  }

  private static Telling nowIf(boolean told) {
    return told ? NOW : ELSEWHERE;
  }

  /** An event beside what all lanes know of its batch. */
  private record Looked(
      ApiEvent event,
      long offset,
      int lanes,
      Map<Integer, LaneBatch> parts,
      Optional<IntToLongFunction> read) {
    Telling first(Function<BatchView, Instant> said, Function<BatchView.Steps, Long> step) {
      Instant here =
          Optional.ofNullable(parts.get(event.lane()))
              .map(own -> said.apply(own.view()))
              .orElse(event.at());
      return nowIf(
          parts.entrySet().stream()
              .filter(part -> part.getKey() != event.lane())
              .noneMatch(part -> {
                int lane = part.getKey();
                Instant there = said.apply(part.getValue().view());
                Long where = step.apply(part.getValue().view().steps());
                if (there == null || where == null) {
                  return false;
                }
                return read.isPresent()
                    ? where < read.get().applyAsLong(lane)
                    : there.isBefore(here) || (there.equals(here) && lane < event.lane());
              }));
    }

    Telling last(Instant waitsSince) {
      List<BatchView> views = parts.values().stream().map(LaneBatch::view).toList();
      if (views.stream().anyMatch(view -> view.forgottenAt() != null)) {
        return ELSEWHERE;
      }
      boolean mayEndSilently =
          views.size() < lanes || views.stream().anyMatch(Telling::mayEndSilently);
      if (mayEndSilently && event.at().isAfter(waitsSince)) {
        return LATER;
      }
      boolean complete =
          BatchSummary.of(event.batch(), parts, lanes).map(BatchSummary::complete).orElse(false);
      return nowIf(
          complete
              && parts.entrySet().stream()
                  .allMatch(part -> isPassed(part.getKey(), part.getValue().view(), waitsSince)));
    }

    private boolean isPassed(int lane, BatchView part, Instant waitsSince) {
      // A dialer of an earlier version did not say it.
      boolean silent = part.endedAt() != null && !part.endedAt().isAfter(waitsSince);
      if (part.willSayItsEnd() && !silent) {
        return false;
      }
      Long last = part.steps().last();
      if (last == null) {
        return true;
      }
      return lane == event.lane()
          ? last <= offset
          : read.isEmpty() || last < read.get().applyAsLong(lane);
    }

    /** By the lowest lane in which calls are left; no lane remembers where it said so. */
    Telling lowest() {
      return nowIf(
          parts.entrySet().stream()
              .filter(part -> part.getKey() < event.lane())
              .allMatch(part -> part.getValue().view().endedAt() != null));
    }
  }

  /** With its opening, or its seal, a lane may have ended, and its log says nothing of that. */
  private static boolean mayEndSilently(BatchView part) {
    return part.opened() == null || (part.sealed() == null && !part.over());
  }
}
