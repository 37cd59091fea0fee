package peal.domain.forecast;

import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import peal.domain.BatchId;
import peal.domain.CallId;
import peal.domain.PhoneNumber;
import peal.domain.dispatch.BatchProgress;
import peal.domain.dispatch.BatchTerms;
import peal.domain.dispatch.DoNotCall;
import peal.domain.dispatch.LaneState;
import peal.domain.dispatch.LaneStore;
import peal.domain.dispatch.NumberHistory;
import peal.domain.dispatch.OpenCall;
import peal.domain.dispatch.QueuedCall;

/**
 * What a lane keeps of one batch, in memory: rows that wait as they stand in {@link Bundles}, those
 * that wait for a retry as {@link Moment}s. Used by one thread.
 */
final class ForecastStore implements LaneStore {

  private final Instant begin;
  private final int lane;
  private final BatchTerms terms;
  private final Assumption assumed;
  private final List<Waits> queues = new ArrayList<>();
  private boolean finished;

  /** When the callback that was taken last was due; negative for a row. */
  private long due = -1;

  /** How often the file's own calls have called a number, where it has limits. */
  private final Map<PhoneNumber, NumberHistory> histories = new HashMap<>();

  private final Deque<Taken> requested = new ArrayDeque<>();

  /**
   * A call whose turn has come.
   *
   * @param due when it was due, ms after the beginning; negative for a row
   * @param zones where it rings
   */
  record Taken(long due, String zones) {}

  private static final class Waits {
    private final Bundles.Queue fresh;
    private final LongHeap callbacks = new LongHeap();
    private int taken;

    Waits(Bundles.Queue fresh) {
      this.fresh = fresh;
    }
  }

  ForecastStore(
      Instant begin, int lane, BatchTerms terms, List<Bundles.Queue> rows, Assumption assumed) {
    this.assumed = assumed;
    this.begin = begin;
    this.lane = lane;
    this.terms = terms;
    rows.forEach(fresh -> queues.add(new Waits(fresh)));
  }

  boolean isFinished() {
    return finished;
  }

  /** The first call that was requested and not told of here. */
  Taken nextRequested() {
    return requested.remove();
  }

  @Override
  public Optional<Waiting> takeFresh(BatchId batch, int queue, long row) {
    Waits waits = queues.get(queue);
    if (waits.taken == waits.fresh.bundles()) {
      return Optional.empty();
    }
    due = -1;
    CallId id = call(waits.fresh.number(waits.taken++));
    return Optional.of(
        new Waiting(id, null, new QueuedCall(number(id), null, 0, waits.fresh.zones())));
  }

  /** A bundle is a row to its lane; those are counted from 1. */
  private CallId call(int bundle) {
    return CallId.ofRow(terms.batch(), lane, bundle + 1L);
  }

  /** Any will do, so that no two calls have the same. */
  private static PhoneNumber number(CallId id) {
    return new PhoneNumber("+1" + (10_000_000_000L + id.row()));
  }

  static int bundleOf(CallId id) {
    return Math.toIntExact(id.row() - 1);
  }

  @Override
  public void queueCallback(int queue, Instant due, CallId id, QueuedCall call) {
    long millis = due.toEpochMilli() - begin.toEpochMilli();
    queues.get(queue).callbacks.add(new Moment(millis, bundleOf(id), call.attempts()).packed());
  }

  @Override
  public Optional<Waiting> firstCallback(BatchId batch, int queue, Waiting from) {
    // Whoever asks for the one behind another has removed all others.
    Waits waits = queues.get(queue);
    if (waits.callbacks.isEmpty()) {
      return Optional.empty();
    }
    Moment first = Moment.of(waits.callbacks.first());
    CallId id = call(first.bundle());
    return Optional.of(
        new Waiting(
            id,
            begin.plusMillis(first.millis()),
            new QueuedCall(
                number(id),
                null,
                first.attempts(),
                waits.fresh.zones(),
                null,
                assumed.outcomes(first.bundle(), first.attempts()))));
  }

  @Override
  public void removeCallback(int queue, Waiting callback) {
    due = Moment.millisOf(queues.get(queue).callbacks.take());
  }

  @Override
  public Optional<BatchTerms> terms(BatchId batch) {
    return finished ? Optional.empty() : Optional.of(terms);
  }

  @Override
  public void finish(BatchId batch, Instant now) {
    finished = true;
  }

  @Override
  public boolean isFinished(BatchId batch) {
    return finished;
  }

  @Override
  public void queueFresh(int queue, CallId id, QueuedCall call) {
    throw new IllegalStateException("all rows are there from the beginning");
  }

  @Override
  public void put(OpenCall call) {
    if (call instanceof OpenCall.Requested) {
      requested.add(new Taken(due, call.call().zones()));
    }
  }

  // Whom not to call is known of numbers, and a plan has none.

  @Override
  public DoNotCall doNotCall(PhoneNumber number) {
    return DoNotCall.NONE;
  }

  @Override
  public void put(PhoneNumber number, DoNotCall entries) {}

  @Override
  public NumberHistory history(PhoneNumber number) {
    return histories.getOrDefault(number, NumberHistory.NONE);
  }

  @Override
  public void put(PhoneNumber number, NumberHistory history) {
    if (terms.callLimits() != null) {
      histories.put(number, history);
    }
  }

  // What a crash must leave behind: there is none.

  @Override
  public void put(LaneState state) {}

  @Override
  public void put(BatchProgress progress) {}

  @Override
  public void put(BatchTerms agreed) {}

  @Override
  public void close(CallId id) {}
}
