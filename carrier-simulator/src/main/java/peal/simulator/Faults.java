package peal.simulator;

import java.util.List;

/**
 * What goes wrong on purpose. Rates are 0–1; what is struck follows from the seed and the attempt.
 *
 * @param down every carrier request gets 503 and nothing rings
 * @param slowAnswerMillis every carrier request is answered this much later, 0–600,000 ms
 * @param slowPostMillis every request for a call is answered this much later, 0–600,000 ms, added
 *     to the other; the phone rings at once
 * @param errorRate requests for calls that get 500 and do not ring
 * @param tooManyRate requests for calls that get 429 and do not ring
 * @param lostAnswerRate requests for calls that ring, but whose answer is lost
 * @param lostCallbackRate callbacks that are never delivered
 * @param duplicateCallbackRate callbacks that are delivered twice
 * @param lateCallbackRate callbacks that are held back, and so overtaken by later ones
 * @param lateCallbackMillis for how long, 0–600,000 ms
 * @param deniedNumbers numbers in E.164, at most 1,000, from which nobody may call: 403
 */
public record Faults(
    boolean down,
    long slowAnswerMillis,
    long slowPostMillis,
    double errorRate,
    double tooManyRate,
    double lostAnswerRate,
    double lostCallbackRate,
    double duplicateCallbackRate,
    double lateCallbackRate,
    long lateCallbackMillis,
    List<String> deniedNumbers) {
  private static final int MOST_DENIED = 1_000;

  /** Nothing goes wrong. */
  public static final Faults NONE = new Faults(false, 0, 0, 0, 0, 0, 0, 0, 0, 0, List.of());

  /** Nothing goes wrong, but requests for calls are answered {@code millis} later, 0–600,000 ms. */
  static Faults slowPosts(long millis) {
    return new Faults(false, 0, millis, 0, 0, 0, 0, 0, 0, 0, List.of());
  }

  /** Refuses values outside the ranges above, naming the field. */
  public Faults {
    millis("slowAnswerMillis", slowAnswerMillis);
    millis("slowPostMillis", slowPostMillis);
    millis("lateCallbackMillis", lateCallbackMillis);
    rate("errorRate", errorRate);
    rate("tooManyRate", tooManyRate);
    rate("lostAnswerRate", lostAnswerRate);
    rate("lostCallbackRate", lostCallbackRate);
    rate("duplicateCallbackRate", duplicateCallbackRate);
    rate("lateCallbackRate", lateCallbackRate);
    deniedNumbers = deniedNumbers == null ? List.of() : List.copyOf(deniedNumbers);
    if (deniedNumbers.size() > MOST_DENIED) {
      throw new IllegalArgumentException("deniedNumbers must be at most " + MOST_DENIED);
    }
  }

  private static void rate(String field, double value) {
    if (!(value >= 0 && value <= 1)) {
      throw new IllegalArgumentException(field + " must be 0-1");
    }
  }

  private static void millis(String field, long value) {
    if (value < 0 || value > 600_000) {
      throw new IllegalArgumentException(field + " must be 0-600000");
    }
  }
}
