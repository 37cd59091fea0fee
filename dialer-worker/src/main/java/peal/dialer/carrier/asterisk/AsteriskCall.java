package peal.dialer.carrier.asterisk;

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
 * What a channel's id says: attempt and lane in hexadecimal, which every part of Asterisk takes as
 * it is.
 *
 * @param attempt the attempt
 * @param lane where its events belong
 */
record AsteriskCall(AttemptId attempt, Lane lane) {
  private static final String OURS = "peal";
  private static final Pattern ENDED =
      Pattern.compile("ended:([A-Z]*):(\\d{0,3}):(\\d{1,9}):(\\d{1,12})");

  /** The id of the channel that the bot gets; the one that leads to the trunk has {@code x2}. */
  String id() {
    return OURS
        + HexFormat.of().formatHex((attempt + " " + lane.key()).getBytes(StandardCharsets.UTF_8));
  }

  /** What a channel is, if it is one of ours, and the one that the bot gets. */
  static Optional<AsteriskCall> of(String channel) {
    if (!channel.startsWith(OURS)) {
      return Optional.empty();
    }
    try {
      byte[] bytes = HexFormat.of().parseHex(channel.substring(OURS.length()));
      String text = new String(bytes, StandardCharsets.UTF_8);
      int blank = text.indexOf(' ');
      return Optional.of(
          new AsteriskCall(
              AttemptId.parse(text.substring(0, blank)), Lane.parse(text.substring(blank + 1))));
    } catch (IllegalArgumentException | IndexOutOfBoundsException e) {
      return Optional.empty();
    }
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
    Outcome outcome = outcome(end.group(1), end.group(2));
    return new Finding.Over(
        Instant.ofEpochSecond(Long.parseLong(end.group(4))),
        outcome,
        outcome == Outcome.ANSWERED ? Double.valueOf(end.group(3)) : null,
        null);
  }

  /**
   * How a call ended, by DIALSTATUS and the cause of Q.850. Asterisk folds SIP 401, 403 and 407
   * into cause 21, so an account's limit looks like a person who declines.
   */
  static Outcome outcome(String dialStatus, String cause) {
    if (dialStatus.equals("ANSWER")) {
      return Outcome.ANSWERED;
    }
    if (dialStatus.equals("UNKNOWN")) {
      return Outcome.UNKNOWN;
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
}
