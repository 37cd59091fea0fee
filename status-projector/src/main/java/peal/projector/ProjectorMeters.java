package peal.projector;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.InstantSource;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BooleanSupplier;
import peal.domain.Lane;
import peal.domain.Outcome;
import peal.projector.fold.Counts;

/**
 * What the projector tells of itself. Labels are statuses, outcomes and states only, never a
 * workspace or a batch, so that their number is bounded. Thread-safe.
 */
public final class ProjectorMeters {
  private final MeterRegistry registry;
  private final AtomicLong waiting = new AtomicLong();
  private final AtomicLong active = new AtomicLong();
  private final AtomicLong keptCalls = new AtomicLong();
  private final AtomicLong keptBytes = new AtomicLong();
  private final AtomicLong failing = new AtomicLong();
  private final AtomicLong delayMillis = new AtomicLong();
  private final AtomicLong foldedAt = new AtomicLong();
  private final Map<Outcome, Counter> ended = new EnumMap<>(Outcome.class);
  private final Counter cancelled;
  private final Counter folded;
  private final Counter lostOptOuts;

  /** Meters in {@code registry}. */
  public ProjectorMeters(MeterRegistry registry) {
    this.registry = registry;
    calls("waiting", waiting);
    calls("active", active);
    Gauge.builder("peal_kept_calls", keptCalls, AtomicLong::get)
        .description("Calls that are kept, of the lanes that this instance owns")
        .register(registry);
    Gauge.builder("peal_kept_bytes", keptBytes, AtomicLong::get)
        .description("What their rows take")
        .register(registry);
    Gauge.builder("peal_lanes_failing", failing, AtomicLong::get)
        .description("Lanes with entries that cannot be read")
        .register(registry);
    for (Outcome outcome : Outcome.values()) {
      ended.put(outcome, ended(outcome.name().toLowerCase(Locale.ROOT)));
    }
    cancelled = ended("cancelled");
    lostOptOuts =
        Counter.builder("peal_opt_outs_lost")
            .description("Wishes for no more calls of which nobody knows any more whose they are")
            .register(registry);
    folded =
        Counter.builder("peal_events_projected")
            .description("Rows, commands and call events that were folded")
            .register(registry);
    Gauge.builder("peal_projection_delay_seconds", delayMillis, ms -> ms.get() / 1_000.0)
        .description("From an event's own time to its being folded, for the last one")
        .register(registry);
  }

  /**
   * Shows how old answers may be: nothing while all that is there has been folded; else how late
   * the last event was, or how long ago that is, whichever is more.
   *
   * @param behind whether there is more to fold, or folding does not run
   */
  public void watch(BooleanSupplier behind, InstantSource clock) {
    foldedAt.set(clock.millis());
    Gauge.builder(
            "peal_projection_staleness_seconds",
            () -> behind.getAsBoolean() ? staleMillis(clock.millis()) / 1_000.0 : 0.0)
        .description("How old the answers of this instance may be")
        .register(registry);
  }

  private long staleMillis(long now) {
    return Math.max(delayMillis.get(), now - foldedAt.get());
  }

  /** What one task adds to the totals, as long as it runs here. */
  public Share share() {
    return new Share();
  }

  /** Somebody wants no more calls, and the call in which that was said is not known. */
  public void optOutLost() {
    lostOptOuts.increment();
  }

  /** An event has been folded at {@code now}, Unix ms, {@code millis} after it happened. */
  public void folded(long now, long millis) {
    folded.increment();
    foldedAt.set(now);
    delayMillis.set(Math.max(0, millis));
  }

  private void calls(String status, AtomicLong value) {
    Gauge.builder("peal_calls", value, AtomicLong::get)
        .description("Calls that have not ended, of the lanes that this instance owns")
        .tag("status", status)
        .register(registry);
  }

  private Counter ended(String outcome) {
    return Counter.builder("peal_calls_ended")
        .description("Calls that have ended")
        .tag("outcome", outcome)
        .register(registry);
  }

  /** One task's part of the totals. Used by one thread. */
  public final class Share implements AutoCloseable {
    private long waits;
    private long runs;
    private long calls;
    private long bytes;
    private final Set<Lane> fail = new HashSet<>();

    private Share() {}

    /** An entry of a lane cannot be read; whether it is the first. */
    public boolean fails(Lane lane) {
      boolean first = fail.add(lane);
      failing.addAndGet(first ? 1 : 0);
      return first;
    }

    /** The lanes with entries that cannot be read. */
    public Set<Lane> failing() {
      return Set.copyOf(fail);
    }

    /** A batch that was there when the task began. */
    public void restored(Counts counts) {
      add(counts.waiting(), counts.active());
    }

    /** A batch went from {@code before} to {@code after}. */
    public void changed(Counts before, Counts after) {
      add(after.waiting() - before.waiting(), after.active() - before.active());
      cancelled.increment(Math.max(0, after.cancelled() - before.cancelled()));
    }

    /** So many more calls are kept, and so many more bytes of their rows; less where negative. */
    public void kept(long moreCalls, long moreBytes) {
      calls += moreCalls;
      bytes += moreBytes;
      keptCalls.addAndGet(moreCalls);
      keptBytes.addAndGet(moreBytes);
    }

    /** A call ended for ever. */
    public void ended(Outcome outcome) {
      ended.get(outcome).increment();
    }

    /** The task leaves. */
    @Override
    public void close() {
      add(-waits, -runs);
      kept(-calls, -bytes);
      failing.addAndGet(-fail.size());
      fail.clear();
    }

    private void add(long moreWaiting, long moreActive) {
      waits += moreWaiting;
      runs += moreActive;
      waiting.addAndGet(moreWaiting);
      active.addAndGet(moreActive);
    }
  }
}
