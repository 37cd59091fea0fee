package peal.service.kafka;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.apache.kafka.clients.consumer.Consumer;

/** Readers without Kafka: nobody is asked where topics end, and nothing can be put aside. */
final class TableReaders {
  private TableReaders() {}

  static TableReader of(Consumer<byte[], byte[]> consumer) {
    return new TableReader(
        "test",
        () -> consumer,
        new LogEnds(() -> {
          throw new IllegalStateException("nobody asks");
        }),
        topic ->
            new DeadLetters(
                () -> {
                  throw new IllegalStateException("nobody can be told");
                },
                topic,
                "test",
                new SimpleMeterRegistry()),
        new SimpleMeterRegistry());
  }
}
