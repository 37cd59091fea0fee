package peal.gateway.kafka;

import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.IntStream;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaException;
import peal.domain.BatchId;
import peal.domain.Lane;
import peal.domain.Workspace;
import peal.domain.event.BatchCommand;
import peal.domain.event.BatchCommand.BatchCancelled;
import peal.gateway.Refusals;
import peal.gateway.batches.CancelCommand;
import peal.service.kafka.KafkaClients;
import peal.topics.Topics;

/** Writes {@link BatchCancelled} to every lane. Not in a transaction: a repeat does no harm. */
public final class KafkaCancelCommand implements CancelCommand, AutoCloseable {
  private final Topics topics;
  private final InstantSource clock;
  private final KafkaProducer<String, BatchCommand> producer;

  /** A command that goes to {@code topics.batchCommands()}. */
  public KafkaCancelCommand(KafkaClients clients, Topics topics, InstantSource clock) {
    this.topics = topics;
    this.clock = clock;
    this.producer =
        clients.producer(
            "gateway-commands",
            topics.batchCommands().values().serializer(),
            WhileAClientWaits.SETTINGS);
  }

  @Override
  public void send(Workspace workspace, BatchId batch) {
    BatchCancelled cancelled = new BatchCancelled(batch, clock.instant());
    try {
      for (Future<RecordMetadata> sent :
          IntStream.range(0, workspace.lanes())
              .mapToObj(index -> send(new Lane(workspace.id(), index), cancelled))
              .toList()) {
        sent.get(WhileAClientWaits.LIMIT.toSeconds(), TimeUnit.SECONDS);
      }
    } catch (ExecutionException | TimeoutException | KafkaException e) {
      throw Refusals.unavailable("Kafka cannot be reached. Cancel again in a moment.");
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw Refusals.unavailable("This gateway is stopping. Cancel again in a moment.");
    }
  }

  private Future<RecordMetadata> send(Lane lane, BatchCancelled cancelled) {
    return producer.send(topics.record(topics.batchCommands(), lane, cancelled));
  }

  /** Ends within five seconds. */
  @Override
  public void close() {
    producer.close(Duration.ofSeconds(5));
  }
}
