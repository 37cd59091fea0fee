package peal.ingest.csv;

import java.util.ArrayList;
import java.util.List;
import peal.domain.PhoneNumber;

/**
 * Numbers that are dialed otherwise than they are written: the first are listed, all are counted.
 * Not thread-safe.
 */
public final class Spellings {
  private final int limit;
  private final List<Spelling> listed = new ArrayList<>();
  private long count;

  /** Lists at most {@code limit}. */
  Spellings(int limit) {
    this.limit = limit;
  }

  /**
   * A number that is written in its own way.
   *
   * @param row data row, from 1
   * @param line line of the file, from 1
   * @param value what stands there
   * @param dials what is dialed, in E.164
   */
  public record Spelling(long row, long line, String value, String dials) {
    /** Without the number. */
    @Override
    public String toString() {
      return "row " + row;
    }
  }

  /** What is dialed where that is not what {@code written} says; else null. */
  public static String dials(String written, PhoneNumber number) {
    return number == null || number.e164().equals(written) ? null : number.e164();
  }

  void see(long row, long line, String written, PhoneNumber number) {
    String dials = dials(written, number);
    if (dials == null) {
      return;
    }
    count++;
    if (listed.size() < limit) {
      listed.add(new Spelling(row, line, written, dials));
    }
  }

  /** The first ones, in the order of the file. */
  public List<Spelling> listed() {
    return List.copyOf(listed);
  }

  /** All of them. */
  public long count() {
    return count;
  }
}
