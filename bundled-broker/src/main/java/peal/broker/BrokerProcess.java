package peal.broker;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/** A node's process, from its launch to its end. Thread-safe. */
final class BrokerProcess {
  /** An archive is written after the last word of Kafka. */
  private static final int STOP_SECONDS = ClassArchive.recording() ? 120 : 30;

  private static final int QUOTED_LINES = 12;

  /**
   * Ctrl-C reaches every process of the terminal. The broker must not stop before the services that
   * write to it have, so it ignores that signal and waits to be told by its parent. A JVM leaves a
   * signal alone that was ignored when it started.
   */
  private static final List<String> DEAF_TO_THE_TERMINAL =
      List.of("/bin/sh", "-c", "trap '' INT HUP; exec \"$@\"", "sh");

  /** Log by logback, and no complaint of log4j's API that it finds no log4j. */
  private static final List<String> LOGGING =
      List.of(
          "-Dlogback.configurationFile=peal/broker/logback.xml",
          "-Dlog4j2.loggerContextFactory="
              + "org.apache.logging.log4j.simple.SimpleLoggerContextFactory");

  private final NodePlan plan;
  private final Process process;
  private final Path log;

  private BrokerProcess(NodePlan plan, Process process, Path log) {
    this.plan = plan;
    this.process = process;
    this.log = log;
  }

  /** Starts the process; it serves some time later. The log of the start before is kept as .1. */
  static BrokerProcess launch(NodePlan plan) {
    try {
      Files.createDirectories(plan.folder());
      Path settings = plan.folder().resolve("server.properties");
      NodeFile.replace(settings, plan.settings());
      Path log = plan.folder().resolve("broker.log");
      if (Files.exists(log)) {
        Files.move(log, log.resolveSibling("broker.log.1"), StandardCopyOption.REPLACE_EXISTING);
      }
      Process process =
          new ProcessBuilder(command(plan, settings))
              .redirectErrorStream(true)
              .redirectOutput(log.toFile())
              .start();
      return new BrokerProcess(plan, process, log);
    } catch (IOException e) {
      throw new UncheckedIOException("the broker's process cannot be started", e);
    }
  }

  private static List<String> command(NodePlan plan, Path settings) {
    List<String> command = new ArrayList<>(DEAF_TO_THE_TERMINAL);
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(plan.options().jvm());
    command.addAll(ClassArchive.options("broker"));
    command.add("-XX:+ExitOnOutOfMemoryError");
    // Compression libraries are native; newer JVMs warn without this.
    command.add("--enable-native-access=ALL-UNNAMED");
    command.addAll(LOGGING);
    command.add("-cp");
    command.add(plan.options().classPath());
    command.add(BrokerMain.class.getName());
    command.add(settings.toAbsolutePath().toString());
    command.add(plan.clusterId());
    return command;
  }

  NodePlan plan() {
    return plan;
  }

  Path log() {
    return log;
  }

  long pid() {
    return process.pid();
  }

  boolean alive() {
    return process.isAlive();
  }

  /** Ends it as a crash would, and waits until it is gone. */
  void kill() {
    process.destroyForcibly();
    awaitEnd(STOP_SECONDS);
  }

  /** Freezes it: it holds its connections and says nothing. */
  void pause() {
    signal("STOP");
  }

  /** Lets it go on after {@link #pause}. */
  void resume() {
    signal("CONT");
  }

  /** Stops it in order, or, where that takes more than 10 s, at once. Does nothing twice. */
  void stop() {
    if (!alive()) {
      return;
    }
    // A frozen process would keep the request to stop for later.
    resume();
    Lifeline.stop(process);
    if (!awaitEnd(STOP_SECONDS)) {
      kill();
    }
  }

  /** The end of its log without stack frames, for a message that says why it did not start. */
  String lastWords() {
    try {
      // Broken bytes must not hide the rest.
      List<String> lines =
          new String(Files.readAllBytes(log), StandardCharsets.UTF_8)
              .lines()
              .filter(line -> !line.startsWith("\t"))
              .toList();
      return lines.stream()
          .skip(Math.max(0, lines.size() - QUOTED_LINES))
          .collect(Collectors.joining("\n"));
    } catch (IOException e) {
      return "(no log: " + e.getMessage() + ")";
    }
  }

  private boolean awaitEnd(int seconds) {
    try {
      return process.waitFor(seconds, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  private void signal(String name) {
    try {
      new ProcessBuilder("kill", "-" + name, Long.toString(pid()))
          .redirectErrorStream(true)
          .redirectOutput(ProcessBuilder.Redirect.DISCARD)
          .start()
          .waitFor();
    } catch (IOException e) {
      throw new UncheckedIOException("the broker cannot be sent a signal", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
