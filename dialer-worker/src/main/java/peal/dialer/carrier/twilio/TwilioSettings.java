package peal.dialer.carrier.twilio;

import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import peal.domain.AttemptId;
import peal.domain.Lane;

/**
 * An account at Twilio, and what it does with a call that is answered.
 *
 * @param url where the API is, up to {@code /Accounts}; Twilio's own where absent
 * @param account the account's SID
 * @param user whose password is shown: an API key's SID, or where absent the account's
 * @param password the API key's secret, or the account's auth token
 * @param authToken what webhooks are signed with; the password where absent
 * @param twiml what is done with a call that is answered, at most {@value #LONGEST_TWIML}
 *     characters once {@code {attempt}}, {@code {lane}} and {@code {agent}} are filled in
 * @param answerUrl asks for that instead, with {@code a=attempt&l=lane&agent=id} added
 * @param ringSeconds how long it rings before nobody has answered, 5–600 s; 60 where absent
 * @param detectMachines whether Twilio tells people from machines, which it charges for
 */
public record TwilioSettings(
    URI url,
    String account,
    String user,
    String password,
    String authToken,
    String twiml,
    URI answerUrl,
    Integer ringSeconds,
    boolean detectMachines) {
  /** What a new account may ask for in a second; more is queued by Twilio. */
  public static final double CALLS_PER_SECOND = 1;

  static final int LONGEST_TWIML = 4_000;
  private static final URI TWILIO = URI.create("https://api.twilio.com/2010-04-01");
  private static final int USUAL_RING_SECONDS = 60;

  /** Fills in what is absent and refuses what cannot be, naming it. */
  public TwilioSettings {
    if (account == null || !account.matches("[A-Za-z0-9-]{1,64}")) {
      throw new IllegalArgumentException("'account' must be the account's SID");
    }
    if (password == null || password.isBlank()) {
      throw new IllegalArgumentException(
          "'password' must be the auth token, or an API key's secret");
    }
    if ((twiml == null) == (answerUrl == null)) {
      throw new IllegalArgumentException("it needs either 'twiml' or 'answerUrl'");
    }
    if (twiml != null && twiml.length() > LONGEST_TWIML) {
      throw new IllegalArgumentException("'twiml' may have 4000 characters");
    }
    url = url == null ? TWILIO : url;
    user = user == null ? account : user;
    authToken = authToken == null ? password : authToken;
    ringSeconds = ringSeconds == null ? USUAL_RING_SECONDS : ringSeconds;
    if (ringSeconds < 5 || ringSeconds > 600) {
      throw new IllegalArgumentException("'ringSeconds' must be 5-600");
    }
  }

  /** Where calls are placed and listed. */
  URI calls() {
    return URI.create(url + "/Accounts/" + account + "/Calls.json");
  }

  /** Where the call {@code sid} is. */
  URI call(String sid) {
    return URI.create(url + "/Accounts/" + account + "/Calls/" + encoded(sid) + ".json");
  }

  /** What a webhook brings along, so that any worker knows what it is about. */
  static String query(AttemptId attempt, Lane lane) {
    return "a=" + encoded(attempt.toString()) + "&l=" + encoded(lane.key());
  }

  static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }

  /** Does not show the secrets. */
  @Override
  public String toString() {
    return "TwilioSettings[" + url + ", " + account + "]";
  }
}
