package peal.endtoend;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
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

  /** From the answer to the upload to the batch's first ring; below zero if it rang earlier. */
  static Duration firstRingAfter(Evidence evidence, String batchId) {
    Instant accepted =
        evidence.batches().stream()
            .filter(batch -> batch.batchId().equals(batchId))
            .map(BatchEvidence::acceptedAt)
            .findFirst()
            .orElseThrow();
    double first = ringsOf(evidence.ledger().orElseThrow(), batchId).getFirst().time();
    Duration after = Duration.ofMillis((long) first - accepted.toEpochMilli());
    System.out.printf("First ring %d ms after the answer to the upload%n", after.toMillis());
    return after;
  }

  /** The file that a simulator keeps in a data folder: kind, attempt, number, µs and a full stop. */
  static Ledger readFile(Path file) {
    Map<String, Integer> counts = new HashMap<>();
    try (Stream<String> lines = Files.lines(file)) {
      return new Ledger(
          lines
              .map(line -> line.split("\t"))
              .filter(fields -> fields.length == 5 && fields[0].equals("ring"))
              .map(fields -> new Ring(
                  fields[1],
                  fields[2],
                  Long.parseLong(fields[3]) / 1_000.0,
                  counts.merge(fields[1], 1, Integer::sum)))
              .toList());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
