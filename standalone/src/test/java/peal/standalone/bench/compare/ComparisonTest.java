package peal.standalone.bench.compare;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;

class ComparisonTest {
  private final List<String> done = new ArrayList<>();
  private long now;
  private final Deadline deadline = Deadline.in(Duration.ofMinutes(10), () -> now);

  @Test
  void sidesTakeTurnsSoThatASlowMomentMeetsAll() throws Exception {
    run(2, new Staged("a", 0), new Staged("b", 0));

    assertThat(done).containsExactly("start a", "start b", "a", "b", "a", "b");
  }

  @Test
  void aSideThatFailsIsLeftOutAndNamedAndTheOthersGoOn() throws Exception {
    List<SideResult> results = run(3, new Staged("a", 2), new Staged("b", 0));

    assertThat(done).containsExactly("start a", "start b", "a", "b", "close a", "b", "b");
    assertThat(results.get(0).laps()).extracting(Lap::round).containsExactly(1);
    assertThat(results.get(0).faults()).containsExactly("a broke");
    assertThat(results.get(1).laps()).extracting(Lap::round).containsExactly(1, 2, 3);
    assertThat(results.get(1).faults()).isEmpty();
  }

  @Test
  void noRoundBeginsThatWouldNotEndInTime() throws Exception {
    Staged slow = new Staged("a", 0);
    slow.takes = Duration.ofMinutes(4);

    List<SideResult> results = run(5, slow);

    assertThat(results.getFirst().laps()).hasSize(2);
    assertThat(results.getFirst().faults()).containsExactly("only 2 runs fit into the time");
  }

  @Test
  void whatCannotEvenStartInTimeIsNamed() throws Exception {
    Staged first = new Staged("a", 0);
    first.starts = Duration.ofMinutes(11);

    List<SideResult> results = run(1, first, new Staged("b", 0));

    assertThat(results.get(1).laps()).isEmpty();
    assertThat(results.get(1).faults()).containsExactly("everything before took too long");
  }

  @Test
  void anIngestThatIsMeasuredAloneCountsBeforeThatOfTheRoad() throws Exception {
    Staged alone = new Staged("a", 0);
    alone.ingest = OptionalDouble.of(0.5);

    List<SideResult> results = run(1, alone, new Staged("b", 0));

    assertThat(results.get(0).laps().getFirst().ingestSeconds()).isEqualTo(0.5);
    assertThat(results.get(1).laps().getFirst().ingestSeconds()).isEqualTo(1);
  }

  private List<SideResult> run(int runs, Side... sides) throws InterruptedException {
    return new Comparison(List.of(sides), 10, runs, deadline, line -> {}).run();
  }

  /** A side that says what it is asked to do, and breaks in one run. */
  private final class Staged implements Side {
    private final String name;
    private final int breaksIn;
    private Duration starts = Duration.ZERO;
    private Duration takes = Duration.ZERO;
    private OptionalDouble ingest = OptionalDouble.empty();
    private int runs;

    Staged(String name, int breaksIn) {
      this.name = name;
      this.breaksIn = breaksIn;
    }

    @Override
    public String name() {
      return name;
    }

    @Override
    public void start(int calls, Deadline within) {
      done.add("start " + name);
      now += starts.toNanos();
    }

    @Override
    public OptionalDouble ingest(int calls, Deadline within) {
      return ingest;
    }

    @Override
    public Road road(int calls, Deadline within) {
      if (++runs == breaksIn) {
        throw new IllegalStateException(name + " broke");
      }
      done.add(name);
      now += takes.toNanos();
      return new Road(1, 2);
    }

    @Override
    public List<ProcessHandle> processes() {
      return List.of();
    }

    @Override
    public Map<String, Object> settings() {
      return Map.of();
    }

    @Override
    public void close() {
      done.add("close " + name);
    }
  }
}
