package peal.projector.kafka;

import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.KafkaException;
import peal.domain.BatchId;
import peal.domain.Lane;
import peal.domain.event.BatchCommand;
import peal.domain.event.BatchCommand.BatchForgotten;
import peal.projector.retention.ForgettingLog;
import peal.service.Ids;
import peal.service.kafka.KafkaClients;
import peal.topics.Topics;

/**
 * Says on {@code batch-commands} what is forgotten, in one small transaction: a batch that only
 * some of its lanes forgot would be found by nobody again. Used by one thread.
 */
final class KafkaForgettingLog implements ForgettingLog, AutoCloseable {
  private final KafkaClients clients;
  private final Topics topics;
  private final InstantSource clock;

  /** Null before the first, and after a failure. */
  private Producer<String, BatchCommand> producer;

  KafkaForgettingLog(KafkaClients clients, Topics topics, InstantSource clock) {
    this.clients = clients;
    this.topics = topics;
    this.clock = clock;
  }

  @Override
  public void forget(Map<BatchId, List<Lane>> batches) {
    try {
      if (producer == null) {
        producer = open();
      }
      producer.beginTransaction();
      batches.forEach((batch, lanes) -> {
        BatchForgotten said = new BatchForgotten(batch, clock.instant());
        for (Lane lane : lanes) {
          producer.send(topics.record(topics.batchCommands(), lane, said));
        }
      });
      producer.commitTransaction();
    } catch (KafkaException e) {
      close();
      throw e;
    }
  }

  private Producer<String, BatchCommand> open() {
    String id = "peal-forgetting-" + Ids.ulid().next();
    Producer<String, BatchCommand> opened =
        clients.producer(
            id,
            topics.batchCommands().values().serializer(),
            Map.of(
                ProducerConfig.TRANSACTIONAL_ID_CONFIG,
                id,
                ProducerConfig.TRANSACTION_TIMEOUT_CONFIG,
                10_000,
                ProducerConfig.MAX_BLOCK_MS_CONFIG,
                10_000));
    opened.initTransactions();
    return opened;
  }

  /** An open transaction ends by its timeout. */
  @Override
  public void close() {
    if (producer != null) {
      producer.close(Duration.ofSeconds(2));
      producer = null;
    }
  }
}
