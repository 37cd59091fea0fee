package peal.standalone.command;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import peal.standalone.client.Refused;

/** When a batch pauses itself, as it is typed: {@code 0.5/20}, {@code 0.5/20/120s}. */
final class StopWhenOption {
  static final String DESCRIPTION =
      "When it pauses itself: 0.5/20 once half of 20 calls or more have failed that ended within"
          + " two minutes, 0.5/20/60s within one.";

  private static final Pattern RULE =
      Pattern.compile("([01](?:[.][0-9]{1,6})?)/([0-9]{1,4})(?:/([0-9]{1,3})s)?");

  private StopWhenOption() {}

  /**
   * {@code rule} as the API's {@code stopWhen}.
   *
   * @throws Refused when it cannot be read
   */
  static String json(String rule) {
    Matcher read = RULE.matcher(rule);
    if (!read.matches()) {
      throw new Refused(
          0, "--stop-when %s cannot be read; write 0.5/20 or 0.5/20/120s".formatted(rule));
    }
    return "{\"failureRate\": %s, \"minCalls\": %d%s}"
        .formatted(
            read.group(1),
            Integer.valueOf(read.group(2)),
            read.group(3) == null
                ? ""
                : ", \"windowSeconds\": %d".formatted(Integer.valueOf(read.group(3))));
  }
}
