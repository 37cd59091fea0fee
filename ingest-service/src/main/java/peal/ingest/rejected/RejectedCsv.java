package peal.ingest.rejected;

import java.io.BufferedWriter;
import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.GZIPOutputStream;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVPrinter;
import peal.domain.PhoneNumber;
import peal.domain.results.RejectedTitles;
import peal.domain.results.ResultTitles;
import peal.domain.results.SpreadsheetText;
import peal.ingest.csv.Header;
import peal.ingest.csv.Problem;
import peal.ingest.csv.RowObserver;

/**
 * Writes the rows that are left out of a file, packed: row number, code, reason, and then the cells
 * as they came, but for an apostrophe before what a spreadsheet would run. What cannot be written
 * ends the check with an {@link UncheckedIOException}. Not thread-safe.
 */
public final class RejectedCsv implements RowObserver, AutoCloseable {
  private final CSVPrinter printer;
  private boolean ours;
  private List<Integer> columns = List.of();
  private int width;

  /** Writes to {@code out}, which is closed with it. */
  public RejectedCsv(OutputStream out) throws IOException {
    this.printer =
        new CSVPrinter(
            new BufferedWriter(
                new OutputStreamWriter(new GZIPOutputStream(out), StandardCharsets.UTF_8)),
            CSVFormat.RFC4180);
  }

  @Override
  public void header(List<String> titles) {
    ours = RejectedTitles.areThese(titles) || ResultTitles.areThese(titles);
    width = titles.size();
    columns = new ArrayList<>();
    for (int i = 0; i < width; i++) {
      if (!RejectedTitles.isOwn(titles.get(i))) {
        columns.add(i);
      }
    }
    print(new ArrayList<>(RejectedTitles.FIXED), titles);
  }

  @Override
  public void row(long row, Header header, List<String> cells, PhoneNumber number, boolean dialed) {
    // Those that are left out come to the other method.
  }

  @Override
  public void leftOut(long row, List<String> cells, Problem why) {
    print(new ArrayList<>(List.of(Long.toString(row), why.code(), why.message())), cells);
  }

  private void print(List<String> line, List<String> cells) {
    for (int column : columns) {
      line.add(column < cells.size() ? text(cells.get(column)) : "");
    }
    for (int beyond = width; beyond < cells.size(); beyond++) {
      line.add(text(cells.get(beyond)));
    }
    try {
      printer.printRecord(line);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Files of Peal's own have the apostrophe already. */
  private String text(String cell) {
    return SpreadsheetText.of(ours ? SpreadsheetText.original(cell) : cell);
  }

  @Override
  public void close() throws IOException {
    printer.close();
  }
}
