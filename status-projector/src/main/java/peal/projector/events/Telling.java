package peal.projector.events;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.IntToLongFunction;
import peal.projector.fold.BatchView;
import peal.projector.query.ApiEvent;
import peal.projector.query.BatchSummary;
import peal.projector.query.Batches;
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
   * @param lanes all of the workspace, by ascending index
   * @param read up to where the events of the lane of an index have been told; empty where whoever
   *     reads knows of one lane alone, so that now and then several tell the same, under one id
   * @param now the time
   */
  public static Telling of(
      ApiEvent event,
      long offset,
      List<? extends LaneReader> lanes,
      Optional<IntToLongFunction> read,
      Instant now) {
    if (lanes.size() == 1) {
      return NOW;
    }
    return switch (event.type()) {
      case BATCH_STARTED ->
          nowIf(isFirst(event, lanes, read, BatchView::firstStart, BatchView.Steps::begin));
      case BATCH_CANCELLED ->
          nowIf(isFirst(event, lanes, read, BatchView::stoppedAt, BatchView.Steps::stop));
      case BATCH_FAILED ->
          nowIf(isFirst(event, lanes, read, BatchView::expiredAt, BatchView.Steps::stop));
      case BATCH_COMPLETED -> ofTheEnd(event, offset, lanes, read, now);
      case BATCH_PAUSED, BATCH_RESUMED ->
          // Where calls are left; no lane remembers where it said so.
          nowIf(
              lanes.subList(0, event.lane()).stream()
                  .flatMap(lane -> lane.batch(event.batch()).stream())
                  .allMatch(part -> part.view().endedAt() != null));
      case CALL_DIALING, CALL_CONNECTED, CALL_SCHEDULED, CALL_ENDED, CALL_CANCELLED -> NOW;
    };
  }

  private static Telling nowIf(boolean told) {
    return told ? NOW : ELSEWHERE;
  }

  private static boolean isFirst(
      ApiEvent event,
      List<? extends LaneReader> lanes,
      Optional<IntToLongFunction> read,
      Function<BatchView, Instant> said,
      Function<BatchView.Steps, Long> step) {
    Map<Integer, LaneBatch> parts = new Batches(lanes).parts(event.batch());
    Instant here =
        Optional.ofNullable(parts.get(event.lane()))
            .map(own -> said.apply(own.view()))
            .orElse(event.at());
    return parts.entrySet().stream()
        .filter(part -> part.getKey() != event.lane())
        .noneMatch(part -> {
          int lane = part.getKey();
          Instant there = said.apply(part.getValue().view());
          Long where = step.apply(part.getValue().view().steps());
          if (there == null) {
            return false;
          }
          return read.isPresent() && where != null
              ? where < read.get().applyAsLong(lane)
              : there.isBefore(here) || (there.equals(here) && lane < event.lane());
        });
  }

  private static Telling ofTheEnd(
      ApiEvent event,
      long offset,
      List<? extends LaneReader> lanes,
      Optional<IntToLongFunction> read,
      Instant now) {
    Map<Integer, LaneBatch> parts = new Batches(lanes).parts(event.batch());
    List<BatchView> views = parts.values().stream().map(LaneBatch::view).toList();
    if (views.stream().anyMatch(view -> view.forgottenAt() != null)) {
      return ELSEWHERE;
    }
    boolean mayEndSilently =
        views.size() < lanes.size() || views.stream().anyMatch(Telling::mayEndSilently);
    if (mayEndSilently && event.at().isAfter(now.minus(LONGEST_WAIT))) {
      return LATER;
    }
    boolean complete =
        BatchSummary.of(event.batch(), parts, lanes.size())
            .map(BatchSummary::complete)
            .orElse(false);
    return nowIf(
        complete
            && parts.entrySet().stream()
                .allMatch(part -> {
                  if (part.getValue().view().willSayItsEnd()) {
                    return false;
                  }
                  Long last = part.getValue().view().steps().last();
                  if (last == null) {
                    return true;
                  }
                  return part.getKey() == event.lane()
                      ? last <= offset
                      : read.isEmpty() || last < read.get().applyAsLong(part.getKey());
                }));
  }

  /** With its opening, or its seal, a lane may have ended, and its log says nothing of that. */
  private static boolean mayEndSilently(BatchView part) {
    return part.opened() == null || (part.sealed() == null && !part.over());
  }
}
