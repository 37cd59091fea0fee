package peal.ingest.csv;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import peal.ingest.csv.CsvRules.OnDuplicates;
import peal.numbers.NumberReader;

/** Checks files that lie in memory. */
final class Check {
  static final NumberReader E164 = new NumberReader(Optional.empty());
  static final CsvRules RULES = rules(OnDuplicates.SKIP);

  private Check() {}

  static CsvRules rules(OnDuplicates onDuplicates) {
    return new CsvRules(E164, onDuplicates, 1_000_000, CsvRules.LISTED, Placeholders.NONE);
  }

  /** Rules for a file whose national numbers are of {@code region}. */
  static CsvRules rulesIn(String region) {
    return new CsvRules(
        new NumberReader(Optional.of(region)),
        OnDuplicates.SKIP,
        1_000_000,
        CsvRules.LISTED,
        Placeholders.NONE);
  }

  static FileReport file(String text) {
    return file(text.getBytes(StandardCharsets.UTF_8), RULES);
  }

  static FileReport file(byte[] bytes) {
    return file(bytes, RULES);
  }

  static FileReport file(byte[] bytes, CsvRules rules) {
    try {
      return FileCheck.run(text(bytes), rules, RowObserver.NONE);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static RowFile text(byte[] bytes) throws IOException {
    return text(bytes, ColumnChoice.NONE);
  }

  static RowFile text(byte[] bytes, ColumnChoice choice) throws IOException {
    return CsvFile.of(CsvText.of(() -> new ByteArrayInputStream(bytes)), choice);
  }
}
