package peal.testkit.kafka;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Comparator;
import java.util.Optional;
import java.util.stream.Stream;
import peal.broker.BundledBroker;

/** The broker of this JVM, however it runs. */
interface RunningKafka {
  String bootstrapServers();

  /** Starts one, says which, and sees to its end. */
  static RunningKafka start() {
    Optional<RunningKafka> container = container();
    RunningKafka kafka = container.orElseGet(RunningKafka::bundled);
    System.out.printf(
        "Kafka for tests: %s at %s%n",
        container.isPresent() ? "container" : "bundled broker", kafka.bootstrapServers());
    return kafka;
  }

  private static Optional<RunningKafka> container() {
    if (!DockerEngine.answers()) {
      return Optional.empty();
    }
    try {
      return Optional.of(ContainerKafka.start());
    } catch (LinkageError e) {
      System.out.println("Kafka for tests: no Testcontainers on the class path");
    } catch (RuntimeException e) {
      System.out.println("Kafka for tests: a container cannot be started: " + e.getMessage());
    }
    return Optional.empty();
  }

  private static RunningKafka bundled() {
    try {
      Path folder = Files.createTempDirectory("peal-test-broker");
      BundledBroker broker = BundledBroker.start(folder);
      Runtime.getRuntime()
          .addShutdownHook(
              new Thread(() -> {
                // Nobody will read the data again, so there is no order to keep.
                broker.kill();
                keepLog(broker.log());
                delete(folder);
              }));
      return broker::bootstrapServers;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Beside the test reports, for whoever asks why a test failed. */
  private static void keepLog(Path log) {
    try {
      Files.copy(log, Path.of("target", "broker.log"), StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException e) {
      // There is no such folder, so nobody collects reports.
    }
  }

  private static void delete(Path folder) {
    try (Stream<Path> all = Files.walk(folder)) {
      all.sorted(Comparator.reverseOrder()).map(Path::toFile).forEach(File::delete);
    } catch (IOException e) {
      // The operating system empties its temporary folder.
    }
  }
}
