package peal.ingest.rejected;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import peal.ingest.csv.Problem;

class RejectedPartsTest {
  private static final Problem WHY = new Problem(1L, null, null, "code", "why", null);

  @TempDir private Path folder;

  private void add(Path file, List<String> header, long row, List<String> cells)
      throws IOException {
    try (RejectedCsv csv =
        new RejectedCsv(
            Files.newOutputStream(file, StandardOpenOption.CREATE, StandardOpenOption.APPEND))) {
      csv.header(header);
      csv.leftOut(row, cells, WHY);
    }
  }

  @Test
  void columnsWithoutANameKeepTheirCells() throws IOException {
    Path file = folder.resolve("rejected.csv.gz");
    add(file, List.of("phone_number", "", ""), 1, List.of("12", "a", "b"));
    add(file, List.of("", "phone_number", "", "", "city"), 7, List.of("c", "34", "d", "e", "f"));

    ByteArrayOutputStream out = new ByteArrayOutputStream();
    new RejectedParts(file).writeTo(out);

    assertThat(out.toString(StandardCharsets.UTF_8).lines())
        .containsExactly(
            "rejected_row,rejected_code,rejected_reason,phone_number,,,,city",
            "1,code,why,12,a,b,,",
            "7,code,why,34,c,d,e,f");
  }
}
