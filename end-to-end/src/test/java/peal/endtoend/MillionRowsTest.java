package peal.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import peal.testkit.api.Answer;
import peal.testkit.evidence.Evidence;
import peal.testkit.promises.CountsAddUp;
import peal.testkit.promises.EveryRowEndsOnce;

/**
 * The figure: a million rows in one request, into services with 512 MB of heap, and out
 * again in one answer. {@code -Dpeal.rows=5000} tries the same with fewer.
 */
@Tag("thorough")
class MillionRowsTest {
  private static final int ROWS = Integer.getInteger("peal.rows", 1_000_000);
  private static final int PAGE = 100;
  private static final Duration SOON = Duration.ofSeconds(3);

  @Test
  void aMillionRowsAreAcceptedInOneRequestAndCanAllBePagedThroughAndDownloaded(@TempDir Path folder)
      throws IOException {
    Path file = folder.resolve("million.csv");
    write(file);
    try (WholeTree tree = new WholeTree(folder.resolve("data"), Map.of(), "--carrier", "fast")) {
      tree.start();
      Run run = new Run(tree.road());
      Customer large = run.customer(1, 100);
      Instant begin = Instant.now();
      Answer answer = large.client().upload(file, Map.of("agentId", large.agentId()));
      String million = answer.ok().path("batchId").asText();
      say("%d bytes accepted after %s", Files.size(file), Duration.between(begin, answer.at()));

      List<Customer> others = List.of(run.customer(10, 50), run.customer(5, 50));
      List<String> tens =
          others.stream().map(other -> run.accepted(other, Numbers.ordinary(10))).toList();
      run.untilComplete(Duration.ofSeconds(60));

      Evidence evidence = run.evidence();
      Judged.nothingBroken(evidence).kept(List.of(EveryRowEndsOnce.class, CountsAddUp.class));
      assertThat(tens).allMatch(ten -> Ledgers.firstRingAfter(evidence, ten).compareTo(SOON) < 0);
      begin = Instant.now();
      assertThat(rowsOf(large, million)).isEqualTo(ROWS);
      say("all rows paged through in %s", Duration.between(begin, Instant.now()));
      begin = Instant.now();
      assertThat(large.client().resultLines(million, "csv")).isEqualTo(ROWS + 1);
      say("results.csv read in %s", Duration.between(begin, Instant.now()));
      begin = Instant.now();
      assertThat(large.client().resultLines(million, "jsonl")).isEqualTo(ROWS);
      say("results.jsonl read in %s", Duration.between(begin, Instant.now()));
      begin = Instant.now();
      assertThat(large.client().cancel(million).status()).isEqualTo(200);
      say("cancelled after %s", Duration.between(begin, Instant.now()));
    }
  }

  /** Walks all pages; counts different calls, and looks at the totals of each page. */
  private static int rowsOf(Customer customer, String batch) {
    Set<String> ids = new HashSet<>();
    boolean more = true;
    for (int page = 1; more; page++) {
      JsonNode body = customer.client().calls(batch, page, PAGE, "all").ok();
      assertThat(body.path("pagination").path("total").asInt()).isEqualTo(ROWS);
      body.path("calls").forEach(call -> ids.add(call.path("jobId").asText()));
      more = body.path("pagination").path("hasNext").asBoolean();
    }
    return ids.size();
  }

  private static void write(Path file) throws IOException {
    try (BufferedWriter out = Files.newBufferedWriter(file)) {
      out.write("phone_number\n");
      for (String number : Numbers.ordinary(ROWS)) {
        out.write(number);
        out.write('\n');
      }
    }
  }

  private static void say(String format, Object... arguments) {
    System.out.println(format.formatted(arguments));
  }
}
