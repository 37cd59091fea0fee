package peal.endtoend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

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
import java.util.stream.Stream;

/**
 * {@code ./peal …} as a process of its own, which ends with this one.
 *
 * @param process the process
 * @param address where it serves
 */
record Child(Process process, URI address) implements AutoCloseable {
  /** The launcher, which takes the classes of a start from the archive that the build wrote. */
  private static final String LAUNCHER =
      Path.of("..", "peal").toAbsolutePath().normalize().toString();

  /**
   * Over in a minute: the optimizing compiler would take more than it could give back. And a child
   * that is told to end does not write an archive first, where the build wrote none.
   */
  private static final String SHORT_LIVED =
      "-XX:TieredStopAtLevel=1 -XX:ReservedCodeCacheSize=240m -XX:-AutoCreateSharedArchive";

  /**
   * Starts it and does not wait.
   *
   * @param address where it will serve, as its settings or arguments say
   * @param heap most memory of its heap, as {@code -Xmx} takes it
   * @param environment settings on top of this process's environment
   * @param log where its output goes
   */
  static Child start(
      URI address, String heap, Map<String, String> environment, Path log, String... arguments) {
    ProcessBuilder builder = launcher(heap, environment, log, arguments);
    try {
      Child child = new Child(builder.start(), address);
      Runtime.getRuntime().addShutdownHook(new Thread(child::kill));
      return child;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * A command that ends by itself.
   *
   * @param log where its output goes
   * @param most how long it may take
   * @return its exit code
   * @throws AssertionError when it has not ended within {@code most}; it is then killed
   */
  static int run(Path log, Duration most, String... arguments)
      throws IOException, InterruptedException {
    Process process = launcher("256m", Map.of(), log, arguments).start();
    try (Child child = new Child(process, null)) {
      Thread end = new Thread(child::kill);
      Runtime.getRuntime().addShutdownHook(end);
      assertThat(process.waitFor(most.toNanos(), TimeUnit.NANOSECONDS)).as("ended").isTrue();
      Runtime.getRuntime().removeShutdownHook(end);
      return process.exitValue();
    }
  }

  private static ProcessBuilder launcher(
      String heap, Map<String, String> environment, Path log, String... arguments) {
    List<String> command = new ArrayList<>(List.of(LAUNCHER));
    command.addAll(List.of(arguments));
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()));
    builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
    builder.environment().put("PEAL_JAVA_OPTS", SHORT_LIVED);
    builder.environment().putAll(environment);
    builder.environment().put("PEAL_HEAP", heap);
    return builder;
  }

  /** Waits until it says that it is ready. */
  Child ready(Duration most) {
    await()
        .atMost(most)
        .failFast("the process has ended; see its log", () -> !process.isAlive())
        .until(this::serves);
    return this;
  }

  private boolean serves() throws InterruptedException {
    HttpRequest request =
        HttpRequest.newBuilder(address.resolve("/health/ready"))
            .timeout(Duration.ofSeconds(20))
            .build();
    try (HttpClient http = HttpClient.newHttpClient()) {
      return http.send(request, HttpResponse.BodyHandlers.discarding()).statusCode() == 200;
    } catch (IOException e) {
      return false;
    }
  }

  /**
   * SIGTERM for it, and waits until it has ended by itself.
   *
   * @throws AssertionError when it has not ended within {@code most}
   */
  void stop(Duration most) {
    process.destroy();
    try {
      if (!process.waitFor(most.toNanos(), TimeUnit.NANOSECONDS)) {
        throw new AssertionError("not ended within " + most);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while a process ended", e);
    }
  }

  /** SIGSTOP for it: it keeps its connections and answers nobody. */
  void pause() {
    signal("-STOP");
  }

  /** Lets it go on after {@link #pause}. */
  void resume() {
    signal("-CONT");
  }

  private void signal(String name) {
    try {
      new ProcessBuilder("kill", name, Long.toString(process.pid())).start().waitFor();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** SIGKILL for it and for all that it started, and waits until they are gone. */
  void kill() {
    List<ProcessHandle> tree =
        Stream.concat(Stream.of(process.toHandle()), process.descendants()).toList();
    tree.forEach(ProcessHandle::destroyForcibly);
    tree.forEach(handle -> handle.onExit().orTimeout(120, TimeUnit.SECONDS).join());
  }

  @Override
  public void close() {
    kill();
  }
}
