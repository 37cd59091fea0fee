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
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
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
    configure(talk);
    Path scenario = folder.resolve("trunk.xml");
    try (InputStream in = RunningAsterisk.class.getResourceAsStream("trunk.xml")) {
      Files.copy(in, scenario);
    }
    this.sipp =
        start(
            List.of(
                "sipp",
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
    start();
  }

  /** Whether Asterisk and sipp are on this machine. */
  public static boolean installed() {
    return installed("asterisk") && installed("sipp");
  }

  private static boolean installed(String name) {
    return Arrays.stream((System.getenv("PATH") + ":/usr/sbin").split(":"))
        .anyMatch(path -> Files.isExecutable(Path.of(path, name)));
  }

  private void configure(Duration talk) throws IOException {
    Path etc = Files.createDirectories(folder.resolve("etc"));
    for (String name : List.of("once", "run", "log", "spool", "lib", "db")) {
      Files.createDirectories(folder.resolve(name));
    }
    copy(
        etc,
        "extensions.conf",
        Map.of(
            "/var/spool/asterisk/peal",
            folder.resolve("once").toString(),
            "Wait(3600)",
            // Whoever ends in 0009 talks until it is hung up.
            "Wait(${IF($[\"${CALLERID(num):-4}\" = \"0009\"]?600:%d)})".formatted(talk.toSeconds()),
            // So that the trunk's log is a ledger of attempts.
            "gS(",
            "b(peal-ledger^s^1)gS("));
    Files.writeString(
        etc.resolve("extensions.conf"),
        """

        [peal-ledger]
        exten => s,1,Set(PJSIP_HEADER(add,X-Peal-Attempt)=${PEAL_ATTEMPT})
         same => n,Return()
        """,
        StandardOpenOption.APPEND);
    copy(etc, "ari.conf", Map.of());
    copy(etc, "manager.conf", Map.of("5038", Integer.toString(manager)));
    copy(etc, "http.conf", Map.of("8088", Integer.toString(ari)));
    Files.writeString(
        etc.resolve("asterisk.conf"),
        """
        [directories]
        astetcdir => %1$s/etc
        astmoddir => /usr/lib/asterisk/modules
        astvarlibdir => %1$s/lib
        astdbdir => %1$s/db
        astkeydir => %1$s/lib
        astdatadir => /usr/share/asterisk
        astagidir => %1$s/lib
        astspooldir => %1$s/spool
        astrundir => %1$s/run
        astlogdir => %1$s/log
        """
            .formatted(folder));
    Files.writeString(
        etc.resolve("modules.conf"),
        """
        [modules]
        autoload=yes
        noload => chan_sip.so
        noload => chan_iax2.so
        noload => chan_skinny.so
        noload => chan_mgcp.so
        noload => chan_unistim.so
        noload => pbx_dundi.so
        """);
    Files.writeString(
        etc.resolve("pjsip.conf"),
        """
        [udp]
        type=transport
        protocol=udp
        bind=127.0.0.1:%d
        [trunk]
        type=endpoint
        context=nobody
        disallow=all
        allow=ulaw
        aors=trunk
        [trunk]
        type=aor
        contact=sip:127.0.0.1:%d
        """
            .formatted(sip, trunk));
  }

  /** A file of {@code deploy/asterisk}, with changes that this place needs. */
  private static void copy(Path to, String name, Map<String, String> changes) throws IOException {
    String text;
    try (InputStream shipped = RunningAsterisk.class.getResourceAsStream("etc/" + name)) {
      text = new String(shipped.readAllBytes(), StandardCharsets.UTF_8);
    }
    for (Map.Entry<String, String> change : changes.entrySet()) {
      if (!text.contains(change.getKey())) {
        throw new IllegalStateException(name + " has no " + change.getKey());
      }
      text = text.replace(change.getKey(), change.getValue());
    }
    Files.writeString(to.resolve(name), text);
  }

  /** Starts Asterisk, again where it was killed, and waits until it is ready. */
  public void start() {
    asterisk =
        start(
            List.of(
                "/usr/sbin/asterisk", "-f", "-C", folder.resolve("etc/asterisk.conf").toString()),
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
    close();
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
        {"carriers": [{"id": "%s", "kind": "ASTERISK",
          "settings": {"ari": "http://127.0.0.1:%d/ari", "managerPort": %d,
            "user": "%s", "password": "%s", "managerPassword": "%s"}}]}
        """
            .formatted(id, ari, manager, USER, PASSWORD, MANAGER_PASSWORD));
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
    asterisk.destroyForcibly().onExit().join();
    sipp.destroyForcibly().onExit().join();
  }
}
