package peal.domain.forecast;

import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import peal.domain.Outcome;

/**
 * How calls are assumed to end, and how long they take. Which row ends how is settled by its number
 * and the number of its attempt, so that the same rows always end alike.
 *
 * @param shares how often each outcome comes about, in relation to the others; at least one above 0
 * @param ringing until somebody picks up or the attempt ends, 0 to one hour
 * @param talking from then on, where a person or a machine picks up, 0 to one day
 */
public record Assumption(Map<Outcome, Double> shares, Duration ringing, Duration talking) {
  /** One for each attempt that a call may have. */
  private static final double[] IRRATIONAL =
      IntStream.of(2, 3, 5, 7, 11, 13, 17, 19, 23, 29, 31).mapToDouble(Math::sqrt).toArray();

  private static final Duration LONGEST_RINGING = Duration.ofHours(1);
  private static final Duration LONGEST_TALKING = Duration.ofDays(1);

  /** Nothing that any list has in common, but an order of magnitude of calls to known people. */
  public static final Assumption USUAL =
      new Assumption(
          Map.of(
              Outcome.ANSWERED, 0.4,
              Outcome.VOICEMAIL, 0.15,
              Outcome.NO_ANSWER, 0.3,
              Outcome.BUSY, 0.1,
              Outcome.REJECTED, 0.03,
              Outcome.INVALID_NUMBER, 0.02),
          Duration.ofSeconds(20),
          Duration.ofSeconds(60));

  /** Refuses values outside the ranges above, naming them. */
  public Assumption {
    for (double share : shares.values()) {
      if (!(share >= 0 && share <= 1_000_000)) {
        throw new IllegalArgumentException("outcomes must have shares of 0-1000000");
      }
    }
    if (shares.values().stream().mapToDouble(Double::doubleValue).sum() <= 0) {
      throw new IllegalArgumentException("outcomes must have a share above 0");
    }
    requireWithin("ringSeconds", ringing, LONGEST_RINGING);
    requireWithin("talkSeconds", talking, LONGEST_TALKING);
    shares = new EnumMap<>(shares);
  }

  private static void requireWithin(String name, Duration time, Duration most) {
    if (time.isNegative() || time.compareTo(most) > 0) {
      throw new IllegalArgumentException("%s must be 0-%d".formatted(name, most.toSeconds()));
    }
  }

  /**
   * How an attempt ends.
   *
   * @param row which row of those that are dialed, from 0
   * @param attempt which attempt of it, from 1
   */
  public Outcome outcome(long row, int attempt) {
    double all = shares.values().stream().mapToDouble(Double::doubleValue).sum();
    double at = evenly(row, attempt) * all;
    Outcome last = null;
    for (Map.Entry<Outcome, Double> share : shares.entrySet()) {
      if (share.getValue() > 0) {
        last = share.getKey();
        at -= share.getValue();
        if (at < 0) {
          return last;
        }
      }
    }
    return last;
  }

  /** How the first {@code attempts} attempts of a row end. */
  public List<Outcome> outcomes(long row, int attempts) {
    return IntStream.rangeClosed(1, attempts).mapToObj(attempt -> outcome(row, attempt)).toList();
  }

  /** How long an attempt that ends so takes, from the dial. */
  public Duration length(Outcome outcome) {
    return outcome.completes() ? ringing.plus(talking) : ringing;
  }

  /**
   * Spreads numbers from 0 to 1, those of each attempt apart from those of the others: multiples of
   * irrational numbers, which a few thousand rows fill more evenly than chance would (Kronecker).
   */
  private static double evenly(long row, int attempt) {
    double at = (row + 1) * IRRATIONAL[(attempt - 1) % IRRATIONAL.length];
    return at - Math.floor(at);
  }
}
