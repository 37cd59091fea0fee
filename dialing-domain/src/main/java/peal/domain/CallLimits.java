package peal.domain;

import java.util.List;

/**
 * How often a batch may call a number, over all batches where a limit says so.
 *
 * @param limits all of them hold, at most {@value #MOST}
 * @param afterConversationDays calendar days that a number rests after somebody was reached, of
 *     which the conversation's own is the first; 0 to {@value #MOST_REST}, 0 for no rest
 */
public record CallLimits(List<CallLimit> limits, int afterConversationDays) {
  /** The rule's code, as the API shows it. */
  public static final String RULE = "call_limit";

  /** Limits that a batch may have. */
  public static final int MOST = 5;

  /** The longest rest after a conversation, calendar days. */
  public static final int MOST_REST = 30;

  /** Nothing is limited. */
  public static final CallLimits NONE = new CallLimits(List.of(), 0);

  /** Refuses more or longer ones, naming the field; an absent list has none. */
  public CallLimits {
    limits = limits == null ? List.of() : List.copyOf(limits);
    if (limits.size() > MOST) {
      throw new IllegalArgumentException("callLimits must have at most " + MOST + " limits");
    }
    if (afterConversationDays < 0 || afterConversationDays > MOST_REST) {
      throw new IllegalArgumentException("afterConversationDays must be 0-" + MOST_REST);
    }
  }

  /** These; null where nothing is limited. */
  public static CallLimits orNull(List<CallLimit> limits, int afterConversationDays) {
    CallLimits all = new CallLimits(limits, afterConversationDays);
    return all.equals(NONE) ? null : all;
  }

  /** Whether it counts where a number rings: a day begins there at another time. */
  public boolean byDay() {
    return afterConversationDays > 0 || limits.stream().anyMatch(limit -> limit.days() != null);
  }

  /** As people say it. */
  public static String restInWords(int days) {
    return "a rest of " + days + (days == 1 ? " day" : " days") + " after a conversation";
  }
}
