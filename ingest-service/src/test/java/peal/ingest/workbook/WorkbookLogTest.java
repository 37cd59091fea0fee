package peal.ingest.workbook;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The workbook library's log asks for a provider once in a process. */
@Timeout(120)
class WorkbookLogTest {
  /** A process that loads what logs. */
  static final class FirstWorkbook {
    public static void main(String[] args) {
      new ShownNumbers(null, false).show(1.5, 0, "0.00E+00");
    }
  }

  @Test
  void theFirstWorkbookPrintsNothing() throws IOException {
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                FirstWorkbook.class.getName())
            .redirectErrorStream(true)
            .start();

    assertThat(new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8))
        .isEmpty();
  }
}
