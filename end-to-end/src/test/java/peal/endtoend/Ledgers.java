package peal.endtoend;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import peal.domain.BatchId;
import peal.testkit.evidence.BatchEvidence;
import peal.testkit.evidence.Evidence;
import peal.testkit.evidence.Ledger;
import peal.testkit.evidence.Ring;

/** Questions to the carrier's ledger. */
final class Ledgers {
  private Ledgers() {}

  /** Rings of a batch in order of time. */
  static List<Ring> ringsOf(Ledger ledger, String batchId) {
    String token = new BatchId(batchId).token();
    return ledger.rings().stream().filter(ring -> ring.token().equals(token)).toList();
  }

  /** Most rings in any window of one second; {@code rings} in order of time. */
  static int mostInASecond(List<Ring> rings) {
    int most = 0;
    for (int first = 0, end = 0; first < rings.size(); first++) {
      while (end < rings.size() && rings.get(end).time() < rings.get(first).time() + 1_000) {
        end++;
      }
      most = Math.max(most, end - first);
    }
    return most;
  }

  /**
   * How often {@code other} rang from the answer to the upload of {@code batchId} to its first
   * ring. Where the other rings at its rate this is a clock that goes as fast as Peal does here.
   */
  static long ringsOfAnotherBeforeTheFirst(Evidence evidence, String batchId, String other) {
    double accepted =
        evidence.batches().stream()
            .filter(batch -> batch.batchId().equals(batchId))
            .map(BatchEvidence::acceptedAt)
            .findFirst()
            .orElseThrow()
            .toEpochMilli();
    double first = ringsOf(evidence.ledger().orElseThrow(), batchId).getFirst().time();
    return ringsOf(evidence.ledger().orElseThrow(), other).stream()
        .filter(ring -> ring.time() > accepted && ring.time() < first)
        .count();
  }

  private static Ring ring(String[] fields, Map<String, Integer> counts, String[] end) {
    return new Ring(
        fields[1],
        fields[2],
        Long.parseLong(fields[3]) / 1_000.0,
        counts.merge(fields[1], 1, Integer::sum),
        0,
        end == null ? null : end[2].toLowerCase(Locale.ROOT),
        end == null ? 0 : Long.parseLong(end[3]) / 1_000.0);
  }

  /**
   * The file that a simulator keeps in a data folder: kind, attempt, number, µs and a full stop.
   */
  static Ledger readFile(Path file) {
    Map<String, Integer> counts = new HashMap<>();
    try {
      List<String[]> lines = Files.readAllLines(file).stream().map(it -> it.split("\t")).toList();
      Map<String, String[]> ends =
          lines.stream()
              .filter(fields -> fields.length == 5 && fields[0].equals("end"))
              .collect(Collectors.toMap(fields -> fields[1], fields -> fields, (a, b) -> a));
      return new Ledger(
          lines.stream()
              .filter(fields -> fields.length == 5 && fields[0].equals("ring"))
              .map(fields -> ring(fields, counts, ends.get(fields[1])))
              .toList());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
