package peal.standalone.engine;

import static java.nio.file.StandardCopyOption.REPLACE_EXISTING;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import peal.broker.ClassArchive;
import peal.broker.Lifeline;
import peal.broker.SmallJvm;

/**
 * The carrier simulator as a process of its own, so that a worker's crash is not the phone
 * network's. It ends with this process, however this one ends: see {@link SimulatorChild}.
 */
public final class SimulatorProcess implements KeptAlive.Life {
  private static final Duration START_WITHIN = Duration.ofSeconds(30);
  private static final long STOP_SECONDS = ClassArchive.recording() ? 120 : 5;
  private static final long BETWEEN_LOOKS_MILLIS = 20;

  /**
   * Ctrl-C reaches every process of the terminal; the network must outlive the workers that hang
   * up. A JVM leaves a signal alone that was ignored when it started.
   */
  private static final List<String> DEAF_TO_THE_TERMINAL =
      List.of("/bin/sh", "-c", "trap '' INT HUP; exec \"$@\"", "sh");

  private final Process process;
  private final Path log;
  private final URI address;

  private SimulatorProcess(Process process, Path log, URI address) {
    this.process = process;
    this.log = log;
    this.address = address;
  }

  /**
   * Starts it; {@link #awaitReady} says when it serves.
   *
   * @param settings environment on top of this process's own
   * @param heap longest heap, as {@code -Xmx} takes it
   * @param log where its output goes; that of the start before is kept as .1
   * @param address where it will listen, as the settings say
   */
  public static SimulatorProcess launch(
      Map<String, String> settings, String heap, Path log, URI address) {
    List<String> command = new ArrayList<>(DEAF_TO_THE_TERMINAL);
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.add("-Xmx" + heap);
    command.add("-XX:+ExitOnOutOfMemoryError");
    command.addAll(SmallJvm.OPTIONS);
    command.addAll(ClassArchive.options("simulator"));
    command.add("-Dlogback.configurationFile=peal/standalone/logback-console.xml");
    command.addAll(List.of("-cp", System.getProperty("java.class.path")));
    command.add(SimulatorChild.class.getName());
    ProcessBuilder builder =
        new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile());
    builder.environment().putAll(settings);
    try {
      if (Files.exists(log)) {
        Files.move(log, log.resolveSibling(log.getFileName() + ".1"), REPLACE_EXISTING);
      }
      return new SimulatorProcess(builder.start(), log, address);
    } catch (IOException e) {
      throw new UncheckedIOException("the carrier simulator's process cannot be started", e);
    }
  }

  /**
   * Waits until it serves.
   *
   * @throws IllegalStateException when it ends, or does not serve within 30 s; it is then ended
   */
  public void awaitReady() throws InterruptedException {
    long deadline = System.nanoTime() + START_WITHIN.toNanos();
    try (HttpClient http = HttpClient.newHttpClient()) {
      while (!serves(http)) {
        if (!process.isAlive() || System.nanoTime() > deadline) {
          close();
          throw new IllegalStateException("the carrier simulator did not start; see " + log);
        }
        Thread.sleep(BETWEEN_LOOKS_MILLIS);
      }
    }
  }

  /** The process. */
  public ProcessHandle handle() {
    return process.toHandle();
  }

  private boolean serves(HttpClient http) throws InterruptedException {
    HttpRequest request =
        HttpRequest.newBuilder(address.resolve("/health/ready"))
            .timeout(Duration.ofSeconds(1))
            .build();
    try {
      return http.send(request, HttpResponse.BodyHandlers.discarding()).statusCode() == 200;
    } catch (IOException e) {
      return false;
    }
  }

  @Override
  public CompletableFuture<?> end() {
    return process.onExit();
  }

  /** Ends it in order within 5 s, then by force. Idempotent. */
  @Override
  public void close() {
    Lifeline.stop(process);
    try {
      if (!process.waitFor(STOP_SECONDS, TimeUnit.SECONDS)) {
        process.destroyForcibly();
      }
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }
}
