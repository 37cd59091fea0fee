package peal.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
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

  @Test
  void aMillionRowsAreAcceptedInOneRequestAndCanAllBePagedThroughAndDownloaded(@TempDir Path folder)
      throws IOException {
    Path file = folder.resolve("million.csv");
    write(file);
    try (WholeTree tree = new WholeTree(folder.resolve("data"), Map.of(), "--carrier", "fast")) {
      tree.start();
      Run run = new Run(tree.road());
      Customer large = run.customer(1, 100);
      Answer answer = large.client().upload(file, Map.of("agentId", large.agentId()));
      String million = answer.ok().path("batchId").asText();

      List<Customer> others = List.of(run.customer(10, 50), run.customer(5, 50));
      List<String> tens =
          others.stream().map(other -> run.accepted(other, Numbers.ordinary(10))).toList();
      run.untilComplete();

      Evidence evidence = run.evidence();
      Judged.nothingBroken(evidence).kept(List.of(EveryRowEndsOnce.class, CountsAddUp.class));
      assertThat(tens)
          .allSatisfy(ten ->
              assertThat(Ledgers.ringsOfAnotherBeforeTheFirst(evidence, ten, million))
                  .isLessThanOrEqualTo(10));
      assertThat(rowsOf(large, million)).isEqualTo(ROWS);
      assertThat(large.client().resultLines(million, "csv")).isEqualTo(ROWS + 1);
      assertThat(large.client().resultLines(million, "jsonl")).isEqualTo(ROWS);
      assertThat(large.client().cancel(million).status()).isEqualTo(200);
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
}
