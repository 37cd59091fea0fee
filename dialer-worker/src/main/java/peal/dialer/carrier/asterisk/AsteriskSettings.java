package peal.dialer.carrier.asterisk;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.UUID;

/**
 * An Asterisk with the gate of {@code deploy/asterisk}.
 *
 * @param ari where ARI is, such as {@code http://127.0.0.1:8088/ari}
 * @param user of ari.conf
 * @param password of ari.conf
 * @param managerPort of manager.conf, on the same host; 5038 where absent
 * @param managerUser of manager.conf; {@code user} where absent
 * @param managerPassword of manager.conf; {@code password} where absent
 * @param gate the context that lets an attempt ring once; {@code peal-gate} where absent
 * @param bot the context that takes a call which was answered; {@code peal-bot} where absent
 * @param ringSeconds how long it rings before nobody has answered, 5–600 s; 60 where absent
 * @param application this worker's name for the event stream; made up where absent
 */
public record AsteriskSettings(
    URI ari,
    String user,
    String password,
    Integer managerPort,
    String managerUser,
    String managerPassword,
    String gate,
    String bot,
    Integer ringSeconds,
    String application) {
  private static final int MANAGER_PORT = 5_038;
  private static final int RING_SECONDS = 60;

  /** Fills in what is absent and refuses what cannot be, naming it. */
  public AsteriskSettings {
    if (ari == null || user == null || password == null) {
      throw new IllegalArgumentException("it needs 'ari', 'user' and 'password'");
    }
    managerPort = managerPort == null ? MANAGER_PORT : managerPort;
    managerUser = managerUser == null ? user : managerUser;
    managerPassword = managerPassword == null ? password : managerPassword;
    gate = gate == null ? "peal-gate" : gate;
    bot = bot == null ? "peal-bot" : bot;
    ringSeconds = ringSeconds == null ? RING_SECONDS : ringSeconds;
    application = application == null ? "peal-" + UUID.randomUUID() : application;
    if (ringSeconds < 5 || ringSeconds > 600) {
      throw new IllegalArgumentException("'ringSeconds' must be 5-600");
    }
    if (!(gate + bot + application).matches("[A-Za-z0-9_-]+")) {
      throw new IllegalArgumentException(
          "'gate', 'bot' and 'application' have letters, digits, '-' and '_'");
    }
  }

  /** What ARI is shown. */
  String authorization() {
    byte[] basic = (user + ":" + password).getBytes(StandardCharsets.UTF_8);
    return "Basic " + Base64.getEncoder().encodeToString(basic);
  }

  /** Does not show the passwords. */
  @Override
  public String toString() {
    return "AsteriskSettings[" + ari + "]";
  }
}
