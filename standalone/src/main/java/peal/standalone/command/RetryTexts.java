package peal.standalone.command;

import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import peal.standalone.client.Refused;

/**
 * Retry rules as they are typed: {@code busy=3:30m,2h}, at most three retries after a busy line,
 * the first after 30 minutes, the others after two hours each.
 */
final class RetryTexts {
  static final String DESCRIPTION =
      "Retries after an outcome: busy=3:30m,2h for three, the first after 30 minutes, the others"
          + " after 2 hours; m, h or d. For busy, no_answer, voicemail, carrier_error or rejected;"
          + " others are not retried. May be repeated.";

  static final String TOTAL =
      "With --retry: retries of a call, whatever its outcomes; 10 where nothing is said, and fewer"
          + " where the rules have fewer.";

  static final String JITTER =
      "With --retry: waits are longer by up to this share of their gap, percent.";

  private static final Pattern RULE =
      Pattern.compile("([a-z_]+)=([0-9]{1,3}):([0-9]{1,5}[mhd](,[0-9]{1,5}[mhd])*)");

  private static final int MOST = 10;

  private RetryTexts() {}

  /**
   * {@code rules} as the API's {@code retryRules}; null where nothing of them is said.
   *
   * @param total retries of a call; null for as many as the rules have together
   * @param jitter percent, or null
   * @throws Refused when a rule cannot be read, or is missing
   */
  static String json(List<String> rules, Integer total, Integer jitter) {
    if (rules.isEmpty()) {
      if (jitter != null || total != null && total > 0) {
        throw new Refused(0, "say what is retried: --retry busy=3:30m,2h");
      }
      return total == null ? null : "{\"maxAttempts\": 0}";
    }
    List<Matcher> read = rules.stream().map(RetryTexts::read).toList();
    if (read.stream().map(rule -> rule.group(1)).distinct().count() < read.size()) {
      throw new Refused(0, "--retry has one outcome twice; write busy=3:30m,2h for two waits");
    }
    int together = read.stream().mapToInt(rule -> Integer.parseInt(rule.group(2))).sum();
    return "{\"maxAttempts\": %d, %s\"rules\": {%s}}"
        .formatted(
            total == null ? Math.min(together, MOST) : total,
            jitter == null ? "" : "\"jitterPercent\": %d, ".formatted(jitter),
            read.stream().map(RetryTexts::rule).collect(Collectors.joining(", ")));
  }

  private static Matcher read(String rule) {
    Matcher read = RULE.matcher(rule);
    if (!read.matches()) {
      throw new Refused(
          0, "--retry %s cannot be read; write busy=3:30m,2h or no_answer=2:1d".formatted(rule));
    }
    return read;
  }

  private static String rule(Matcher rule) {
    return "\"%s\": {\"maxAttempts\": %d, \"gaps\": [%s]}"
        .formatted(
            rule.group(1),
            Integer.valueOf(rule.group(2)),
            Arrays.stream(rule.group(3).split(","))
                .map(RetryTexts::gap)
                .collect(Collectors.joining(", ")));
  }

  private static String gap(String gap) {
    int unit = gap.length() - 1;
    String name =
        switch (gap.charAt(unit)) {
          case 'm' -> "minutes";
          case 'h' -> "hours";
          default -> "days";
        };
    return "{\"%s\": %d}".formatted(name, Integer.valueOf(gap.substring(0, unit)));
  }
}
