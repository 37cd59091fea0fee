package peal.projector.fold;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import peal.domain.BatchExtent;
import peal.domain.BatchPlan;
import peal.domain.CallStatus;
import peal.domain.DialingStop;
import peal.domain.DialingStops;
import peal.domain.PausedBy;
import peal.domain.PlanRevision;
import peal.domain.WorkspaceId;
import peal.domain.event.BatchCommand.BatchOpened;
import peal.domain.event.BatchCommand.BatchSealed;
import peal.domain.event.CallEvent.BatchStopped;
import peal.domain.event.CallEvent.PauseApplied;

/**
 * One lane's part of a batch. Immutable; a transition that changes nothing returns {@code this}.
 *
 * @param opened what was said when it was opened, or null while that has not been read
 * @param sealed what was said when every row was durable, or null
 * @param tally its calls that are not waiting
 * @param stoppedAt when a cancel took effect in this lane, or null
 * @param expiredAt when it was dropped for want of a seal, or null
 * @param firstStart when its first call was dialed, or null
 * @param lastCompleted when its last completed call was settled, or null
 * @param lastEnded when its last call of any outcome was settled, or null
 * @param talkMillis sum of all talk times, ms
 * @param talks number of attempts with a talk time
 * @param recent its last finished calls, newest first, at most {@value #RECENT}
 * @param forgottenAt when its retention was over, or null; from then on it is shown no more
 * @param paused whether nobody of it is dialed for now
 * @param pauseAsOf when that was asked for, or null
 * @param skippedBy how many of its calls each rule refused to dial (again), but for its end
 * @param changes the newest changes of its plan that this lane took, oldest first, at most {@value
 *     #CHANGES}
 * @param refusedBeforeEnd how many of its calls rules had cancelled when its end stopped it in this
 *     lane; null where its end did not
 * @param extent how far its rows reach, where it was kept open; else null
 * @param steps where in the lane's log it began and ended
 * @param pausedBy why it is paused, where no client wanted it; else null
 */
public record BatchView(
    Opening opened,
    Sealed sealed,
    Tally tally,
    Instant stoppedAt,
    Instant expiredAt,
    Instant firstStart,
    Instant lastCompleted,
    Instant lastEnded,
    long talkMillis,
    long talks,
    List<Finished> recent,
    Instant forgottenAt,
    boolean paused,
    Instant pauseAsOf,
    Map<String, Long> skippedBy,
    List<PlanRevision> changes,
    Long refusedBeforeEnd,
    Extent extent,
    Steps steps,
    PausedBy pausedBy) {
  /** The rule by which calls are skipped that are left when their batch's end comes. */
  public static final String ENDED = "ended";

  /** How many changes of its plan are remembered. */
  public static final int CHANGES = 50;

  /** How many finished calls are remembered. */
  public static final int RECENT = 10;

  /** A batch of which nothing is known. */
  public static final BatchView UNSEEN =
      new BatchView(
          null,
          null,
          Tally.NONE,
          null,
          null,
          null,
          null,
          null,
          0,
          0,
          List.of(),
          null,
          false,
          null,
          Map.of(),
          List.of(),
          null,
          null,
          null,
          null);

  private static final Comparator<Finished> NEWEST_FIRST =
      Comparator.comparing(Finished::at).thenComparing(Finished::row).reversed();

  /**
   * How far the rows of a batch reach that is kept open, the calls in this lane, and since when.
   */
  public record Extent(BatchExtent whole, long laneTotal, Instant at) {}

  /** A batch's seal: when, and the calls in this lane. */
  public record Sealed(Instant at, long laneTotal) {}

  /** A call that completed or failed: its row, and when that was settled. */
  public record Finished(long row, Instant at) {}

  /**
   * Offsets of records in the lane's log; each is null where there was none, or it is not known.
   *
   * @param begin with which it was dialed for the first time
   * @param beganAt the time of that record; {@link BatchView#firstStart} may become earlier
   * @param stop that stopped it or let it expire
   * @param last that ended one of its calls, stopped it before it had ended, or said that it had
   * @param finished whether the last one said so
   */
  public record Steps(Long begin, Instant beganAt, Long stop, Long last, boolean finished) {
    /** None is known. */
    public static final Steps NONE = new Steps(null, null, null, null, false);

    Steps stopped(Long offset, boolean ended) {
      return new Steps(begin, beganAt, offset, ended ? last : offset, finished);
    }
  }

  /** Fills an absent list. */
  public BatchView {
    steps = steps == null ? Steps.NONE : steps;
    recent = recent == null ? List.of() : List.copyOf(recent);
    skippedBy = skippedBy == null ? Map.of() : Map.copyOf(skippedBy);
    changes = changes == null ? List.of() : List.copyOf(changes);
  }

  /** Which revision of its plan this lane goes by. */
  public int revision() {
    return changes.isEmpty() ? PlanRevision.FIRST : changes.getLast().revision();
  }

  /** The plan that this lane goes by. */
  public BatchPlan plan() {
    if (!changes.isEmpty()) {
      return changes.getLast().plan();
    }
    return opened == null ? BatchPlan.USUAL : opened.plan();
  }

  /** Whether its end, and not a cancel, stopped it in this lane. */
  public boolean ended() {
    return refusedBeforeEnd != null;
  }

  /** How many of its calls were skipped in all, by the rule. */
  public Map<String, Long> skipped() {
    long left = ended() ? counts().cancelled() - refusedBeforeEnd : 0;
    return left == 0 ? skippedBy : withSkipped(ENDED, left);
  }

  /** Whether it is known to be a single call. */
  public boolean single() {
    return opened != null && opened.single();
  }

  /** Whether whoever waits in this lane is no longer dialed. */
  public boolean over() {
    return stoppedAt != null || expiredAt != null;
  }

  /** Calls in this lane, as far as it has been said. */
  public long laneTotal() {
    if (extent != null) {
      return extent.laneTotal();
    }
    if (sealed != null) {
      return sealed.laneTotal();
    }
    return opened == null ? 0 : opened.laneTotal();
  }

  /** Calls of the whole batch, as far as it has been said here. */
  public long total() {
    return extent != null ? extent.whole().total() : opened == null ? 0 : opened.total();
  }

  /** Whether a record of its own says that it has ended here, rather than its last call's end. */
  public boolean saysItsEnd() {
    return extent != null && !over();
  }

  /** Whether such a record is still to come. */
  public boolean willSayItsEnd() {
    return saysItsEnd() && !steps.finished();
  }

  /** Whether more rows may come. */
  public boolean keptOpen() {
    return extent != null && !extent.whole().closed();
  }

  /** What the batch's rows take as they are kept, bytes; 0 in all lanes but one. */
  public long rowBytes() {
    Long extended = extent == null ? null : extent.whole().rowBytes();
    return extended != null ? extended : opened == null ? 0 : opened.rowBytes();
  }

  /** This lane's calls by status. */
  public Counts counts() {
    return tally.of(laneTotal(), over());
  }

  /** When nothing more could happen to it in this lane, or null while something can. */
  public Instant endedAt() {
    boolean ended = (over() || (sealed != null && !keptOpen())) && counts().open() == 0;
    if (!ended) {
      return null;
    }
    return lastMoment().orElse(null);
  }

  /** When it last came closer to its end. */
  public Optional<Instant> lastMoment() {
    return Stream.of(
            lastEnded,
            stoppedAt,
            expiredAt,
            sealed == null ? null : sealed.at(),
            extent == null ? null : extent.at())
        .filter(Objects::nonNull)
        .max(Comparator.naturalOrder());
  }

  /** What keeps its calls from being dialed, if dialing is stopped. */
  public Optional<DialingStop> stoppedBy(WorkspaceId workspace, DialingStops stops) {
    return stops.of(workspace, opened == null ? null : opened.carrier());
  }

  BatchView opened(BatchOpened said) {
    if (opened != null) {
      return this;
    }
    BatchView now = copy(Opening.of(said), sealed, stoppedAt, expiredAt, forgottenAt);
    return said.extent() == null ? now : now.extended(said.extent(), said.laneTotal(), said.at());
  }

  /** Its rows reach as far as {@code next}, unless more was heard before. */
  BatchView extended(BatchExtent next, long here, Instant at) {
    return extent != null && extent.whole().number() >= next.number()
        ? this
        : with(
            paused,
            pauseAsOf,
            changes,
            refusedBeforeEnd,
            new Extent(next, here, at),
            steps,
            pausedBy);
  }

  BatchView sealed(BatchSealed said) {
    return sealed != null
        ? this
        : copy(opened, new Sealed(said.at(), said.laneTotal()), stoppedAt, expiredAt, forgottenAt);
  }

  BatchView stopped(BatchStopped said, Long offset) {
    if (stoppedAt != null) {
      return this;
    }
    BatchView now = copy(opened, sealed, said.at(), expiredAt, forgottenAt);
    Long refused =
        said.why() == BatchStopped.Why.ENDED ? Long.valueOf(tally.cancelled()) : refusedBeforeEnd;
    return now.with(
        paused,
        pauseAsOf,
        changes,
        refused,
        extent,
        steps.stopped(offset, endedAt() != null && !willSayItsEnd()),
        pausedBy);
  }

  /** Said of one that was kept open, of which more may be heard later. */
  BatchView finished(Long offset) {
    return with(
        paused,
        pauseAsOf,
        changes,
        refusedBeforeEnd,
        extent,
        new Steps(steps.begin(), steps.beganAt(), steps.stop(), offset, true),
        pausedBy);
  }

  BatchView expired(Instant at, Long offset) {
    return expiredAt != null
        ? this
        : copy(opened, sealed, stoppedAt, at, forgottenAt)
            .with(
                paused,
                pauseAsOf,
                changes,
                refusedBeforeEnd,
                extent,
                steps.stopped(offset, endedAt() != null && !willSayItsEnd()),
                pausedBy);
  }

  BatchView paused(PauseApplied said) {
    return said.paused() == paused
            && said.asOf().equals(pauseAsOf)
            && Objects.equals(said.by(), pausedBy)
        ? this
        : with(said.paused(), said.asOf(), changes, refusedBeforeEnd, extent, steps, said.by());
  }

  /** Said again for whoever asks; what is known changes nothing. */
  BatchView changed(PlanRevision next) {
    if (next.revision() <= revision()) {
      return this;
    }
    List<PlanRevision> now = new ArrayList<>(changes);
    now.add(next);
    List<PlanRevision> newest = now.subList(Math.max(0, now.size() - CHANGES), now.size());
    return with(paused, pauseAsOf, newest, refusedBeforeEnd, extent, steps, pausedBy);
  }

  /**
   * The same as a list of many shows it: without columns, hours, older plans and finished calls,
   * which may be long.
   */
  public BatchView listed() {
    List<PlanRevision> newest = changes.subList(Math.max(0, changes.size() - 1), changes.size());
    return new BatchView(
        opened == null ? null : opened.listed(),
        sealed,
        tally,
        stoppedAt,
        expiredAt,
        firstStart,
        lastCompleted,
        lastEnded,
        talkMillis,
        talks,
        List.of(),
        forgottenAt,
        paused,
        pauseAsOf,
        skippedBy,
        newest,
        refusedBeforeEnd,
        extent,
        steps,
        pausedBy);
  }

  private BatchView with(
      boolean pause,
      Instant asOf,
      List<PlanRevision> plans,
      Long refused,
      Extent rows,
      Steps where,
      PausedBy why) {
    return new BatchView(
        opened,
        sealed,
        tally,
        stoppedAt,
        expiredAt,
        firstStart,
        lastCompleted,
        lastEnded,
        talkMillis,
        talks,
        recent,
        forgottenAt,
        pause,
        asOf,
        skippedBy,
        plans,
        refused,
        rows,
        where,
        why);
  }

  BatchView forgotten(Instant at) {
    return forgottenAt != null ? this : copy(opened, sealed, stoppedAt, expiredAt, at);
  }

  /**
   * The call at {@code row} has changed.
   *
   * @param offset of the record that changed it; null where that is not known
   */
  BatchView changed(long row, CallView before, CallView after, Long offset) {
    boolean settles = after.status().terminal() && !before.status().terminal();
    boolean finishes = settles && after.status() != CallStatus.CANCELLED;
    boolean completes = after.status() == CallStatus.COMPLETED && settles;
    BatchView now =
        new BatchView(
            opened,
            sealed,
            tally.moved(before.status(), after.status()),
            stoppedAt,
            expiredAt,
            after.firstStart().map(start -> earlier(firstStart, start)).orElse(firstStart),
            completes ? later(lastCompleted, after.settledAt()) : lastCompleted,
            settles ? later(lastEnded, after.settledAt()) : lastEnded,
            talkMillis + after.talkMillis() - before.talkMillis(),
            talks + after.talks() - before.talks(),
            finishes ? withRecent(new Finished(row, after.settledAt())) : recent,
            forgottenAt,
            paused,
            pauseAsOf,
            settles && after.skipped() != null ? withSkipped(after.skipped(), 1) : skippedBy,
            changes,
            refusedBeforeEnd,
            extent,
            steps(after, settles, offset),
            pausedBy);
    return now.equals(this) ? this : now;
  }

  private Steps steps(CallView after, boolean settles, Long offset) {
    boolean begins = firstStart == null && after.firstStart().isPresent();
    return begins || settles
        ? new Steps(
            begins ? offset : steps.begin(),
            begins && offset != null ? after.firstStart().get() : steps.beganAt(),
            steps.stop(),
            settles ? offset : steps.last(),
            steps.finished())
        : steps;
  }

  private List<Finished> withRecent(Finished call) {
    List<Finished> now = new ArrayList<>(recent);
    now.add(call);
    now.sort(NEWEST_FIRST);
    return now.subList(0, Math.min(RECENT, now.size()));
  }

  private BatchView copy(
      Opening begin, Sealed seal, Instant stop, Instant expiry, Instant forgetting) {
    return new BatchView(
        begin,
        seal,
        tally,
        stop,
        expiry,
        firstStart,
        lastCompleted,
        lastEnded,
        talkMillis,
        talks,
        recent,
        forgetting,
        paused,
        pauseAsOf,
        skippedBy,
        changes,
        refusedBeforeEnd,
        extent,
        steps,
        pausedBy);
  }

  private Map<String, Long> withSkipped(String rule, long calls) {
    Map<String, Long> now = new HashMap<>(skippedBy);
    now.merge(rule, calls, Long::sum);
    return now;
  }

  private static Instant earlier(Instant a, Instant b) {
    return a == null || b.isBefore(a) ? b : a;
  }

  private static Instant later(Instant a, Instant b) {
    return a == null || b.isAfter(a) ? b : a;
  }
}
