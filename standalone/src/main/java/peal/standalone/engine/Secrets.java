package peal.standalone.engine;

import java.io.IOException;
import java.io.Reader;
import java.io.StringWriter;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;

/**
 * What a data folder's owner may know: kept between starts in a file that only its owner can read,
 * so that the same folder has the same keys, and so that commands find the server.
 *
 * @param adminToken opens the gateway's admin routes
 * @param carrierSecret signs the carrier's callbacks
 * @param internalToken what the services show each other
 * @param workspace id of the demo workspace
 * @param apiKey the demo workspace's key
 * @param agent id of the demo agent, once there is one
 * @param url where the gateway was last
 */
public record Secrets(
    String adminToken,
    String carrierSecret,
    String internalToken,
    String workspace,
    String apiKey,
    Optional<String> agent,
    Optional<URI> url) {
  private static final String DEFAULT_WORKSPACE = "demo";

  /** Fresh secrets, each of 32 random hex digits. */
  public static Secrets random(SecureRandom random) {
    return new Secrets(
        "padm_" + token(random),
        token(random),
        token(random),
        DEFAULT_WORKSPACE,
        "peal_" + token(random),
        Optional.empty(),
        Optional.empty());
  }

  /** What {@code environment} presets wins: PEAL_ADMIN_TOKEN, PEAL_INTERNAL_TOKEN and so on. */
  public Secrets preset(Map<String, String> environment) {
    String presetWorkspace = given(environment, "PEAL_WORKSPACE").orElse(workspace);
    return new Secrets(
        given(environment, "PEAL_ADMIN_TOKEN").orElse(adminToken),
        carrierSecret,
        given(environment, "PEAL_INTERNAL_TOKEN").orElse(internalToken),
        presetWorkspace,
        given(environment, "PEAL_API_KEY").orElse(apiKey),
        presetWorkspace.equals(workspace) ? agent : Optional.empty(),
        url);
  }

  /** The same, with the agent's id. */
  public Secrets withAgent(String id) {
    return new Secrets(
        adminToken, carrierSecret, internalToken, workspace, apiKey, Optional.of(id), url);
  }

  /** The same, with the gateway's address. */
  public Secrets withUrl(URI address) {
    return new Secrets(
        adminToken, carrierSecret, internalToken, workspace, apiKey, agent, Optional.of(address));
  }

  /**
   * Reads the file, if there is one.
   *
   * @throws IOException when it is there but cannot be read, or lacks a secret
   */
  public static Optional<Secrets> read(Path file) throws IOException {
    if (!Files.exists(file)) {
      return Optional.empty();
    }
    Properties kept = new Properties();
    try (Reader in = Files.newBufferedReader(file)) {
      kept.load(in);
    }
    return Optional.of(
        new Secrets(
            required(kept, "admin-token", file),
            required(kept, "carrier-secret", file),
            // A folder of an older version has none yet.
            Optional.ofNullable(kept.getProperty("internal-token"))
                .orElseGet(() -> token(new SecureRandom())),
            required(kept, "workspace", file),
            required(kept, "api-key", file),
            Optional.ofNullable(kept.getProperty("agent")),
            Optional.ofNullable(kept.getProperty("url")).map(URI::create)));
  }

  /** Writes the file in one step, readable and writable by its owner alone. */
  public void write(Path file) throws IOException {
    Properties kept = new Properties();
    kept.setProperty("admin-token", adminToken);
    kept.setProperty("carrier-secret", carrierSecret);
    kept.setProperty("internal-token", internalToken);
    kept.setProperty("workspace", workspace);
    kept.setProperty("api-key", apiKey);
    agent.ifPresent(id -> kept.setProperty("agent", id));
    url.ifPresent(address -> kept.setProperty("url", address.toString()));
    StringWriter text = new StringWriter();
    kept.store(text, "Peal: keys of this data folder. Keep it to yourself.");
    Path draft =
        Files.createTempFile(
            file.toAbsolutePath().getParent(),
            "secrets",
            ".tmp",
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    Files.writeString(draft, text.toString());
    Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
  }

  /** From which webhooks' secrets follow; kept as long as the operator's token is. */
  String webhookKey() {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      byte[] text = ("webhooks/" + adminToken).getBytes(StandardCharsets.UTF_8);
      return HexFormat.of().formatHex(digest.digest(text));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }

  /** Names no secret. */
  @Override
  public String toString() {
    return "Secrets[workspace=" + workspace + ", url=" + url + "]";
  }

  private static String required(Properties kept, String name, Path file) throws IOException {
    String value = kept.getProperty(name);
    if (value == null || value.isBlank()) {
      throw new IOException(file + " has no '" + name + "'");
    }
    return value;
  }

  private static Optional<String> given(Map<String, String> environment, String name) {
    return Optional.ofNullable(environment.get(name)).filter(value -> !value.isBlank());
  }

  private static String token(SecureRandom random) {
    byte[] bytes = new byte[16];
    random.nextBytes(bytes);
    return HexFormat.of().formatHex(bytes);
  }
}
