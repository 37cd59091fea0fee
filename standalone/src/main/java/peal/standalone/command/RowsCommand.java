package peal.standalone.command;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.util.UUID;
import peal.standalone.client.GatewayClient;
import peal.standalone.client.Refused;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Adds the rows of a file to a batch that is kept open. */
@Command(
    name = "rows",
    mixinStandardHelpOptions = true,
    description = {
      "Adds the rows of a file, at most 10,000, to a batch that was started with --keep-open.",
      "They are read and dialed as those of its start; ./peal close closes the batch."
    })
public final class RowsCommand extends OnBatch {
  @Spec private CommandSpec spec;

  @Parameters(
      index = "1",
      paramLabel = "FILE",
      description = "The CSV file or workbook (.xlsx), with the columns that the agent speaks of.")
  private Path file;

  @Mixin private FileOptions reading = new FileOptions();

  @Option(
      names = "--idempotency-key",
      paramLabel = "KEY",
      description = "Repeats what has lost its answer: by the same key no row is added twice.")
  private String key = UUID.randomUUID().toString();

  @Override
  String tell(GatewayClient client, String batch) {
    JsonNode added = added(client, batch);
    JsonNode skipped = added.path("skipped");
    return "%d rows added to %s as rows %d to %d; skipped: %d invalid, %d duplicate."
        .formatted(
            added.path("added").asLong(),
            batch,
            added.path("firstRow").asLong(),
            added.path("lastRow").asLong(),
            skipped.path("invalid").asLong(),
            skipped.path("duplicate").asLong());
  }

  private JsonNode added(GatewayClient client, String batch) {
    // Before it is sent: whoever breaks it off is told nothing more.
    spec.commandLine()
        .getErr()
        .printf("If this is broken off, repeat it with --idempotency-key %s%n", key);
    spec.commandLine().getErr().flush();
    try {
      return client.addRows(batch, file, reading.fields(), key);
    } catch (Refused e) {
      if (e.status() >= 400 && e.status() < 500) {
        throw e;
      }
      throw new Refused(
          e.status(),
          e.getMessage()
              + "%nIt is not known whether the rows were added. Repeat the same with --idempotency-key %s; they are added once."
                  .formatted(key));
    }
  }
}
