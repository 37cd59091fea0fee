package peal.standalone.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import peal.standalone.engine.DataFolder;

/**
 * Whether Peal bends under overload: asked for more than the machine can do, it does as much as it
 * ever does, within its bounds; nothing dies, no call is lost or rung twice, and when the load ends
 * everything settles. Each rate is asked of a fresh {@code peal up}, with a carrier that answers at
 * once and with one that takes two seconds.
 */
public final class OverloadBench {
  /** From the moment in which the load is told to end nothing may be open for longer. */
  static final Duration SETTLED_WITHIN = Duration.ofSeconds(60);

  private final Path launcher;
  private final OverloadPlan plan;
  private final Consumer<String> say;

  /**
   * A benchmark that has not run.
   *
   * @param launcher the script {@code peal}
   * @param say hears how far it is, a line at a time
   */
  public OverloadBench(Path launcher, OverloadPlan plan, Consumer<String> say) {
    this.launcher = launcher;
    this.plan = plan;
    this.say = say;
  }

  /**
   * Asks for every rate, with every carrier.
   *
   * @throws IllegalStateException when Peal does not start
   */
  public BenchReport run() throws IOException, InterruptedException {
    Instant begin = Instant.now();
    Machine machine = Machine.here();
    List<OverloadCase> cases = new ArrayList<>();
    for (Duration answer : plan.answers()) {
      for (int rate : plan.rates()) {
        say.accept("%d calls a second, answers after %d ms".formatted(rate, answer.toMillis()));
        cases.add(once(rate, answer));
      }
    }
    return report(begin, machine, settings(), plan.leastShare(), cases);
  }

  /** The evidence of what went wrong stays; otherwise nothing does. */
  private OverloadCase once(int rate, Duration answer) throws IOException, InterruptedException {
    Path folder = Files.createTempDirectory("peal-bench-overload-");
    OverloadCase one;
    try (RunningUp up = RunningUp.start(launcher, folder, rate)) {
      one = new OverloadRun(up, plan).of(rate, answer, folder.resolve("calls.csv"));
    }
    if (one.faults().isEmpty()) {
      DataFolder.delete(folder);
    } else {
      say.accept("something went wrong; the logs are in " + folder);
    }
    return one;
  }

  private Map<String, Object> settings() {
    Map<String, Object> settings = new LinkedHashMap<>();
    settings.put("warm-up s", plan.warmUp().toSeconds());
    settings.put("measured s", plan.measured().toSeconds());
    settings.put("least share", plan.leastShare());
    settings.put("settled within s", SETTLED_WITHIN.toSeconds());
    settings.put("bounds", List.of(OverloadBound.values()).toString());
    return settings;
  }

  /** The table, and what of it does not hold. */
  static BenchReport report(
      Instant begin,
      Machine machine,
      Map<String, Object> settings,
      double leastShare,
      List<OverloadCase> cases) {
    List<Map<String, Object>> rows = new ArrayList<>();
    List<String> broken = new ArrayList<>();
    for (OverloadCase one : cases) {
      double best =
          cases.stream()
              .filter(other -> other.answer().equals(one.answer()))
              .mapToDouble(OverloadCase::achieved)
              .max()
              .orElseThrow();
      rows.add(one.row(best));
      broken.addAll(one.broken(best, leastShare));
    }
    return new BenchReport("overload", begin, machine, settings, rows, broken);
  }
}
