package peal.ingest.workbook;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import peal.ingest.csv.ColumnChoice;
import peal.ingest.csv.Problem;
import peal.ingest.csv.RowFile;
import peal.ingest.csv.Rows;
import peal.ingest.csv.Step;
import peal.ingest.csv.Step.Cells;
import peal.ingest.upload.SpooledFile;
import peal.ingest.workbook.ShownNumbers.Shown;

/**
 * The rows of one sheet, on disk. Written by one thread, then read by any.
 *
 * <p>A row is its line in the sheet, how many cells it has, and for each its length in bytes and
 * its text in UTF-8; before that, where a phone number is read otherwise than it is shown, {@link
 * #OTHERWISE} and likewise what is read. Rows without any value are not kept.
 */
final class SpooledSheet implements RowFile {
  /** Excel's own bound. */
  private static final int MOST_COLUMNS = 16_384;

  /** Rows among which the header is: something may stand above it. */
  private static final int HEADER_ROWS = 21;

  /** Other sheets that a sentence names. */
  private static final int NAMED = 5;

  /** Bytes of all rows; a CSV file may have 20 MB. */
  static final long MOST_BYTES = 128L << 20;

  /** No length. */
  private static final int OTHERWISE = -1;

  /** Cells of all rows, the empty ones among them. */
  private static final long MOST_CELLS = 100_000_000;

  private final SpooledFile spool;
  private final String name;
  private final ColumnChoice choice;
  private final long mostRows;
  private final DataOutputStream out;
  private final List<String> others = new ArrayList<>();
  private int widest;
  private long hidden;
  private String merged;
  private long rows;
  private long cells;

  /**
   * An empty one.
   *
   * @param spool where it lies; closed with it
   * @param name the sheet's
   * @param mostRows rows that are kept, the header among them; further ones are passed over
   */
  SpooledSheet(SpooledFile spool, String name, ColumnChoice choice, long mostRows) {
    this.spool = spool;
    this.name = name;
    this.choice = choice;
    this.mostRows = mostRows;
    this.out = new DataOutputStream(new BufferedOutputStream(appending(spool), 1 << 16));
  }

  static OutputStream appending(SpooledFile spool) {
    return new OutputStream() {
      @Override
      public void write(byte[] bytes, int from, int count) throws IOException {
        if (spool.size() + count > MOST_BYTES) {
          throw new BoundedZip.TooLarge();
        }
        spool.write(ByteBuffer.wrap(bytes, from, count));
      }

      @Override
      public void write(int octet) throws IOException {
        write(new byte[] {(byte) octet}, 0, 1);
      }
    };
  }

  /** Columns that rows may have: those of the header, once that must have been seen. */
  int columns() {
    return rows < HEADER_ROWS ? MOST_COLUMNS : widest;
  }

  /** Whether it has as many rows as it takes. */
  boolean full() {
    return rows >= mostRows;
  }

  /** Another sheet of the workbook has cells too, and is not read. */
  void thereIsAlso(String sheet) {
    others.add(sheet);
  }

  /** Cells of several rows, such as B2:B3, have one value, which only the first is read with. */
  void isMerged(String range) {
    merged = merged == null ? range : merged;
  }

  /** As the other, of a row that nobody sees in the program that wrote the file. */
  void writeHidden(long line, List<Shown> values) throws IOException {
    long before = rows;
    write(line, values);
    hidden += before == 0 ? 0 : rows - before;
  }

  void write(long line, List<Shown> values) throws IOException {
    if (full()) {
      return;
    }
    // Blank rows as well: each may be as wide as a sheet.
    cells += values.size();
    if (cells > MOST_CELLS) {
      throw new BoundedZip.TooLarge();
    }
    if (new Cells(line, values.stream().map(Shown::text).toList()).blank()) {
      return;
    }
    if (rows < HEADER_ROWS) {
      widest = Math.max(widest, values.size());
    }
    rows++;
    out.writeInt(Math.toIntExact(line));
    out.writeInt(values.size());
    for (Shown value : values) {
      if (!value.asNumber().equals(value.text())) {
        out.writeInt(OTHERWISE);
        write(value.asNumber());
      }
      write(value.text());
    }
  }

  private void write(String text) throws IOException {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    out.writeInt(bytes.length);
    out.write(bytes);
  }

  /** All rows are there. */
  void ends() throws IOException {
    out.flush();
  }

  @Override
  public Rows open() {
    return new Reading();
  }

  @Override
  public ColumnChoice choice() {
    return choice;
  }

  @Override
  public Map<String, String> traits() {
    return Map.of("sheet", name);
  }

  @Override
  public String whereFrom() {
    return others.isEmpty()
        ? ""
        : " This is the sheet '%s'. There is also %s: send sheet=%s if that is meant."
            .formatted(name, others(), others.getFirst());
  }

  @Override
  public List<Problem> doubts() {
    List<Problem> doubts = new ArrayList<>();
    if (!others.isEmpty()) {
      doubts.add(
          Problem.ofFile(
              null,
              null,
              "other_sheets",
              "Only the sheet '%s' is read. There is also %s: send it by itself, with sheet=%s."
                  .formatted(name, others(), others.getFirst())));
    }
    if (hidden > 0) {
      doubts.add(
          Problem.ofFile(
              null,
              null,
              "hidden_rows",
              "Hidden rows of the sheet, by a filter perhaps: %,d. They will be dialed all the same; delete them if they are not meant."
                  .formatted(hidden)));
    }
    if (merged != null) {
      doubts.add(
          Problem.ofFile(
              null,
              null,
              "merged_cells",
              "Cells of several rows are merged, such as %s: only the first of these rows has the value, the others are empty there. Write it into each if it is meant for each."
                  .formatted(merged)));
    }
    return doubts;
  }

  private String others() {
    String first =
        others.stream()
            .limit(NAMED)
            .map(other -> "'" + other + "'")
            .collect(Collectors.joining(", "));
    return others.size() > NAMED ? first + " and more" : first;
  }

  @Override
  public void close() throws IOException {
    spool.close();
  }

  private final class Reading implements Rows {
    private final DataInputStream in =
        new DataInputStream(new BufferedInputStream(spool.open(), 1 << 16));
    private long read;

    /** Index of the column with the phone numbers; negative before the header, or without one. */
    private int numbers = -1;

    @Override
    public Step next() throws IOException {
      if (read == rows) {
        return new Step.End();
      }
      read++;
      int line = in.readInt();
      int count = in.readInt();
      List<String> values = new ArrayList<>(count);
      for (int i = 0; i < count; i++) {
        int length = in.readInt();
        String number = length == OTHERWISE ? text(in.readInt()) : null;
        String shown = text(number == null ? length : in.readInt());
        values.add(number != null && i == numbers ? number : shown);
      }
      if (read == 1) {
        numbers = choice.numbersAmong(values);
      }
      return new Cells(line, values);
    }

    private String text(int length) throws IOException {
      return new String(in.readNBytes(length), StandardCharsets.UTF_8);
    }

    @Override
    public void close() throws IOException {
      in.close();
    }
  }
}
