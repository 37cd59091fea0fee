package peal.standalone.chaos.cluster;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import peal.broker.ClassArchive;
import peal.broker.Lifeline;
import peal.broker.SmallJvm;
import peal.service.ProcessClock;
import peal.standalone.chaos.plan.Members;

/**
 * One service of the cluster: a process that can be killed, frozen and started again, always at the
 * same address and on the same folder. Thread-safe.
 */
public final class Member implements AutoCloseable {
  private static final Duration STOP = Duration.ofSeconds(25);
  private static final Duration ANSWER = Duration.ofSeconds(2);

  private static final Duration EXHAUSTED = Duration.ofSeconds(60);

  /** How a JVM ends after SIGTERM. */
  private static final int STOPPED = 143;

  /** How a JVM ends by {@code ExitOnOutOfMemoryError}. */
  private static final int OUT_OF_MEMORY = 3;

  /** Ctrl-C reaches every process of the terminal; a run ends its own processes in order. */
  private static final List<String> DEAF_TO_THE_TERMINAL =
      List.of("/bin/sh", "-c", "trap '' INT HUP; exec \"$@\"", "sh");

  private static final List<String> SAFE =
      List.of("-Xmx160m", "-XX:+ExitOnOutOfMemoryError", "--enable-native-access=ALL-UNNAMED");

  private final String name;
  private final URI address;
  private final Map<String, String> settings;
  private final String classPath;
  private final Path log;
  private final Path clock;
  private final HttpClient http =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).connectTimeout(ANSWER).build();
  private final ReentrantLock disturbed = new ReentrantLock();
  private Process process;

  /**
   * A member that does not run yet.
   *
   * @param name what it is called, such as {@code dialer-2}
   * @param address where it will serve
   * @param settings its environment, on top of this process's own
   * @param classPath the build that it runs
   * @param log where its output goes, over all of its starts
   * @param clock file that says how far its clock is off; there is none as long as it is right
   */
  Member(
      String name,
      URI address,
      Map<String, String> settings,
      String classPath,
      Path log,
      Path clock) {
    this.name = name;
    this.address = address;
    this.settings = Map.copyOf(settings);
    this.classPath = classPath;
    this.log = log;
    this.clock = clock;
  }

  /** What it is called. */
  public String name() {
    return name;
  }

  /** Where it serves while it runs. */
  public URI address() {
    return address;
  }

  /**
   * Waits until no other fault has this member, and keeps others from it: who is killed while
   * somebody else starts him would run twice.
   */
  public void hold() {
    disturbed.lock();
  }

  /** Lets other faults have it; by the thread that held it. */
  public void release() {
    disturbed.unlock();
  }

  /** Starts it and does not wait. */
  public synchronized void start() {
    List<String> command = new ArrayList<>(DEAF_TO_THE_TERMINAL);
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(SmallJvm.OPTIONS);
    command.addAll(SAFE);
    if (classPath.equals(System.getProperty("java.class.path"))) {
      command.addAll(ClassArchive.options(archive()));
    }
    command.add("-D" + ProcessClock.OFFSET_FILE + "=" + clock);
    command.addAll(List.of("-cp", classPath));
    command.addAll(List.of(MemberMain.class.getName(), "run", Members.serviceOf(name)));
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()));
    builder.environment().putAll(settings);
    try {
      process = builder.start();
    } catch (IOException e) {
      throw new UncheckedIOException(name + " cannot be started", e);
    }
  }

  /** The process of {@code up} that loads most of the same classes. */
  private String archive() {
    String service = Members.serviceOf(name);
    return Set.of("broker", "simulator").contains(service) ? service : "engine";
  }

  /** Whether its process exists; a frozen one does. */
  public synchronized boolean alive() {
    return process != null && process.isAlive();
  }

  /** Whether it says that it does its work. */
  public boolean ready() {
    HttpRequest request =
        HttpRequest.newBuilder(address.resolve("/health/ready")).timeout(ANSWER).build();
    try {
      return alive()
          && http.send(request, HttpResponse.BodyHandlers.discarding()).statusCode() == 200;
    } catch (IOException e) {
      return false;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  /** SIGKILL; returns when it is gone. */
  public synchronized void kill() {
    process.destroyForcibly();
    awaitEnd(Duration.ofSeconds(10));
  }

  /**
   * Freezes it for {@code time} and returns at once. The one who wakes it is a process of its own,
   * so that it wakes, and then ends, also where this process is killed meanwhile.
   */
  public synchronized void freeze(Duration time) {
    long pid = process.pid();
    String seconds = Double.toString(time.toMillis() / 1_000.0);
    String script = "kill -STOP " + pid + "; sleep " + seconds + "; kill -CONT " + pid;
    List<String> command = new ArrayList<>(DEAF_TO_THE_TERMINAL);
    command.addAll(List.of("/bin/sh", "-c", script));
    try {
      new ProcessBuilder(command)
          .redirectErrorStream(true)
          .redirectOutput(ProcessBuilder.Redirect.DISCARD)
          .start();
    } catch (IOException e) {
      throw new UncheckedIOException(name + " cannot be sent a signal", e);
    }
  }

  /**
   * Lets it allocate until it has no memory left, and waits until it has ended by itself.
   *
   * @return how long that took
   * @throws IllegalStateException when it has not ended of that within 60 s
   */
  public Duration exhaust() throws InterruptedException {
    long begin = System.nanoTime();
    Process running;
    synchronized (this) {
      running = process;
    }
    try {
      running.getOutputStream().write(MemberMain.EXHAUST);
      running.getOutputStream().flush();
    } catch (IOException e) {
      throw new UncheckedIOException(name + " cannot be told to use up its memory", e);
    }
    if (!running.waitFor(EXHAUSTED.toMillis(), TimeUnit.MILLISECONDS)
        || running.exitValue() != OUT_OF_MEMORY) {
      throw new IllegalStateException(
          name
              + " did not end of its lack of memory: "
              + (running.isAlive() ? "it lives" : "it ended with " + running.exitValue()));
    }
    return Duration.ofNanos(System.nanoTime() - begin);
  }

  /**
   * Sets the system's bound for the size of its files to nothing, so that each write to one fails,
   * as on a full disk; or takes that back.
   *
   * @return false where there is no {@code prlimit}, which every Linux has
   * @throws IllegalStateException when that does not work for a process that lives
   */
  public boolean limitFiles(boolean limited) throws InterruptedException {
    Process running;
    synchronized (this) {
      running = process;
    }
    try {
      Process set =
          new ProcessBuilder(
                  "prlimit",
                  "--pid",
                  Long.toString(running.pid()),
                  "--fsize=" + (limited ? "0" : "unlimited") + ":")
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .start();
      if (set.waitFor() != 0 && running.isAlive()) {
        throw new IllegalStateException("prlimit cannot bound the files of " + name);
      }
      return true;
    } catch (IOException e) {
      return false;
    }
  }

  /** Puts its clock {@code millis} ahead, below 0 back; 0 sets it right. It starts so as well. */
  public void setClock(long millis) {
    try {
      Path written = Files.writeString(clock.resolveSibling(name + ".new"), Long.toString(millis));
      Files.move(written, clock, StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      throw new UncheckedIOException("the clock of " + name + " cannot be set", e);
    }
  }

  /**
   * SIGTERM, and waits until it has ended.
   *
   * @return how long that took
   * @throws IllegalStateException when it has not ended in order within 25 s
   */
  public Duration stop() {
    long begin = System.nanoTime();
    Process running;
    synchronized (this) {
      running = process;
    }
    Lifeline.stop(running);
    try {
      if (!running.waitFor(STOP.toMillis(), TimeUnit.MILLISECONDS)) {
        running.destroyForcibly();
        throw new IllegalStateException(
            name + " did not end within " + STOP.toSeconds() + " s after it was told to stop");
      }
      if (running.exitValue() != STOPPED) {
        throw new IllegalStateException(
            name + " did not stop in order: it ended with " + running.exitValue());
      }
    } catch (InterruptedException e) {
      running.destroyForcibly();
      Thread.currentThread().interrupt();
    }
    return Duration.ofNanos(System.nanoTime() - begin);
  }

  /** Kills it; a stop in order would take the time of a run's end and prove nothing. */
  @Override
  public synchronized void close() {
    if (process != null) {
      kill();
    }
    http.close();
  }

  private void awaitEnd(Duration most) {
    try {
      process.waitFor(most.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
