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
import java.util.List;
import java.util.Map;
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
  /** Writes them to {@code to}. */
  public void writeTo(OutputStream to) throws IOException {
    Map<String, Integer> columns = columns();
    BufferedWriter out = new BufferedWriter(new OutputStreamWriter(to, StandardCharsets.UTF_8));
    CSVPrinter printer = new CSVPrinter(out, CSVFormat.RFC4180);
    printer.printRecord(
        columns.entrySet().stream().sorted(Map.Entry.comparingByValue()).map(Map.Entry::getKey));
    int[] places = new int[0];
    try (CSVParser parts = open()) {
      for (CSVRecord line : parts) {
        if (isHeader(line)) {
          places = line.stream().mapToInt(columns::get).toArray();
        } else {
          printer.printRecord(placed(line, places, columns.size()));
        }
      }
    }
    out.flush();
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

  private Map<String, Integer> columns() throws IOException {
    Map<String, Integer> columns = new HashMap<>();
    try (CSVParser parts = open()) {
      for (CSVRecord line : parts) {
        if (isHeader(line)) {
          line.forEach(title -> columns.putIfAbsent(title, columns.size()));
        }
      }
    }
    return columns;
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
