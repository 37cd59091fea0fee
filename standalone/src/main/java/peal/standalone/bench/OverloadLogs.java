package peal.standalone.bench;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** What the logs of a {@code peal up} tell that load alone must not bring about. */
final class OverloadLogs {
  private static final Pattern ERROR = Pattern.compile("^\\S+( \\S+)? ERROR .*");
  private static final int QUOTED = 200;

  private OverloadLogs() {}

  /**
   * Errors and stack traces in the logs of the data folder {@code data}, a sentence for each log.
   */
  static List<String> faults(Path data) throws IOException {
    List<String> faults = new ArrayList<>();
    for (Path log : logs(data)) {
      faults.addAll(faultsOf(log));
    }
    return faults;
  }

  /** Those of the services and of the simulator, older parts included, and the broker's. */
  private static List<Path> logs(Path data) throws IOException {
    try (Stream<Path> logs = Files.list(data.resolve("logs"))) {
      return Stream.concat(logs, Stream.of(data.resolve("kafka").resolve("broker.log")))
          .filter(Files::isRegularFile)
          .sorted()
          .toList();
    }
  }

  private static List<String> faultsOf(Path log) throws IOException {
    long errors = 0;
    long traces = 0;
    String first = null;
    try (Stream<String> lines = Files.lines(log, StandardCharsets.ISO_8859_1)) {
      for (String line : (Iterable<String>) lines::iterator) {
        boolean error = ERROR.matcher(line).matches();
        errors += error ? 1 : 0;
        traces += line.startsWith("\tat ") ? 1 : 0;
        first = first == null && error ? line : first;
      }
    }
    List<String> faults = new ArrayList<>();
    if (errors > 0) {
      faults.add(
          "%d errors in %s, such as: %s"
              .formatted(
                  errors, log.getFileName(), first.substring(0, Math.min(QUOTED, first.length()))));
    }
    if (traces > 0) {
      faults.add("%d lines of stack traces in %s".formatted(traces, log.getFileName()));
    }
    return faults;
  }
}
