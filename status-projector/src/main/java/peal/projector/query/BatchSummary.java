package peal.projector.query;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Stream;
import peal.domain.BatchId;
import peal.domain.PausedBy;
import peal.projector.fold.BatchView;
import peal.projector.fold.Counts;
import peal.projector.fold.Opening;

/**
 * A batch over all of its lanes.
 *
 * @param id the batch
 * @param opened what was said when it was opened
 * @param status where it stands
 * @param complete whether nothing more will happen to it
 * @param sealed whether it is known of every lane that all its rows are there
 * @param settled whether every lane has taken note of a cancel, or has nothing to cancel
 * @param paused whether every lane in which calls are left is paused
 * @param goesOn whether none of them is
 * @param pausedBy why it is paused, where no client wanted it; else null
 * @param pauseAsOf the oldest of the wishes that they go by; null where one has heard of none
 * @param plan what its lanes go by
 * @param counts its calls by status
 * @param startTime when the first call was dialed, or null
 * @param lastCompletedTime when the last completed call was settled, or null
 * @param completedTime when it was complete, or null
 * @param averageTalkSeconds mean talk time, s; 0 before the first
 * @param recent its last finished calls, newest first
 * @param keptOpen whether rows may be added; null where that was never so
 * @param skippedBy how many of its calls were not dialed (again), by the rule that refused, its end
 *     among them
 */
public record BatchSummary(
    BatchId id,
    Opening opened,
    BatchStatus status,
    boolean complete,
    boolean sealed,
    boolean settled,
    boolean paused,
    boolean goesOn,
    PausedBy pausedBy,
    Instant pauseAsOf,
    PlanState plan,
    Counts counts,
    Instant startTime,
    Instant lastCompletedTime,
    Instant completedTime,
    double averageTalkSeconds,
    List<LaneCall> recent,
    Boolean keptOpen,
    Map<String, Long> skippedBy) {

  /** The batch whose rows these are again, if they are. */
  public Optional<BatchId> redialOf() {
    return Optional.ofNullable(opened.redialOf());
  }

  /**
   * Puts the lanes' parts together; empty while no lane has been told that the batch exists, and
   * once its retention is over.
   *
   * @param parts by lane index; a lane that has read nothing of the batch is absent
   * @param lanes number of lanes of the workspace
   */
  public static Optional<BatchSummary> of(BatchId id, Map<Integer, LaneBatch> parts, int lanes) {
    List<BatchView> views = parts.values().stream().map(LaneBatch::view).toList();
    if (views.stream().anyMatch(view -> view.forgottenAt() != null)) {
      // Its lanes are told at once, yet they take note one by one.
      return Optional.empty();
    }
    Optional<Opening> opened =
        views.stream().map(BatchView::opened).filter(Objects::nonNull).findFirst();
    return opened.map(begin -> of(id, begin, parts, views, lanes));
  }

  private static BatchSummary of(
      BatchId id, Opening opened, Map<Integer, LaneBatch> parts, List<BatchView> views, int lanes) {
    Counts counts = counts(opened, views);
    // A single call is opened in its number's lane alone; the others never hear of it.
    boolean everywhere = opened.single() || views.size() == lanes;
    List<BatchView> left = views.stream().filter(view -> !nothingToCancel(view)).toList();
    boolean paused = everywhere && left.stream().allMatch(BatchView::paused);
    boolean sealed = everywhere && views.stream().allMatch(view -> view.sealed() != null);
    BatchStatus status = status(views, counts, sealed, paused && !left.isEmpty());
    boolean complete =
        switch (status) {
          case COMPLETED, FAILED -> true;
          case CANCELLED -> counts.open() == 0;
          case QUEUED, PROCESSING, PAUSED -> false;
        };
    return new BatchSummary(
        id,
        opened,
        status,
        complete,
        sealed,
        everywhere && left.isEmpty(),
        paused,
        everywhere && left.stream().noneMatch(BatchView::paused),
        status == BatchStatus.PAUSED ? pausedBy(left) : null,
        left.stream().anyMatch(view -> view.pauseAsOf() == null)
            ? null
            : instants(left, BatchView::pauseAsOf).min(Comparator.naturalOrder()).orElse(null),
        plan(opened, parts, everywhere),
        counts,
        instants(views, BatchView::firstStart).min(Comparator.naturalOrder()).orElse(null),
        instants(views, BatchView::lastCompleted).max(Comparator.naturalOrder()).orElse(null),
        complete
            ? views.stream()
                .flatMap(view -> view.lastMoment().stream())
                .max(Comparator.naturalOrder())
                .orElse(null)
            : null,
        average(views),
        recent(parts.values()),
        keptOpen(views, complete || status == BatchStatus.CANCELLED),
        skippedBy(views));
  }

  /** Of lanes that found it at once, what the last one found. */
  private static PausedBy pausedBy(List<BatchView> left) {
    return left.stream()
        .map(BatchView::pausedBy)
        .filter(Objects::nonNull)
        .max(Comparator.comparing(PausedBy::at))
        .orElse(null);
  }

  private static Boolean keptOpen(List<BatchView> views, boolean over) {
    List<BatchView> told = views.stream().filter(view -> view.extent() != null).toList();
    return told.isEmpty() ? null : !over && told.stream().allMatch(BatchView::keptOpen);
  }

  private static PlanState plan(Opening opened, Map<Integer, LaneBatch> parts, boolean everywhere) {
    Map<Integer, BatchView> all = new TreeMap<>();
    parts.forEach((lane, part) -> all.put(lane, part.view()));
    Map<Integer, BatchView> left = new TreeMap<>(all);
    left.values().removeIf(BatchSummary::nothingToCancel);
    return PlanState.of(opened, all, left, everywhere);
  }

  /** A lane that has not heard of the batch yet is part of the total: its calls are waiting. */
  private static Counts counts(Opening opened, List<BatchView> views) {
    Counts known = views.stream().map(BatchView::counts).reduce(Counts.NONE, Counts::plus);
    long told = views.stream().mapToLong(BatchView::total).max().orElse(opened.total());
    return known.plusWaiting(Math.max(0, told - known.total()));
  }

  private static BatchStatus status(
      List<BatchView> views, Counts counts, boolean sealed, boolean paused) {
    if (views.stream().anyMatch(view -> view.expiredAt() != null)) {
      return BatchStatus.FAILED;
    }
    if (views.stream().anyMatch(view -> view.stoppedAt() != null && !view.ended())) {
      return BatchStatus.CANCELLED;
    }
    if (sealed && counts.open() == 0 && views.stream().noneMatch(BatchSummary::mayGrow)) {
      return BatchStatus.COMPLETED;
    }
    if (paused) {
      return BatchStatus.PAUSED;
    }
    boolean touched =
        counts.waiting() < counts.total()
            || views.stream().anyMatch(view -> view.firstStart() != null);
    return touched ? BatchStatus.PROCESSING : BatchStatus.QUEUED;
  }

  /** An active call may still be called back, so it is not enough that nobody waits. */
  private static boolean nothingToCancel(BatchView view) {
    boolean told = view.opened() != null || view.sealed() != null;
    return view.over() || (told && view.counts().open() == 0 && !view.keptOpen());
  }

  /** Rows that come into a lane that is over are not dialed. */
  private static boolean mayGrow(BatchView view) {
    return view.keptOpen() && !view.over();
  }

  private static Stream<Instant> instants(
      List<BatchView> views, Function<BatchView, Instant> moment) {
    return views.stream().map(moment).filter(Objects::nonNull);
  }

  private static Map<String, Long> skippedBy(List<BatchView> views) {
    Map<String, Long> all = new TreeMap<>();
    views.forEach(view -> view.skipped().forEach((rule, n) -> all.merge(rule, n, Long::sum)));
    return all;
  }

  private static double average(List<BatchView> views) {
    long talks = views.stream().mapToLong(BatchView::talks).sum();
    long millis = views.stream().mapToLong(BatchView::talkMillis).sum();
    return talks == 0 ? 0 : (double) millis / talks / 1_000;
  }

  private static List<LaneCall> recent(Collection<LaneBatch> parts) {
    List<LaneCall> calls = new ArrayList<>();
    parts.forEach(part -> calls.addAll(part.recent()));
    calls.sort(
        Comparator.comparing(
                (LaneCall call) -> call.view().settledAt(),
                Comparator.nullsFirst(Comparator.naturalOrder()))
            .thenComparing(call -> call.id().row())
            .reversed());
    return calls.stream().limit(BatchView.RECENT).toList();
  }
}
