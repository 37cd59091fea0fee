package peal.simulator;

import java.util.Locale;

/**
 * One line of the ledger: a phone rang.
 *
 * @param attemptId for which attempt
 * @param number which phone, E.164
 * @param micros when the request came in, µs since 1970
 * @param count how often this attempt had rung by then, this ring included
 */
record Ring(String attemptId, String number, long micros, int count) {
  /** The time in ms since 1970, with three digits after the point. */
  String millis() {
    return micros / 1_000 + "." + String.format(Locale.ROOT, "%03d", micros % 1_000);
  }

  /** The line in CSV, without its end. */
  String csv() {
    return quoted(attemptId) + "," + number + "," + millis() + "," + count;
  }

  private static String quoted(String text) {
    return text.indexOf(',') < 0 && text.indexOf('"') < 0 && text.indexOf('\n') < 0
        ? text
        : '"' + text.replace("\"", "\"\"") + '"';
  }
}
