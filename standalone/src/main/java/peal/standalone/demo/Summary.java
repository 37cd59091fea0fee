package peal.standalone.demo;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import peal.standalone.display.Table;
import peal.testkit.evidence.BatchEvidence;
import peal.testkit.evidence.Evidence;
import peal.testkit.promises.Promises;
import peal.testkit.promises.Verdict;

/** Turns the evidence of a demo into the table that it ends with. */
final class Summary {
  /** The longest from the answer to an upload until its first phone rings. */
  static final Duration FIRST_RING = Duration.ofSeconds(1);

  private Summary() {}

  /**
   * The table of {@code batchId}, the demo's own, and what broke: promises to any batch, and its
   * own first ring. That of the neighbour is a promise already.
   */
  static DemoResult of(Evidence evidence, String batchId, Outcomes outcomes) {
    BatchEvidence batch =
        evidence.batches().stream()
            .filter(one -> one.batchId().equals(batchId))
            .findFirst()
            .orElseThrow();
    double limit = evidence.tenantOf(batch).orElseThrow().limits().getFirst().callsPerSecond();
    List<Instant> rings =
        evidence.ledger().map(ledger -> ledger.of(batch)).orElse(List.of()).stream()
            .map(ring -> Instant.EPOCH.plus(Math.round(ring.time() * 1_000), ChronoUnit.MICROS))
            .toList();
    RingFigures figures = RingFigures.of(rings);
    List<Verdict> verdicts = Promises.check(evidence);
    Table table = new Table().heading("Calls").row("in the batch", number(batch.totalCalls()));
    outcomes.byFrequency().forEach((outcome, count) -> table.row(outcome, number(count)));
    table
        .heading("Rings, by the carrier's ledger")
        .row("rings", number(figures.rings()))
        .row("dials per second", decimal(figures.perSecond()) + " of " + decimal(limit))
        .row("longest gap", millis(figures.longestGap()))
        .row(
            "answer to first ring",
            figures.first().map(first -> millis(sinceUpload(batch, first))).orElse(""));
    table.heading("Promises");
    verdicts.forEach(verdict -> table.row(verdict.promise(), words(verdict)));
    Stream<String> promises =
        verdicts.stream()
            .filter(Verdict::broken)
            .map(verdict -> verdict.promise() + ": " + verdict.evidence());
    Stream<String> begin =
        figures.first().map(first -> sinceUpload(batch, first)).stream()
            .filter(wait -> wait.compareTo(FIRST_RING) > 0)
            .map(wait ->
                "First Ring: %s after the answer to the upload, %s may be"
                    .formatted(millis(wait), millis(FIRST_RING)));
    return new DemoResult(table.toString(), Stream.concat(promises, begin).toList());
  }

  /** The first phone may ring before the answer to the upload has been read. */
  private static Duration sinceUpload(BatchEvidence batch, Instant first) {
    Duration since = Duration.between(batch.acceptedAt(), first);
    return since.isNegative() ? Duration.ZERO : since;
  }

  private static String words(Verdict verdict) {
    String state = verdict.state().name().toLowerCase(Locale.ROOT).replace('_', ' ');
    return "%-10s %s".formatted(state, verdict.evidence());
  }

  private static String number(long count) {
    return String.format(Locale.ROOT, "%,d", count);
  }

  private static String decimal(double value) {
    return String.format(Locale.ROOT, "%,.1f", value);
  }

  private static String millis(Duration time) {
    return String.format(Locale.ROOT, "%,d ms", time.toMillis());
  }
}
