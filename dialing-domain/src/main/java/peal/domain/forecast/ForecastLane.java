package peal.domain.forecast;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import peal.domain.AttemptId;
import peal.domain.BatchPlan;
import peal.domain.CallId;
import peal.domain.DialRequest;
import peal.domain.DialingStops;
import peal.domain.Lane;
import peal.domain.Outcome;
import peal.domain.dispatch.BatchProgress;
import peal.domain.dispatch.BatchTerms;
import peal.domain.dispatch.Decisions;
import peal.domain.dispatch.Dispatch;
import peal.domain.dispatch.LaneBook;
import peal.domain.dispatch.LaneShare;
import peal.domain.dispatch.LaneState;
import peal.domain.dispatch.LaneTick;
import peal.domain.dispatch.Timing;
import peal.domain.dispatch.ZoneRows;
import peal.domain.event.CallEvent;

/**
 * One lane of a forecast: the rules of dispatch, workers that dial at the slot, and a carrier by
 * which calls end as is assumed. Time passes by leaps, from one thing that happens to the next.
 */
final class ForecastLane {
  /** As often as time passes in a lane that is dialed, and how many dials it may make at once. */
  private static final long TICK = 50;

  private static final int DIALS_PER_TICK = 500;

  private static final Duration FOR_EVER = Duration.ofDays(1_000);

  /** Nobody is silent, so that nobody is asked. */
  private static final Timing TIMING =
      new Timing(
          Timing.DEFAULT.lead(),
          Timing.DEFAULT.window(),
          Timing.DEFAULT.life(),
          Timing.DEFAULT.slack(),
          FOR_EVER,
          Timing.DEFAULT.askAgain(),
          Timing.DEFAULT.orphaned(),
          Timing.DEFAULT.slowStart());

  private final Dispatch dispatch = new Dispatch(TIMING);
  private final LaneTick tick = new LaneTick(TIMING, FOR_EVER);
  private final long begin;
  private final Lane lane;
  private final Bundles bundles;
  private final BatchTerms terms;
  private final LaneShare share;
  private final Assumption assumed;
  private final Figures figures;
  private final ForecastStore store;
  private final LaneBook book;
  private final Map<String, OpenSpan> spans = new HashMap<>();

  /** Attempts to be dialed at their slot, and dialed ones by when they end. */
  private final LongHeap slots = new LongHeap();

  private final LongHeap ends = new LongHeap();

  /** From one dial to the next at least, ms. */
  private final double distance;

  private final LaneWaits waits;

  /** How many of the calls that it may have out it can have; they are that much shorter. */
  private final double kept;

  private final long rows;
  private long settled;

  /** Rows that were dialed or skipped. */
  private long freshGone;

  private long lastTick = Long.MIN_VALUE / 2;
  private long nextTick;

  ForecastLane(
      Instant begin,
      Lane lane,
      BatchTerms terms,
      LaneShare share,
      Assumption assumed,
      Bundles bundles,
      Figures figures) {
    this.begin = begin.toEpochMilli();
    this.lane = lane;
    this.bundles = bundles;
    List<Bundles.Queue> queues = bundles.of(lane.index());
    this.rows = queues.stream().mapToLong(queue -> queue.rows().size()).sum();
    this.terms = bundled(terms, queues, bundles.size());
    this.share = Bundles.share(share, bundles.size());
    this.kept = Bundles.kept(share, planOf(terms), bundles.size());
    this.assumed = assumed;
    this.figures = figures;
    Instant start = startOf(terms, begin);
    this.distance = this.share.of(planOf(this.terms)).spacingMicros() / 1_000.0;
    this.waits = new LaneWaits(this.begin, start.toEpochMilli(), distance, figures);
    this.store = new ForecastStore(begin, lane.index(), this.terms, queues, assumed);
    this.book = new LaneBook(lane, LaneState.NEW, store);
    book.restore(this.terms);
    book.restore(progress(begin, queues));
    for (Bundles.Queue queue : queues) {
      String zones = queue.zones();
      spans.put(zones, new OpenSpan(terms.hours(), zones, start));
    }
    this.nextTick = this.begin;
  }

  private static BatchTerms bundled(BatchTerms terms, List<Bundles.Queue> queues, int size) {
    BatchPlan plan = Bundles.plan(planOf(terms), size);
    return new BatchTerms(
        terms.batch(),
        terms.agent(),
        queues.stream().mapToLong(Bundles.Queue::bundles).sum(),
        terms.sealBy(),
        terms.scheduledAt(),
        terms.callbacks(),
        terms.single(),
        terms.priority(),
        terms.hours(),
        plan.callsPerSecond(),
        plan.maxConcurrency(),
        terms.endAt(),
        plan.doNotCall(),
        plan.callLimits(),
        // An assumed mix of outcomes fails as it is told to, and nobody would resume it.
        null);
  }

  static BatchPlan planOf(BatchTerms terms) {
    return new BatchPlan(
        terms.priority(),
        terms.callsPerSecond(),
        terms.maxConcurrency(),
        terms.scheduledAt(),
        terms.endAt(),
        terms.callbacks(),
        terms.doNotCall(),
        terms.callLimits());
  }

  static Instant startOf(BatchTerms terms, Instant begin) {
    Instant scheduled = terms.scheduledAt();
    return scheduled == null || scheduled.isBefore(begin) ? begin : scheduled;
  }

  /** All rows have come, and none was dialed. */
  private BatchProgress progress(Instant begin, List<Bundles.Queue> rows) {
    boolean byZones = rows.getFirst().zones() != null;
    List<ZoneRows> queues =
        rows.stream().map(queue -> new ZoneRows(queue.zones(), queue.last() + 1L, 0)).toList();
    return new BatchProgress(
        terms.batch(),
        begin,
        BatchProgress.Phase.SEALED,
        terms.laneTotal(),
        queues.stream().mapToLong(ZoneRows::lastRow).max().orElse(0),
        0,
        0,
        false,
        null,
        byZones ? queues : null,
        null,
        null,
        null,
        null,
        null);
  }

  /** When something happens here next, ms since 1970; {@link Long#MAX_VALUE} for never. */
  long next() {
    long event = Math.min(firstOf(slots), firstOf(ends));
    return Math.min(event, nextTick);
  }

  private long firstOf(LongHeap moments) {
    return moments.isEmpty() ? Long.MAX_VALUE : begin + Moment.millisOf(moments.first());
  }

  /**
   * Lets that happen.
   *
   * @param goesOn asked in the midst of a tick, which may look at hundreds of queues
   */
  void step(BooleanSupplier goesOn) {
    long now = next();
    if (firstOf(slots) == now) {
      dialed(Moment.of(slots.take()), now);
    } else if (firstOf(ends) == now) {
      ended(Moment.of(ends.take()), now);
    } else {
      int[] left = {DIALS_PER_TICK};
      BooleanSupplier more = () -> left[0]-- > 0 && goesOn.getAsBoolean();
      lastTick = now;
      Instant at = instant(now);
      take(tick.run(book, share, DialingStops.NONE, at, Instant.EPOCH, more), now);
    }
    Optional<Instant> act =
        store.isFinished() ? Optional.empty() : tick.nextAct(book, instant(now));
    nextTick = act.map(at -> Math.max(millis(at, now), lastTick + TICK)).orElse(Long.MAX_VALUE);
  }

  /** Rounded up; what is due for long is due now. */
  private static long millis(Instant at, long now) {
    if (at.isBefore(instant(now))) {
      return now;
    }
    return at.getNano() % 1_000_000 == 0 ? at.toEpochMilli() : at.toEpochMilli() + 1;
  }

  private void dialed(Moment call, long now) {
    Instant at = instant(now);
    AttemptId attempt = attempt(call);
    figures.rings(bundles.rows(call.bundle()));
    take(dispatch.apply(book, new CallEvent.Dialing(attempt, at, "forecast", at), at), now);
    Outcome outcome = assumed.outcome(call.bundle(), call.attempts());
    long most = terms.agent().maxCallSeconds() * 1_000L;
    // Longer than the longest call it would be hung up, however bundles are rounded.
    long length = Math.min(Math.round(assumed.length(outcome).toMillis() * kept), most - 1);
    ends.add(new Moment(call.millis() + length, call.bundle(), call.attempts()).packed());
  }

  private void ended(Moment call, long now) {
    Instant at = instant(now);
    Outcome outcome = assumed.outcome(call.bundle(), call.attempts());
    figures.hungUp(bundles.rows(call.bundle()), now);
    CallEvent.Ended end = new CallEvent.Ended(attempt(call), at, outcome, null, null, null);
    take(dispatch.apply(book, end, at), now);
  }

  private AttemptId attempt(Moment call) {
    return new AttemptId(
        CallId.ofRow(terms.batch(), lane.index(), call.bundle() + 1L), call.attempts());
  }

  private void take(Decisions decisions, long now) {
    for (DialRequest request : decisions.requests()) {
      requested(request);
    }
    for (CallEvent.Decision decision : decisions.events()) {
      switch (decision) {
        case CallEvent.CallSettled end -> {
          int bundle = ForecastStore.bundleOf(end.call());
          settled += bundles.rows(bundle);
          freshGone += end.attempts() == 0 ? bundles.rows(bundle) : 0;
          // Who was dialed before a rule refused it has ended as its last attempt did.
          boolean dialed = end.skipped() != null && end.attempts() > 0;
          figures.settled(
              bundle,
              dialed ? assumed.outcome(bundle, end.attempts()) : end.outcome(),
              dialed ? null : end.skipped(),
              now);
        }
        case CallEvent.BatchStopped stop -> {
          long out =
              stop.out().stream().mapToLong(id -> bundles.rows(ForecastStore.bundleOf(id))).sum();
          long waiting = rows - settled - out;
          figures.ended(waiting, waiting - (rows - freshGone), now);
        }
        case CallEvent.CallbackScheduled again -> {}
        case CallEvent.CallHeld held -> {}
        case CallEvent.BatchExpired expired -> {}
        case CallEvent.PauseApplied applied -> {}
        case CallEvent.BatchTripped tripped -> {}
        case CallEvent.ChangeApplied applied -> {}
        case CallEvent.BatchFinished finished -> {}
        case CallEvent.LateOptOut heard -> {}
        case CallEvent.NumberSuppressed entry -> {}
      }
    }
  }

  private void requested(DialRequest request) {
    if (request.kind() != DialRequest.Kind.DIAL) {
      throw new IllegalStateException("asked for " + request.kind() + " where nobody is silent");
    }
    int bundle = ForecastStore.bundleOf(request.attempt().call());
    int attempt = request.attempt().number();
    long slot = request.slotAt().toEpochMilli();
    ForecastStore.Taken taken = store.nextRequested();
    freshGone += attempt == 1 ? bundles.rows(bundle) : 0;
    slots.add(new Moment(slot - begin, bundle, attempt).packed());
    OpenSpan span = spans.get(taken.zones());
    long due = begin + taken.due();
    long first = (attempt == 1 ? span.first() : span.firstFrom(instant(due))).toEpochMilli();
    long open = span.openSince(request.slotAt()).toEpochMilli();
    Wait held =
        waits.dialed(bundles.rows(bundle), attempt, due, gap(bundle, attempt), first, open, slot);
    figures.dialed(bundle, attempt, taken.zones(), slot, distance, held);
  }

  /** How long a bundle waited for a later attempt than its first, ms. */
  private long gap(int bundle, int attempt) {
    if (attempt == 1) {
      return 0;
    }
    int before = attempt - 1;
    return planOf(terms)
        .callbacksOrNone()
        .waitAfter(
            attempt(new Moment(0, bundle, before)),
            assumed.outcome(bundle, before),
            assumed.outcomes(bundle, before - 1))
        .orElse(Duration.ZERO)
        .toMillis();
  }

  private static Instant instant(long millis) {
    return Instant.ofEpochMilli(millis);
  }
}
