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
 * A large file in one request, into services with 512 MB of heap, and out again in one answer: as
 * many rows as every change has time for, and the million that a file may have.
 */
@Tag("thorough")
class LargeFileTest {
  private static final int PAGE = 100;

  @Tag("thorough")
  @Test
  void fiftyThousandRowsAreAcceptedAndCanAllBePagedThroughAndDownloaded(@TempDir Path folder)
      throws IOException {
    comeBack(50_000, folder);
  }

  @Tag("long")
  @Test
  void aMillionRowsAreAcceptedInOneRequestAndCanAllBePagedThroughAndDownloaded(@TempDir Path folder)
      throws IOException {
    comeBack(1_000_000, folder);
  }

  private static void comeBack(int rows, Path folder) throws IOException {
    Path file = folder.resolve("large.csv");
    write(file, rows);
    try (WholeTree tree = new WholeTree(folder.resolve("data"), Map.of(), "--carrier", "fast")) {
      tree.start();
      Run run = new Run(tree.road());
      Customer large = run.customer(1, 100);
      Answer answer = large.client().upload(file, Map.of("agentId", large.agentId()));
      String whole = answer.ok().path("batchId").asText();

      List<Customer> others = List.of(run.customer(10, 50), run.customer(5, 50));
      List<String> tens =
          others.stream().map(other -> run.accepted(other, Numbers.ordinary(10))).toList();
      run.untilComplete();

      Evidence evidence = run.evidence();
      Judged.nothingBroken(evidence).kept(List.of(EveryRowEndsOnce.class, CountsAddUp.class));
      assertThat(tens)
          .allSatisfy(ten ->
              assertThat(Ledgers.ringsOfAnotherBeforeTheFirst(evidence, ten, whole))
                  .isLessThanOrEqualTo(10));
      assertThat(idsOf(large, whole, rows)).isEqualTo(rows);
      assertThat(large.client().resultLines(whole, "csv")).isEqualTo(rows + 1);
      assertThat(large.client().resultLines(whole, "jsonl")).isEqualTo(rows);
      assertThat(large.client().cancel(whole).status()).isEqualTo(200);
    }
  }

  /** Walks all pages; counts different calls, and looks at the totals of each page. */
  private static int idsOf(Customer customer, String batch, int rows) {
    Set<String> ids = new HashSet<>();
    boolean more = true;
    for (int page = 1; more; page++) {
      JsonNode body = customer.client().calls(batch, page, PAGE, "all").ok();
      assertThat(body.path("pagination").path("total").asInt()).isEqualTo(rows);
      body.path("calls").forEach(call -> ids.add(call.path("jobId").asText()));
      more = body.path("pagination").path("hasNext").asBoolean();
    }
    return ids.size();
  }

  private static void write(Path file, int rows) throws IOException {
    try (BufferedWriter out = Files.newBufferedWriter(file)) {
      out.write("phone_number\n");
      for (String number : Numbers.ordinary(rows)) {
        out.write(number);
        out.write('\n');
      }
    }
  }
}
