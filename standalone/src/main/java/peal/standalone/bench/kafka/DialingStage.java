package peal.standalone.bench.kafka;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import peal.service.kafka.KafkaClients;

/** Reads requests, commits, and only then reports on them, as a worker does. */
final class DialingStage implements Runnable, AutoCloseable {
  private static final Duration POLL = Duration.ofMillis(100);

  private final KafkaConsumer<byte[], byte[]> consumer;
  private final KafkaProducer<String, byte[]> producer;
  private final BiConsumer<byte[], Consumer<ProducerRecord<String, byte[]>>> step;
  private volatile boolean closed;

  /** A stage that does not run yet; {@code step} is given each request's value. */
  DialingStage(
      KafkaClients clients,
      String requests,
      BiConsumer<byte[], Consumer<ProducerRecord<String, byte[]>>> step) {
    this.step = step;
    this.consumer = clients.consumer("dialing", TransactionalStage.membership("dialing"));
    this.consumer.subscribe(List.of(requests));
    this.producer =
        clients.producer(
            "dialing", new ByteArraySerializer(), Map.of(ProducerConfig.LINGER_MS_CONFIG, 40));
  }

  @Override
  public void run() {
    try (consumer;
        producer) {
      while (!closed) {
        ConsumerRecords<byte[], byte[]> records = consumer.poll(POLL);
        if (!records.isEmpty()) {
          consumer.commitSync(records.nextOffsets());
          records.forEach(record -> step.accept(record.value(), producer::send));
        }
      }
    }
  }

  /** Lets it end soon. */
  @Override
  public void close() {
    closed = true;
  }
}
