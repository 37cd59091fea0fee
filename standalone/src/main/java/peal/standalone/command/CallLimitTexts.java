package peal.standalone.command;

import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import peal.standalone.client.Refused;

/**
 * Limits of calls to a number as they are typed: {@code 3/24h}, {@code 7/7d,connected}, {@code
 * 2/30d,batch}.
 */
final class CallLimitTexts {
  static final String DESCRIPTION =
      "Calls to a number: 3/24h in 24 hours, 7/7d in 7 days, over all batches. With ,connected only"
          + " those that rang count, with ,batch only those of this batch. May be repeated.";

  private static final Pattern LIMIT =
      Pattern.compile("([0-9]{1,3})/([0-9]{1,3})([hd])(,connected)?(,batch)?");

  private CallLimitTexts() {}

  /**
   * {@code limits} as the API's {@code callLimits}.
   *
   * @throws Refused when one cannot be read
   */
  static String json(List<String> limits) {
    return limits.stream().map(CallLimitTexts::json).collect(Collectors.joining(", ", "[", "]"));
  }

  private static String json(String limit) {
    Matcher read = LIMIT.matcher(limit);
    if (!read.matches()) {
      throw new Refused(
          0,
          "--call-limit %s cannot be read; write 3/24h, 7/7d or 7/7d,connected".formatted(limit));
    }
    return "{\"max\": %d, \"%s\": %d%s%s}"
        .formatted(
            Integer.valueOf(read.group(1)),
            read.group(3).equals("h") ? "hours" : "days",
            Integer.valueOf(read.group(2)),
            read.group(4) == null ? "" : ", \"counts\": \"connected\"",
            read.group(5) == null ? "" : ", \"scope\": \"batch\"");
  }
}
