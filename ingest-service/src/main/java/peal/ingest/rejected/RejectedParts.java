package peal.ingest.rejected;

import java.io.BufferedWriter;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.zip.GZIPInputStream;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVPrinter;
import org.apache.commons.csv.CSVRecord;
import peal.domain.results.RejectedTitles;

/**
 * The left-out rows of a batch as one file: of its start, and of each time that rows were added,
 * each part with a header of its own. As one they have every column of any, below one header.
 *
 * @param file packed
 */
public record RejectedParts(Path file) {
  /**
   * A column of any part.
   *
   * @param title empty where it has none
   * @param occurrence how many of that title come before it in its header
   */
  private record Column(String title, int occurrence) {
    static List<Column> of(CSVRecord header) {
      Map<String, Integer> seen = new HashMap<>();
      return header.stream()
          .map(title -> new Column(title, seen.merge(title, 1, Integer::sum) - 1))
          .toList();
    }
  }

  /** Writes them to {@code to}. */
  public void writeTo(OutputStream to) throws IOException {
    List<Column> columns = columns();
    BufferedWriter out = new BufferedWriter(new OutputStreamWriter(to, StandardCharsets.UTF_8));
    CSVPrinter printer = new CSVPrinter(out, CSVFormat.RFC4180);
    printer.printRecord(columns.stream().map(Column::title));
    int[] places = new int[0];
    try (CSVParser parts = open()) {
      for (CSVRecord line : parts) {
        if (isHeader(line)) {
          places = Column.of(line).stream().mapToInt(columns::indexOf).toArray();
        } else {
          printer.printRecord(placed(line, places, columns.size()));
        }
      }
    }
    out.flush();
  }

  /** Whether any of the rows from {@code first} to {@code last} is among them. */
  boolean hasAny(long first, long last) throws IOException {
    if (Files.size(file) == 0) {
      return false;
    }
    try (CSVParser parts = open()) {
      for (CSVRecord line : parts) {
        long row = isHeader(line) ? 0 : Long.parseLong(line.get(0));
        if (first <= row && row <= last) {
          return true;
        }
      }
    }
    return false;
  }

  /** Cells beyond a header stay beyond all columns. */
  private static List<String> placed(CSVRecord line, int[] places, int width) {
    List<String> cells = new ArrayList<>(Collections.nCopies(width, ""));
    for (int i = 0; i < line.size(); i++) {
      if (i < places.length) {
        cells.set(places[i], line.get(i));
      } else {
        cells.add(line.get(i));
      }
    }
    return cells;
  }

  private List<Column> columns() throws IOException {
    Set<Column> columns = new LinkedHashSet<>();
    try (CSVParser parts = open()) {
      for (CSVRecord line : parts) {
        if (isHeader(line)) {
          columns.addAll(Column.of(line));
        }
      }
    }
    return List.copyOf(columns);
  }

  /** Where rows have their number, a header has a title. */
  private static boolean isHeader(CSVRecord line) {
    return line.get(0).equals(RejectedTitles.FIXED.getFirst());
  }

  private CSVParser open() throws IOException {
    Reader rows =
        new InputStreamReader(
            new GZIPInputStream(Files.newInputStream(file)), StandardCharsets.UTF_8);
    return CSVFormat.RFC4180.parse(rows);
  }
}
