package peal.gateway.kafka;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaException;
import peal.domain.Lane;
import peal.domain.event.BatchCommand;
import peal.gateway.Refusals;
import peal.gateway.batches.CommandLog;
import peal.service.kafka.KafkaClients;
import peal.topics.Topics;

/** Writes commands to lanes. Not in a transaction: a repeat does no harm. */
public final class KafkaCommandLog implements CommandLog, AutoCloseable {
  private final Topics topics;
  private final KafkaProducer<String, BatchCommand> producer;

  /** Commands go to {@code topics.batchCommands()}. */
  public KafkaCommandLog(KafkaClients clients, Topics topics) {
    this.topics = topics;
    this.producer =
        clients.producer(
            "gateway-commands",
            topics.batchCommands().values().serializer(),
            WhileAClientWaits.SETTINGS);
  }

  @Override
  public void send(List<Lane> lanes, BatchCommand command) {
    try {
      for (Future<RecordMetadata> sent : lanes.stream().map(lane -> send(lane, command)).toList()) {
        sent.get(WhileAClientWaits.LIMIT.toSeconds(), TimeUnit.SECONDS);
      }
    } catch (ExecutionException | TimeoutException | KafkaException e) {
      throw Refusals.unavailable("Kafka cannot be reached. Try again in a moment.");
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw Refusals.unavailable("This gateway is stopping. Try again in a moment.");
    }
  }

  private Future<RecordMetadata> send(Lane lane, BatchCommand command) {
    return producer.send(topics.record(topics.batchCommands(), lane, command));
  }

  /** Ends within five seconds. */
  @Override
  public void close() {
    producer.close(Duration.ofSeconds(5));
  }
}
