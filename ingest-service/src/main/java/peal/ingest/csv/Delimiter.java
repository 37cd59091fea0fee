package peal.ingest.csv;

import java.io.IOException;
import peal.ingest.csv.Step.Cells;

/** Finds out what separates a file's cells. */
final class Delimiter {
  private static final char[] KNOWN = {',', ';', '\t'};

  private Delimiter() {}

  /**
   * The delimiter with which the header names a {@code phone_number}; else the one that yields most
   * cells; else a comma.
   */
  static char of(CsvText text) throws IOException {
    char best = KNOWN[0];
    int most = 1;
    for (char candidate : KNOWN) {
      try (CsvRows rows = new CsvRows(text, candidate)) {
        if (rows.next() instanceof Cells header) {
          if (header.values().stream().anyMatch(Header::namesNumber)) {
            return candidate;
          }
          if (header.values().size() > most) {
            most = header.values().size();
            best = candidate;
          }
        }
      }
    }
    return best;
  }
}
