package peal.service.logs;

import java.nio.charset.StandardCharsets;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import peal.domain.PhoneNumber;

/**
 * The last guard before a log: phone numbers that got into a line after all, by a library's message
 * or an exception's, are masked there as {@link PhoneNumber} masks itself.
 */
final class PersonalData {
  private static final Pattern NUMBER = Pattern.compile("\\+[1-9][0-9]{6,14}(?![0-9])");

  private PersonalData() {}

  /** The same line, UTF-8, without phone numbers. */
  static byte[] masked(byte[] line) {
    if (!mayHoldANumber(line)) {
      return line;
    }
    return NUMBER
        .matcher(new String(line, StandardCharsets.UTF_8))
        .replaceAll((MatchResult found) -> new PhoneNumber(found.group()).masked())
        .getBytes(StandardCharsets.UTF_8);
  }

  private static boolean mayHoldANumber(byte[] line) {
    for (int i = 0; i + 1 < line.length; i++) {
      if (line[i] == '+' && line[i + 1] >= '1' && line[i + 1] <= '9') {
        return true;
      }
    }
    return false;
  }
}
