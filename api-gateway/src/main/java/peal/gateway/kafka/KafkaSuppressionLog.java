package peal.gateway.kafka;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaException;
import peal.domain.Lane;
import peal.domain.Workspace;
import peal.domain.event.Suppression;
import peal.gateway.Refusals;
import peal.gateway.donotcall.SuppressionLog;
import peal.service.kafka.KafkaClients;
import peal.topics.Topics;

/** Writes entries of do-not-call lists to lanes. Not in a transaction: a repeat does no harm. */
public final class KafkaSuppressionLog implements SuppressionLog, AutoCloseable {
  private final Topics topics;
  private final KafkaProducer<String, Suppression> producer;

  /** Entries go to {@code topics.suppressions()}. */
  public KafkaSuppressionLog(KafkaClients clients, Topics topics) {
    this.topics = topics;
    this.producer =
        clients.producer(
            "gateway-suppressions",
            topics.suppressions().values().serializer(),
            WhileAClientWaits.SETTINGS);
  }

  @Override
  public void send(Workspace workspace, List<Suppression> entries) {
    long end = System.nanoTime() + WhileAClientWaits.LIMIT.toNanos();
    List<Future<RecordMetadata>> all = new ArrayList<>(entries.size());
    try {
      for (Suppression entry : entries) {
        Future<RecordMetadata> sent = send(workspace, entry);
        if (sent.isDone()) {
          // One that failed at once is not followed by thousands that do.
          sent.get();
        }
        all.add(sent);
      }
      for (Future<RecordMetadata> sent : all) {
        sent.get(Math.max(0, end - System.nanoTime()), TimeUnit.NANOSECONDS);
      }
    } catch (ExecutionException | TimeoutException | KafkaException e) {
      throw Refusals.unavailable("Kafka cannot be reached. Try again in a moment.");
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw Refusals.unavailable("This gateway is stopping. Try again in a moment.");
    }
  }

  private Future<RecordMetadata> send(Workspace workspace, Suppression entry) {
    Lane lane = Lane.of(workspace.id(), entry.number(), workspace.lanes());
    return producer.send(topics.record(topics.suppressions(), lane, entry));
  }

  /** Ends within five seconds. */
  @Override
  public void close() {
    producer.close(Duration.ofSeconds(5));
  }
}
