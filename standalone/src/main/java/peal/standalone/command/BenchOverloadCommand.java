package peal.standalone.command;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import peal.standalone.Logs;
import peal.standalone.bench.BenchReport;
import peal.standalone.bench.Launcher;
import peal.standalone.bench.OverloadBench;
import peal.standalone.bench.OverloadPlan;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** What Peal does when more is asked of it than it can do. */
@Command(
    name = "overload",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = {
      "Asks a fresh 'peal up' for each of several rates, with a carrier that answers at once and"
          + " with",
      "one that takes two seconds: rate achieved, gaps between rings, CPU per call, heap, memory"
          + " and",
      "threads of each process. Exit code 1 when less than 90 %% (short: 65 %%) of the best is"
          + " achieved at any rate,",
      "a process dies or takes more than its bound, an error is logged, a call is lost or rung"
          + " twice,",
      "or calls are open a minute after the load was told to end."
    })
public final class BenchOverloadCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Option(
      names = "--short",
      description = "Two rates, for less time: some three minutes instead of fifteen.")
  private boolean quick;

  @Option(
      names = "--rates",
      split = ",",
      paramLabel = "N",
      description = "Calls a second to ask for, 1-10000 (default: 50 to 10000; short: 1000,10000).")
  private List<Integer> rates;

  @Option(
      names = "--answers",
      split = ",",
      paramLabel = "MS",
      description = "How long the carrier takes to answer an order, 0-4000 (default: 0,2000).")
  private List<Integer> answers;

  @Option(
      names = "--warm-up",
      paramLabel = "S",
      description =
          "Seconds from the first end to the measured time, 1-600 (default: 20; short: 11).")
  private Integer warmUp;

  @Option(
      names = "--measured",
      paramLabel = "S",
      description = "Seconds that are measured, 1-600 (default: 15; short: 6).")
  private Integer measured;

  @Override
  public Integer call() throws IOException, InterruptedException {
    OverloadPlan plan = plan();
    Logs.quiet();
    BenchReport report =
        new OverloadBench(Launcher.path(), plan, line -> spec.commandLine().getErr().println(line))
            .run();
    return report.publish(spec.commandLine().getOut(), BenchReport.FOLDER);
  }

  /** What the arguments mean. */
  OverloadPlan plan() {
    OverloadPlan usual = quick ? OverloadPlan.SHORT : OverloadPlan.LONG;
    OverloadPlan plan =
        new OverloadPlan(
            rates == null ? usual.rates() : rates,
            answers == null ? usual.answers() : answers.stream().map(Duration::ofMillis).toList(),
            warmUp == null ? usual.warmUp() : Duration.ofSeconds(warmUp),
            measured == null ? usual.measured() : Duration.ofSeconds(measured),
            usual.leastShare());
    check("--rates", plan.rates().stream().allMatch(rate -> rate >= 1 && rate <= 10_000));
    check(
        "--answers",
        plan.answers().stream()
            .mapToLong(Duration::toMillis)
            .allMatch(millis -> millis >= 0 && millis <= 4_000));
    check("--warm-up", isSome(plan.warmUp()));
    check("--measured", isSome(plan.measured()));
    return plan;
  }

  private static boolean isSome(Duration time) {
    return time.toSeconds() >= 1 && time.toSeconds() <= 600;
  }

  private void check(String option, boolean holds) {
    if (!holds) {
      throw new ParameterException(spec.commandLine(), option + " is out of range; see --help");
    }
  }
}
