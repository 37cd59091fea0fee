package peal.standalone.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OverloadLogsTest {
  private static final String CALM =
      """
      2026-03-01T10:00:00.000Z INFO  [main] peal.Dialer  An ERROR would stand elsewhere.
      2026-03-01T10:00:01.000Z WARN  [main] peal.Dialer  The breaker is OPEN.
      """;

  @TempDir Path data;

  @BeforeEach
  void folders() throws IOException {
    Files.createDirectories(data.resolve("logs"));
    Files.createDirectories(data.resolve("kafka"));
    Files.writeString(data.resolve("logs").resolve("peal.log"), CALM);
  }

  @Test
  void warningsAreNoFaults() throws IOException {
    assertThat(OverloadLogs.faults(data)).isEmpty();
  }

  @Test
  void errorsAndTracesOfEachLogAreCountedAndTheFirstIsQuoted() throws IOException {
    Files.writeString(
        data.resolve("logs").resolve("peal.log.1"),
        CALM
            + """
            2026-03-01T10:00:02.000Z ERROR [a-thread] peal.Dialer req-1 It went wrong.
            java.io.IOException: broken
            \tat peal.Dialer.dial(Dialer.java:1)
            \tat peal.Dialer.run(Dialer.java:2)
            2026-03-01T10:00:03.000Z ERROR [a-thread] peal.Dialer  Again.
            """);
    Files.writeString(
        data.resolve("kafka").resolve("broker.log"),
        "2026-03-01 10:00:00.000 ERROR LogManager - The disk is full.\n");

    assertThat(OverloadLogs.faults(data))
        .hasSize(3)
        .anyMatch(fault -> fault.startsWith("2 errors in peal.log.1") && fault.contains("It went"))
        .anyMatch(fault -> fault.equals("2 lines of stack traces in peal.log.1"))
        .anyMatch(fault -> fault.contains("broker.log") && fault.contains("disk is full"));
  }
}
