package peal.broker;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.apache.kafka.common.Uuid;

/**
 * A real Kafka broker as a child process, on the loopback interface, with its data and its log
 * ({@code broker.log}) in one folder.
 *
 * <p>It ends with the process that started it, also where that is killed. Starting it again on the
 * same folder, after a crash too, brings back what was there. Thread-safe.
 */
public final class BundledBroker implements AutoCloseable {
  private static final long BETWEEN_TRIES_MILLIS = 200;

  private final Path folder;
  private final BrokerOptions options;
  private BrokerProcess process;

  private BundledBroker(Path folder, BrokerOptions options) {
    this.folder = folder;
    this.options = options;
  }

  /** As {@link #start(Path, BrokerOptions)} with {@link BrokerOptions#DEFAULT}. */
  public static BundledBroker start(Path folder) {
    return start(folder, BrokerOptions.DEFAULT);
  }

  /**
   * Starts a broker on {@code folder}, which is created and formatted on first use, and waits until
   * it serves. The ports of the last start are used again where they are free.
   *
   * @throws IllegalStateException when it does not serve in time; quotes the end of its log
   * @throws java.io.UncheckedIOException when the folder cannot be written
   */
  public static BundledBroker start(Path folder, BrokerOptions options) {
    BundledBroker broker = new BundledBroker(folder, options);
    broker.launch();
    return broker;
  }

  private synchronized void launch() {
    long deadline = System.nanoTime() + options.startWithin().toNanos();
    while (true) {
      BrokerProcess started = BrokerProcess.launch(plan());
      try {
        Readiness.await(List.of(started), Duration.ofNanos(deadline - System.nanoTime()));
        process = started;
        return;
      } catch (Readiness.NotReady e) {
        started.kill();
        if (!e.worthAnotherTry() || System.nanoTime() > deadline) {
          throw e;
        }
        sleep();
      } catch (InterruptedException e) {
        started.kill();
        Thread.currentThread().interrupt();
        throw new IllegalStateException("interrupted while the broker started", e);
      } catch (RuntimeException e) {
        started.kill();
        throw e;
      }
    }
  }

  private NodePlan plan() {
    NodeFile kept =
        NodeFile.read(folder)
            .orElseGet(() -> new NodeFile(Uuid.randomUuid().toString(), Ports.anyFree()));
    Ports ports = kept.ports().free() ? kept.ports() : Ports.anyFree();
    new NodeFile(kept.clusterId(), ports).write(folder);
    return new NodePlan(folder, 1, kept.clusterId(), List.of(ports), options);
  }

  private static void sleep() {
    try {
      Thread.sleep(BETWEEN_TRIES_MILLIS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while the broker started", e);
    }
  }

  /** {@code host:port} for clients. May change with {@link #restart} if the port was taken. */
  public synchronized String bootstrapServers() {
    return process.plan().ports().bootstrap();
  }

  /** The broker's log since its last start. */
  public synchronized Path log() {
    return process.log();
  }

  /** Id of the child process. */
  public synchronized long pid() {
    return process.pid();
  }

  /** Whether the child process exists; a paused one does. */
  public synchronized boolean alive() {
    return process.alive();
  }

  /** Ends it with SIGKILL, as a crash would. Its data stay. */
  public synchronized void kill() {
    process.kill();
  }

  /** Freezes it with SIGSTOP. */
  public synchronized void pause() {
    process.pause();
  }

  /** Lets it go on after {@link #pause}. */
  public synchronized void resume() {
    process.resume();
  }

  /**
   * Stops it if it runs and starts it again on the same data.
   *
   * @throws IllegalStateException as {@link #start(Path, BrokerOptions)}
   */
  public synchronized void restart() {
    process.stop();
    launch();
  }

  /** Stops it in order within 10 s, then by force. Idempotent. */
  @Override
  public synchronized void close() {
    process.stop();
  }
}
