package peal.simulator;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/**
 * A call as Twilio's API shows it.
 *
 * @param sid Twilio's id
 * @param attempt the attempt that its status callback names, or the id where it names none
 * @param account whose it is
 * @param to who is called
 * @param from who calls
 * @param createdAt when it was asked for
 */
record TwilioCall(
    String sid, String attempt, String account, String to, String from, Instant createdAt) {
  private static final DateTimeFormatter RFC_2822 =
      DateTimeFormatter.ofPattern("EEE, dd MMM yyyy HH:mm:ss Z", Locale.ENGLISH)
          .withZone(ZoneOffset.UTC);

  /** The id of the call that {@code attempt} makes; the same for a repeat. */
  static String sidOf(String attempt) {
    try {
      byte[] digest =
          MessageDigest.getInstance("MD5").digest(attempt.getBytes(StandardCharsets.UTF_8));
      return "CA" + HexFormat.of().formatHex(digest);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java platform has MD5", e);
    }
  }

  /** A time as Twilio writes it. */
  static String time(Instant at) {
    return RFC_2822.format(at);
  }

  /** What Twilio calls the state of a call that {@code state} and {@code outcome} tell. */
  static String status(String state, String outcome) {
    return switch (state) {
      case "ringing" -> "ringing";
      case "answered" -> "in-progress";
      default ->
          switch (outcome) {
            case "answered", "voicemail" -> "completed";
            case "busy" -> "busy";
            case "no_answer" -> "no-answer";
            default -> "failed";
          };
    };
  }

  /** The resource, as of {@code state}. */
  Map<String, Object> resource(CallView state) {
    boolean ended = state.state().equals("ended");
    boolean answered = state.state().equals("answered");
    Map<String, Object> body = new LinkedHashMap<>();
    body.put("sid", sid);
    body.put("account_sid", account);
    body.put("to", to);
    body.put("from", from);
    body.put("status", status(state.state(), state.outcome()));
    body.put("direction", "outbound-api");
    body.put("queue_time", "0");
    body.put("date_created", time(createdAt));
    body.put("start_time", answered ? time(state.since()) : null);
    body.put("end_time", ended ? time(state.since()) : null);
    body.put("duration", ended ? seconds(state.talkSeconds()) : null);
    body.put("answered_by", "voicemail".equals(state.outcome()) ? "machine_start" : null);
    body.put("api_version", "2010-04-01");
    body.put("uri", "/2010-04-01/Accounts/" + account + "/Calls/" + sid + ".json");
    return body;
  }

  /** Whole seconds, as Twilio counts them. */
  static String seconds(Double talk) {
    return talk == null ? "0" : Long.toString(Math.round(talk));
  }
}
