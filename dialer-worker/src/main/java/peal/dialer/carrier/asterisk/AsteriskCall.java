package peal.dialer.carrier.asterisk;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.HexFormat;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import peal.dialer.carrier.Carrier.Finding;
import peal.domain.AttemptId;
import peal.domain.Lane;
import peal.domain.Outcome;

/**
 * What a channel's id says: attempt and lane, in lower-case letters and digits, which every part of
 * Asterisk takes as they are.
 *
 * @param attempt the attempt
 * @param lane where its events belong
 */
record AsteriskCall(AttemptId attempt, Lane lane) {
  private static final String OURS = "peal";

  /** At the end of an id that is a number; hexadecimal has none. */
  private static final String SHORTENED = "z";

  /** What Asterisk takes, less the two characters of {@link #otherHalf()}. */
  private static final int LONGEST = 147;

  private static final Pattern ENDED =
      Pattern.compile("ended:([A-Z]*):(\\d{0,3}):(\\d{1,9}):(\\d{1,12})(?::(\\d{0,3}))?");

  /**
   * The id of the channel that the bot gets. In hexadecimal where that is short enough, for the
   * gate knows attempts of old by it; a longer one is written as one number.
   */
  String id() {
    byte[] text = (attempt + " " + lane.key()).getBytes(StandardCharsets.UTF_8);
    String hexadecimal = OURS + HexFormat.of().formatHex(text);
    if (hexadecimal.length() <= LONGEST) {
      return hexadecimal;
    }
    return OURS + new CallNumber(attempt, lane).value().toString(Character.MAX_RADIX) + SHORTENED;
  }

  /** The id of the channel that leads to the trunk. */
  String otherHalf() {
    return id() + "x2";
  }

  /** What a channel is, if it is one of ours, and the one that the bot gets. */
  static Optional<AsteriskCall> of(String channel) {
    if (!channel.startsWith(OURS)) {
      return Optional.empty();
    }
    try {
      String text = channel.substring(OURS.length());
      return Optional.of(text.endsWith(SHORTENED) ? shortened(text) : hexadecimal(text));
    } catch (IllegalArgumentException | IndexOutOfBoundsException e) {
      return Optional.empty();
    }
  }

  private static AsteriskCall shortened(String text) {
    String digits = text.substring(0, text.length() - SHORTENED.length());
    CallNumber number = CallNumber.of(new BigInteger(digits, Character.MAX_RADIX));
    return new AsteriskCall(number.attempt(), number.lane());
  }

  private static AsteriskCall hexadecimal(String digits) {
    String text = new String(HexFormat.of().parseHex(digits), StandardCharsets.UTF_8);
    int blank = text.indexOf(' ');
    return new AsteriskCall(
        AttemptId.parse(text.substring(0, blank)), Lane.parse(text.substring(blank + 1)));
  }

  /**
   * What the dialplan wrote of a call that has no channel any more. One whose end is missing ended
   * with Asterisk itself.
   */
  static Finding.Over over(String entry, Instant now) {
    Matcher end = ENDED.matcher(entry);
    if (!end.matches()) {
      return new Finding.Over(now, Outcome.UNKNOWN, null, null);
    }
    Outcome outcome = outcome(end.group(1), end.group(2), end.group(5));
    return new Finding.Over(
        Instant.ofEpochSecond(Long.parseLong(end.group(4))),
        outcome,
        outcome == Outcome.ANSWERED ? Double.valueOf(end.group(3)) : null,
        null);
  }

  /**
   * How a call ended.
   *
   * @param dialStatus DIALSTATUS
   * @param cause the cause of Q.850. Asterisk folds SIP 401, 403 and 407 into 21, as if somebody
   *     had declined, and a trunk that is silent into 18
   * @param sip the trunk's last response, empty where there was none; null in entries of old, which
   *     do not have it
   */
  static Outcome outcome(String dialStatus, String cause, String sip) {
    if (dialStatus.equals("ANSWER")) {
      return Outcome.ANSWERED;
    }
    if (dialStatus.equals("UNKNOWN")) {
      return Outcome.UNKNOWN;
    }
    if (isOfTheTrunk(dialStatus, cause, sip)) {
      return Outcome.CARRIER_ERROR;
    }
    return switch (cause) {
      case "17" -> Outcome.BUSY;
      case "18", "19", "20" -> Outcome.NO_ANSWER;
      case "21" -> Outcome.REJECTED;
      case "1", "22", "28" -> Outcome.INVALID_NUMBER;
      default ->
          switch (dialStatus) {
            case "BUSY" -> Outcome.BUSY;
            case "NOANSWER", "CANCEL" -> Outcome.NO_ANSWER;
            default -> Outcome.CARRIER_ERROR;
          };
    };
  }

  /** Whether the trunk does not let us in, is silent or not there: nobody was asked to answer. */
  private static boolean isOfTheTrunk(String dialStatus, String cause, String sip) {
    if (sip != null && (sip.equals("401") || sip.equals("403") || sip.equals("407"))) {
      return true;
    }
    if (sip != null && !sip.isEmpty()) {
      return false;
    }
    return switch (dialStatus) {
      case "CHANUNAVAIL" -> cause.equals("18") || cause.equals("20");
      // Whoever is called for so long is heard of: a trunk says at least that it tries.
      case "NOANSWER" -> sip != null;
      default -> false;
    };
  }
}
