package peal.standalone.bench.compare;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import peal.standalone.bench.CpuTime;

/**
 * Runs sides in turn, round by round. All of them stay started, so that each is warm; what the
 * others use while one is measured is written down. Used by one thread, {@link #close} by any.
 */
final class Comparison implements AutoCloseable {
  private static final Duration START_WITHIN = Duration.ofMinutes(2);
  private static final Duration LAP_WITHIN = Duration.ofMinutes(1);

  /** Others rest when they use less than so many cores; they are waited for, but not for ever. */
  private static final double RESTING_CORES = 0.2;

  private static final Duration LOOK = Duration.ofMillis(500);
  private static final int MOST_LOOKS = 16;

  /** Slower than this is a failure, calls a second. */
  private static final int SLOWEST = 100;

  private final List<Side> sides;
  private final int calls;
  private final int runs;
  private final Deadline deadline;
  private final Consumer<String> say;
  private final Map<Side, List<Lap>> laps = new LinkedHashMap<>();
  private final Map<Side, List<String>> faults = new LinkedHashMap<>();
  private final Set<Side> out = new HashSet<>();

  Comparison(List<Side> sides, int calls, int runs, Deadline deadline, Consumer<String> say) {
    this.sides = List.copyOf(sides);
    this.calls = calls;
    this.runs = runs;
    this.deadline = deadline;
    this.say = say;
    sides.forEach(side -> {
      laps.put(side, new ArrayList<>());
      faults.put(side, new ArrayList<>());
    });
  }

  /** Work of a side, which may fail. */
  private interface Work {
    void run() throws IOException, InterruptedException;
  }

  /** Starts all and measures all; a side that fails is left out of what follows. */
  List<SideResult> run() throws InterruptedException {
    for (Side side : sides) {
      say.accept("starting and warming " + side.name());
      attempt(
          side,
          () -> side.start(calls, deadline.within(START_WITHIN.plus(lapWithin().multipliedBy(2)))));
    }
    rounds();
    return sides.stream().map(this::result).toList();
  }

  /** No round begins that would not end in time, were it as long as the longest before. */
  private void rounds() throws InterruptedException {
    Duration longest = Duration.ZERO;
    for (int round = 1; round <= runs; round++) {
      if (deadline.left().compareTo(longest) <= 0) {
        int done = round - 1;
        sides.stream()
            .filter(side -> !out.contains(side))
            .forEach(side -> faults.get(side).add("only " + done + " runs fit into the time"));
        return;
      }
      Duration before = deadline.left();
      for (Side side : sides) {
        int number = round;
        if (!out.contains(side)) {
          attempt(side, () -> laps.get(side).add(lap(side, number)));
        }
      }
      Duration took = before.minus(deadline.left());
      longest = took.compareTo(longest) > 0 ? took : longest;
    }
  }

  private Duration lapWithin() {
    return LAP_WITHIN.plusSeconds(calls / SLOWEST);
  }

  private void attempt(Side side, Work work) throws InterruptedException {
    try {
      deadline.check("everything before");
      work.run();
    } catch (IOException | UncheckedIOException | IllegalStateException e) {
      say.accept(side.name() + ": " + e.getMessage());
      faults.get(side).add(String.valueOf(e.getMessage()));
      out.add(side);
      side.close();
    }
  }

  private Lap lap(Side side, int round) throws IOException, InterruptedException {
    double alone = side.ingest(calls, deadline.within(lapWithin())).orElse(Double.NaN);
    List<ProcessHandle> own = side.processes();
    List<ProcessHandle> others =
        sides.stream()
            .filter(other -> other != side)
            .flatMap(other -> other.processes().stream())
            .filter(process -> !own.contains(process))
            .toList();
    settle(others);
    long cpu = CpuTime.nanos(own);
    long othersCpu = CpuTime.nanos(others);
    Side.Road road = side.road(calls, deadline.within(lapWithin()));
    Lap lap =
        new Lap(
            round,
            calls,
            Double.isNaN(alone) ? road.ingestSeconds() : alone,
            road.seconds(),
            (CpuTime.nanos(own) - cpu) / 1e9,
            (CpuTime.nanos(others) - othersCpu) / 1e9 / road.seconds());
    say.accept(
        "run %d of %d: %s %.0f calls/s, %.2f ms of cpu each"
            .formatted(round, runs, side.name(), lap.perSecond(), lap.cpuMillisPerCall()));
    return lap;
  }

  /** What others have left to do, such as a commit or compiling, is not to meet this side. */
  private static void settle(List<ProcessHandle> others) throws InterruptedException {
    for (int look = 0; look < MOST_LOOKS && !others.isEmpty(); look++) {
      long before = CpuTime.nanos(others);
      Thread.sleep(LOOK.toMillis());
      if (CpuTime.nanos(others) - before < RESTING_CORES * LOOK.toNanos()) {
        return;
      }
    }
  }

  private SideResult result(Side side) {
    List<String> all = new ArrayList<>(faults.get(side));
    try {
      all.addAll(side.faults());
    } catch (IOException e) {
      all.add("its faults cannot be read: " + e.getMessage());
    }
    return new SideResult(side.name(), laps.get(side), side.settings(), all);
  }

  /** Ends all sides, side by side. Idempotent. */
  @Override
  public void close() {
    List<Thread> ends = sides.stream().map(side -> Thread.ofPlatform().start(side::close)).toList();
    try {
      for (Thread end : ends) {
        end.join();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
