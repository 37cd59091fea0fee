package peal.standalone.bench;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * A child process that is spoken with in lines. No wait for it is without a bound. What it says on
 * standard error lies in a file. Used by one thread, {@link #close} by any.
 */
public final class Child implements AutoCloseable {
  private static final int MOST_LINES = 10_000;
  private static final int QUOTED = 2_000;

  private final String name;
  private final Process process;
  private final Path errors;
  private final Duration stopWithin;
  private final BlockingQueue<Optional<String>> lines = new LinkedBlockingQueue<>(MOST_LINES);

  private Child(String name, Process process, Path errors, Duration stopWithin) {
    this.name = name;
    this.process = process;
    this.errors = errors;
    this.stopWithin = stopWithin;
    Thread.ofPlatform().daemon().name("hears-" + name).start(this::hear);
  }

  /**
   * Starts it.
   *
   * @param name for messages
   * @param errors where its standard error goes
   * @param stopWithin how long it may take to end when told to, before it is killed
   */
  public static Child start(String name, ProcessBuilder command, Path errors, Duration stopWithin)
      throws IOException {
    Process process = command.redirectError(errors.toFile()).start();
    return new Child(name, process, errors, stopWithin);
  }

  private void hear() {
    try (BufferedReader out = process.inputReader(StandardCharsets.UTF_8)) {
      for (String line = out.readLine(); line != null; line = out.readLine()) {
        // Nobody listens to so much: better lost than a child that cannot write on.
        lines.offer(Optional.of(line));
      }
    } catch (IOException e) {
      // It ended in the middle of a line.
    }
    lines.offer(Optional.empty());
  }

  /** Says a line to it. */
  public void say(String line) {
    try {
      process.outputWriter(StandardCharsets.UTF_8).append(line).append('\n').flush();
    } catch (IOException e) {
      throw new UncheckedIOException(name + " does not listen any more", e);
    }
  }

  /**
   * Its next line.
   *
   * @throws IllegalStateException when it says nothing in time, or has ended; quotes its errors
   */
  public String hear(Duration within) throws InterruptedException {
    Optional<String> line = lines.poll(within.toMillis(), TimeUnit.MILLISECONDS);
    if (line == null) {
      throw new IllegalStateException(
          "%s said nothing within %d s".formatted(name, within.toSeconds()));
    }
    return line.orElseThrow(() -> new IllegalStateException(name + " has ended: " + endOf(errors)));
  }

  /** Its next line that contains {@code words}, as the other. */
  public String hear(String words, Duration within) throws InterruptedException {
    long until = System.nanoTime() + within.toNanos();
    while (true) {
      String line = hear(Duration.ofNanos(Math.max(0, until - System.nanoTime())));
      if (line.contains(words)) {
        return line;
      }
    }
  }

  /**
   * Waits for its end.
   *
   * @throws IllegalStateException when it does not end in time, or not with 0; it is ended then
   */
  public void awaitSuccess(Duration within) throws InterruptedException {
    if (!process.waitFor(within.toMillis(), TimeUnit.MILLISECONDS)) {
      close();
      throw new IllegalStateException(
          "%s did not end within %d s".formatted(name, within.toSeconds()));
    }
    if (process.exitValue() != 0) {
      throw new IllegalStateException(name + " failed: " + endOf(errors));
    }
  }

  private static String endOf(Path file) {
    try {
      String text = Files.readString(file).strip();
      return text.substring(Math.max(0, text.length() - QUOTED));
    } catch (IOException e) {
      return "its errors cannot be read";
    }
  }

  /** Whether it runs. */
  public boolean alive() {
    return process.isAlive();
  }

  /** Its id. */
  public long pid() {
    return process.pid();
  }

  /** It and whatever it has started, as far as that runs. */
  public List<ProcessHandle> processes() {
    return Stream.concat(Stream.of(process.toHandle()), process.descendants()).toList();
  }

  /** Ends it, in order where it lets itself be, and what it started. Idempotent. */
  @Override
  public void close() {
    List<ProcessHandle> all = processes();
    process.destroy();
    try {
      process.waitFor(stopWithin.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    all.forEach(ProcessHandle::destroyForcibly);
  }
}
