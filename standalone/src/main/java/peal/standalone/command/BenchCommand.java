package peal.standalone.command;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Measures; each benchmark is a command of its own. */
@Command(
    name = "bench",
    mixinStandardHelpOptions = true,
    synopsisSubcommandLabel = "BENCHMARK",
    description = {
      "Runs a benchmark and prints its tables. The figures lie as JSON in ./bench-results.",
      "Exit code 1 when what the benchmark stands for does not hold."
    },
    subcommands = {
      BenchCompareCommand.class,
      BenchStartCommand.class,
      BenchIdleCommand.class,
      BenchOverloadCommand.class
    })
public final class BenchCommand implements Runnable {
  @Spec private CommandSpec spec;

  @Override
  public void run() {
    throw new ParameterException(
        spec.commandLine(),
        "Say what to measure: " + String.join(", ", spec.subcommands().keySet()) + ".");
  }
}
