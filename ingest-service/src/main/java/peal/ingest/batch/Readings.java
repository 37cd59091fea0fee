package peal.ingest.batch;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import peal.domain.BatchExtent;
import peal.domain.PromptText;
import peal.domain.RowReading;
import peal.domain.Wording;
import peal.domain.Workspace;
import peal.ingest.csv.CsvRules;
import peal.ingest.csv.FileReport;
import peal.ingest.csv.Placeholders;
import peal.ingest.csv.Said;
import peal.numbers.NumberReader;

/** Keeps how a batch's rows are read, and reads more of them the same way. */
final class Readings {
  /** Bytes of the names of columns that are said: they travel with each request for rows. */
  private static final int MOST_NAMES = 3_000;

  /** Rows that are added are one transaction, which has five seconds. */
  private static final long MOST_BYTES = 10_000_000;

  private static final String WHAT_TO_DO = "The rows of the batch's start had it. Add the column.";

  private Readings() {}

  /**
   * How the rows of a start are read.
   *
   * @param said what is said of each row
   * @param dialed how many become calls
   */
  static RowReading of(StartForm form, Said said, long dialed) {
    long names =
        said.columns().keySet().stream().mapToLong(name -> PromptText.bytes(name) + 20).sum();
    if (names > MOST_NAMES) {
      throw FormFields.wrong(
          "keepOpen",
          "is for agents whose texts speak of fewer columns: their names may take %,d bytes"
              .formatted(MOST_NAMES));
    }
    return new RowReading(
        form.region().orElse(null),
        form.onDuplicates().name().toLowerCase(Locale.ROOT),
        form.skipInvalid(),
        form.emptyWhereMissing(),
        form.byRecipient(),
        dialed > BatchStart.SMALL,
        said.columns(),
        said.bytesBeside());
  }

  /** How far the rows of a start reach. */
  static BatchExtent extent(FileReport report, long[] perLane, long bytes) {
    List<Long> totals = new ArrayList<>();
    for (long rows : perLane) {
      totals.add(rows);
    }
    return new BatchExtent(0, 1, report.totalRows(), totals, false, bytes);
  }

  /** By which rows are judged that are added. */
  static CsvRules rules(RowReading reading, Workspace workspace) {
    return new CsvRules(
        new NumberReader(Optional.ofNullable(reading.region())),
        CsvRules.OnDuplicates.valueOf(reading.onDuplicates().toUpperCase(Locale.ROOT)),
        BatchExtent.MOST_ADDED,
        Math.min(MOST_BYTES, workspace.limits().quotasOrUsual().fileBytes()),
        CsvRules.LISTED,
        placeholders(reading),
        reading.byRecipient());
  }

  /** A text that says the same columns as often, and is as long beside. */
  private static Placeholders placeholders(RowReading reading) {
    StringBuilder text = new StringBuilder("x".repeat(Math.toIntExact(reading.textBytes())));
    reading.spoken().forEach((name, times) -> text.append("{{%s}} ".formatted(name).repeat(times)));
    return new Placeholders(
        Wording.of(text.toString(), null), Map.of(), reading.emptyWhereMissing(), WHAT_TO_DO);
  }
}
