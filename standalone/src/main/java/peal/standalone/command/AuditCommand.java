package peal.standalone.command;

import java.io.PrintWriter;
import java.util.List;
import java.util.concurrent.Callable;
import peal.domain.PhoneNumber;
import peal.standalone.Logs;
import peal.standalone.client.NumberTrail;
import peal.topics.Topics;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** What an auditor asks: all that was decided about a number, and where it is written. */
@Command(
    name = "audit",
    mixinStandardHelpOptions = true,
    description = {
      "Shows all that was decided about a number of a workspace, with topic, partition and",
      "offset, as far back as Kafka keeps it. Reads the records of the number's lane; no server."
    })
public final class AuditCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;
  @Mixin private KafkaOptions kafka;

  @Option(names = "--workspace", required = true, description = "The workspace's id.")
  private String workspace;

  @Option(
      names = "--partitions",
      paramLabel = "N",
      description = "Of the lane topics (PEAL_PARTITIONS; default: ${DEFAULT-VALUE}).")
  private int partitions = Topics.DEFAULT_PARTITIONS;

  @Parameters(paramLabel = "NUMBER", description = "With its country code, as in +14155550123.")
  private String number;

  @Override
  public Integer call() {
    Logs.quiet();
    if (!PhoneNumber.isValid(number)) {
      throw new ParameterException(
          spec.commandLine(), "NUMBER must have its country code, as in +14155550123.");
    }
    try (NumberTrail trail = new NumberTrail(kafka.clients(System.getenv()), partitions)) {
      List<NumberTrail.Step> steps = trail.of(workspace, new PhoneNumber(number));
      PrintWriter out = spec.commandLine().getOut();
      steps.forEach(step -> out.printf("%-25s %-28s %s%n", step.at(), step.place(), step.words()));
      out.printf("%,d records.%n", steps.size());
      out.flush();
      return 0;
    }
  }
}
