package peal.standalone.engine;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import peal.broker.Lifeline;

/**
 * The carrier simulator as a process of its own, so that a worker's crash is not the phone
 * network's. It ends with this process, however this one ends: see {@link SimulatorChild}.
 */
public final class SimulatorProcess implements AutoCloseable {
  private static final Duration START_WITHIN = Duration.ofSeconds(30);
  private static final long STOP_SECONDS = 5;

  /**
   * Ctrl-C reaches every process of the terminal; the network must outlive the workers that hang
   * up. A JVM leaves a signal alone that was ignored when it started.
   */
  private static final List<String> DEAF_TO_THE_TERMINAL =
      List.of("/bin/sh", "-c", "trap '' INT HUP; exec \"$@\"", "sh");

  private final Process process;
  private final URI address;

  private SimulatorProcess(Process process, URI address) {
    this.process = process;
    this.address = address;
  }

  /**
   * Starts it and waits until it serves.
   *
   * @param settings environment on top of this process's own
   * @param log where its output goes; a log of the last start is overwritten
   * @param address where it will listen, as the settings say
   * @throws IllegalStateException when it does not serve within 30 s
   */
  public static SimulatorProcess start(Map<String, String> settings, Path log, URI address)
      throws InterruptedException {
    List<String> command = new ArrayList<>(DEAF_TO_THE_TERMINAL);
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(
        List.of(
            "-Xmx128m",
            "-XX:+UseSerialGC",
            "-XX:TieredStopAtLevel=1",
            "-XX:+ExitOnOutOfMemoryError"));
    command.addAll(List.of("-Dlogback.configurationFile=peal/standalone/logback-console.xml"));
    command.addAll(List.of("-cp", System.getProperty("java.class.path")));
    command.add(SimulatorChild.class.getName());
    ProcessBuilder builder =
        new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile());
    builder.environment().putAll(settings);
    try {
      SimulatorProcess simulator = new SimulatorProcess(builder.start(), address);
      simulator.awaitReady(log);
      return simulator;
    } catch (IOException e) {
      throw new UncheckedIOException("the carrier simulator's process cannot be started", e);
    }
  }

  private void awaitReady(Path log) throws InterruptedException {
    long deadline = System.nanoTime() + START_WITHIN.toNanos();
    try (HttpClient http = HttpClient.newHttpClient()) {
      while (!serves(http)) {
        if (!process.isAlive() || System.nanoTime() > deadline) {
          close();
          throw new IllegalStateException("the carrier simulator did not start; see " + log);
        }
        Thread.sleep(50);
      }
    }
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

  /** Where it listens. */
  public URI address() {
    return address;
  }

  /** Whether the process exists. */
  public boolean alive() {
    return process.isAlive();
  }

  /** Id of the process. */
  public long pid() {
    return process.pid();
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
