package peal.dialer.carrier.asterisk;

import java.math.BigInteger;
import peal.domain.AttemptId;
import peal.domain.CallId;
import peal.domain.Lane;
import peal.domain.WorkspaceId;

/**
 * Attempt and lane as one number, the shortest form that can be read back: digit by digit, each
 * part in a base of its own.
 */
record CallNumber(AttemptId attempt, Lane lane) {
  private static final String TOKEN = "abcdefghijklmnopqrstuvwxyz0123456789";
  private static final String WORKSPACE =
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_-";

  private static final BigInteger LANES = BigInteger.valueOf(10_000);
  private static final BigInteger ROWS = BigInteger.TEN.pow(18);
  private static final BigInteger ATTEMPTS = BigInteger.ONE.shiftLeft(31);

  /** Above each token of 40 characters, for each has one base more than it has characters. */
  private static final BigInteger TOKENS = BigInteger.valueOf(TOKEN.length() + 1).pow(40);

  BigInteger value() {
    CallId call = attempt.call();
    return number(lane.workspace().value(), WORKSPACE)
        .multiply(TOKENS)
        .add(number(call.token(), TOKEN))
        .multiply(ROWS)
        .add(BigInteger.valueOf(call.row()))
        .multiply(LANES)
        .add(BigInteger.valueOf(call.lane()))
        .multiply(LANES)
        .add(BigInteger.valueOf(lane.index()))
        .multiply(ATTEMPTS)
        .add(BigInteger.valueOf(attempt.number()));
  }

  /**
   * Reads a number.
   *
   * @throws IllegalArgumentException when it is none of an attempt
   */
  static CallNumber of(BigInteger value) {
    if (value.signum() < 0) {
      throw new IllegalArgumentException("below 0");
    }
    BigInteger[] number = value.divideAndRemainder(ATTEMPTS);
    BigInteger[] index = number[0].divideAndRemainder(LANES);
    BigInteger[] callsLane = index[0].divideAndRemainder(LANES);
    BigInteger[] row = callsLane[0].divideAndRemainder(ROWS);
    BigInteger[] token = row[0].divideAndRemainder(TOKENS);
    CallId call =
        new CallId(text(token[1], TOKEN), callsLane[1].intValueExact(), row[1].longValueExact());
    return new CallNumber(
        new AttemptId(call, number[1].intValueExact()),
        new Lane(new WorkspaceId(text(token[0], WORKSPACE)), index[1].intValueExact()));
  }

  /** No character stands for 0, so that a leading one counts. */
  private static BigInteger number(String text, String alphabet) {
    BigInteger base = BigInteger.valueOf(alphabet.length() + 1);
    BigInteger number = BigInteger.ZERO;
    for (int i = 0; i < text.length(); i++) {
      number = number.multiply(base).add(BigInteger.valueOf(alphabet.indexOf(text.charAt(i)) + 1));
    }
    return number;
  }

  private static String text(BigInteger number, String alphabet) {
    BigInteger base = BigInteger.valueOf(alphabet.length() + 1);
    StringBuilder text = new StringBuilder();
    for (BigInteger left = number; left.signum() > 0; left = left.divide(base)) {
      // Where it is 0 there is no such character, and this no number of ours.
      text.append(alphabet.charAt(left.mod(base).intValue() - 1));
    }
    return text.reverse().toString();
  }
}
