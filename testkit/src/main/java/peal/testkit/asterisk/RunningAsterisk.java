package peal.testkit.asterisk;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import peal.broker.LoopbackPorts;
import peal.testkit.evidence.Ledger;

/**
 * Asterisk with the files of {@code deploy/asterisk}, and sipp as its trunk, on loopback. The log
 * of sipp's messages is the ledger: each Call-ID of an INVITE is a phone that rang.
 */
public final class RunningAsterisk implements AutoCloseable {
  /** Of ari.conf and manager.conf. */
  public static final String USER = "peal";

  /** Of ari.conf, as it is shipped. */
  public static final String PASSWORD = "change-me";

  /** Of manager.conf, as it is shipped. */
  public static final String MANAGER_PASSWORD = "change-me-too";

  /** What the bot signs its results with. */
  public static final String BOT_SECRET = "of-the-bot-alone";

  /** What to do where {@link #installed} says no. */
  public static final String NOT_INSTALLED =
      "asterisk and sipp are not installed: deploy/asterisk/install-for-tests brings them (Debian"
          + " 12)";

  private static final int LOOKS = 600;
  private static final long BETWEEN_LOOKS_MILLIS = 100;

  private final Path folder;
  private final int ari = LoopbackPorts.free();
  private final int manager = LoopbackPorts.free();
  private final int sip = LoopbackPorts.free();
  private final int trunk = LoopbackPorts.free();
  private final Process sipp;
  private Process asterisk;

  /**
   * Starts both.
   *
   * @param folder an empty one
   * @param talk how long the bot holds a call, in whole seconds, at least one
   * @throws IllegalStateException when Asterisk does not start, or a program is not there
   */
  public RunningAsterisk(Path folder, Duration talk) throws IOException {
    if (!installed()) {
      throw new IllegalStateException(NOT_INSTALLED);
    }
    this.folder = folder.toAbsolutePath();
    new AsteriskConfiguration(this.folder, ari, manager, sip, trunk).write(talk);
    Path scenario = folder.resolve("trunk.xml");
    try (InputStream in = RunningAsterisk.class.getResourceAsStream("trunk.xml")) {
      Files.copy(in, scenario);
    }
    this.sipp =
        start(
            List.of(
                program("sipp").orElseThrow().toString(),
                "-sf",
                scenario.toString(),
                "-i",
                "127.0.0.1",
                "-p",
                Integer.toString(trunk),
                "-trace_msg",
                "-message_file",
                folder.resolve("sip.log").toString(),
                "-nostdin"),
            "sipp.out");
    try {
      start();
    } catch (RuntimeException e) {
      close();
      throw e;
    }
  }

  /** Whether Asterisk and sipp are on this machine. */
  public static boolean installed() {
    return program("asterisk").isPresent() && program("sipp").isPresent();
  }

  private static Optional<Path> program(String name) {
    return Arrays.stream((System.getenv("PATH") + ":/usr/sbin").split(":"))
        .map(path -> Path.of(path, name))
        .filter(Files::isExecutable)
        .findFirst();
  }

  /** Starts Asterisk, again where it was killed, and waits until it is ready. */
  public void start() {
    asterisk =
        start(
            List.of(
                program("asterisk").orElseThrow().toString(),
                "-f",
                "-C",
                folder.resolve("etc/asterisk.conf").toString()),
            "asterisk.out");
    try {
      for (int i = 0; i < LOOKS && asterisk.isAlive(); i++) {
        if (Files.readString(folder.resolve("asterisk.out"), StandardCharsets.ISO_8859_1)
            .contains("Asterisk Ready")) {
          return;
        }
        Thread.sleep(BETWEEN_LOOKS_MILLIS);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    throw new IllegalStateException("asterisk did not start; see " + folder + "/asterisk.out");
  }

  /** SIGKILL. */
  public void kill() {
    asterisk.destroyForcibly();
    try {
      if (!asterisk.waitFor(20, TimeUnit.SECONDS)) {
        throw new IllegalStateException("asterisk does not die");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private Process start(List<String> command, String output) {
    try {
      return new ProcessBuilder(command)
          .directory(folder.toFile())
          .redirectErrorStream(true)
          .redirectOutput(folder.resolve(output).toFile())
          .redirectInput(ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()))
          .start();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** A carriers file for dialers, in which this is the carrier {@code id}. */
  public Path carriers(String id) throws IOException {
    return Files.writeString(
        folder.resolve("carriers.json"),
        """
        {"carriers": [{"id": "%s", "kind": "ASTERISK", "botSecret": "%s",
          "settings": {"ari": "http://127.0.0.1:%d/ari", "managerPort": %d,
            "user": "%s", "password": "%s", "managerPassword": "%s"}}]}
        """
            .formatted(id, BOT_SECRET, ari, manager, USER, PASSWORD, MANAGER_PASSWORD));
  }

  /** Where ARI is. */
  public int ariPort() {
    return ari;
  }

  /** Where the manager interface is. */
  public int managerPort() {
    return manager;
  }

  /** Whether {@code application} listens for events; what happened before is not told again. */
  public boolean tells(String application) {
    URI address = URI.create("http://127.0.0.1:%d/ari/applications/%s".formatted(ari, application));
    String user = USER + ":" + PASSWORD;
    String basic =
        "Basic " + Base64.getEncoder().encodeToString(user.getBytes(StandardCharsets.ISO_8859_1));
    HttpRequest request = HttpRequest.newBuilder(address).header("Authorization", basic).build();
    try (HttpClient client = HttpClient.newHttpClient()) {
      return client.send(request, BodyHandlers.discarding()).statusCode() == 200;
    } catch (IOException e) {
      return false;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  /** Where the gate keeps its files. */
  public Path once() {
    return folder.resolve("once");
  }

  /** What Asterisk has logged. */
  public String said() throws IOException {
    return Files.readString(folder.resolve("asterisk.out"), StandardCharsets.ISO_8859_1);
  }

  /** What the trunk saw. */
  public Ledger ledger() {
    return TrunkLog.read(folder.resolve("sip.log"));
  }

  @Override
  public void close() {
    // Nobody may write into the folder any more when the test deletes it.
    if (asterisk != null) {
      asterisk.destroyForcibly().onExit().join();
    }
    sipp.destroyForcibly().onExit().join();
  }
}
