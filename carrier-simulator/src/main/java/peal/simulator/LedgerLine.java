package peal.simulator;

import java.nio.charset.StandardCharsets;
import peal.domain.Outcome;

/**
 * A line of the ledger's text: fields between tabs, the last of which ends in a full stop, so that
 * half a number is not taken for one.
 */
sealed interface LedgerLine {
  /**
   * The first line of a segment: {@code segment, number, first ring, .}
   *
   * @param number of the segment, from 1
   * @param firstRing how many rings there were before it
   */
  record Head(long number, long firstRing) implements LedgerLine {
    @Override
    public String text() {
      return "segment\t" + number + "\t" + firstRing + "\t.\n";
    }
  }

  /** {@code ring, attempt, number, µs, .}; what rang before has its count before the full stop. */
  record Rang(Ring ring) implements LedgerLine {
    @Override
    public String text() {
      return "ring\t"
          + ring.attemptId()
          + "\t"
          + ring.number()
          + "\t"
          + ring.micros()
          + (ring.count() == 1 ? "\t.\n" : "\t" + ring.count() + ".\n");
    }
  }

  /** {@code end, attempt, outcome, µs, .} */
  record Ended(String attemptId, Outcome outcome, long micros) implements LedgerLine {
    @Override
    public String text() {
      return "end\t" + attemptId + "\t" + outcome + "\t" + micros + "\t.\n";
    }
  }

  /** Something that this version does not know. */
  record Unknown() implements LedgerLine {
    @Override
    public String text() {
      return "";
    }
  }

  /** The line with its end. */
  String text();

  /** The line's bytes. */
  default byte[] bytes() {
    return text().getBytes(StandardCharsets.UTF_8);
  }

  /** Reads a line without its end. */
  static LedgerLine parse(String line) {
    String[] fields = line.split("\t", -1);
    String last = fields[fields.length - 1];
    if (!last.endsWith(".")) {
      return new Unknown();
    }
    try {
      return switch (fields[0] + fields.length) {
        case "segment4" -> new Head(Long.parseLong(fields[1]), Long.parseLong(fields[2]));
        case "ring5" -> {
          int count = last.length() == 1 ? 1 : Integer.parseInt(last, 0, last.length() - 1, 10);
          yield new Rang(new Ring(fields[1], fields[2], Long.parseLong(fields[3]), count));
        }
        case "end5" -> new Ended(fields[1], Outcome.valueOf(fields[2]), Long.parseLong(fields[3]));
        default -> new Unknown();
      };
    } catch (IllegalArgumentException e) {
      return new Unknown();
    }
  }
}
