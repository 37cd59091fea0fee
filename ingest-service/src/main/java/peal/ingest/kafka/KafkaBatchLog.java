package peal.ingest.kafka;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaException;
import peal.domain.BatchId;
import peal.domain.Lane;
import peal.domain.WorkspaceId;
import peal.domain.event.BatchCommand;
import peal.domain.event.BatchCommand.BatchOpened;
import peal.domain.event.BatchCommand.BatchSealed;
import peal.domain.event.CallQueued;
import peal.ingest.batch.BatchLog;
import peal.ingest.batch.Claim;
import peal.ingest.batch.LogUnavailable;
import peal.ingest.batch.RowsInProgress;
import peal.ingest.batch.SealUnknown;
import peal.service.Ids;
import peal.service.kafka.KafkaClients;
import peal.service.trace.Origin;
import peal.topics.Topics;

/**
 * Batches in Kafka: commands and rows by idempotent producers with {@code acks=all}, seals in a
 * small transaction. Rows are not in one: an open transaction of a million rows would hold back
 * every reader of their partitions, other tenants' too.
 */
public final class KafkaBatchLog implements BatchLog, AutoCloseable {
  private final Topics topics;
  private final Producer<String, BatchCommand> commands;
  private final Producer<String, CallQueued> rows;
  private final BatchSealer<BatchCommand> sealer;
  private final Claims claims;
  private final Extents extents;
  private final Duration patience;

  /** Writes with producers that the caller has made; closes them in the end. */
  KafkaBatchLog(
      Topics topics,
      Producer<String, BatchCommand> commands,
      Producer<String, CallQueued> rows,
      Supplier<Producer<String, BatchCommand>> sealers,
      Claims claims,
      Extents extents,
      Patience patience,
      InstantSource clock) {
    this.topics = topics;
    this.commands = commands;
    this.rows = rows;
    this.sealer = BatchSealer.alone(sealers, patience.commit(), clock);
    this.claims = claims;
    this.extents = extents;
    this.patience = patience.delivery();
  }

  /** A log with producers of its own. */
  public static KafkaBatchLog create(
      KafkaClients clients, Topics topics, Patience patience, Ids ids, InstantSource clock) {
    String transactionalId = "peal-ingest-" + ids.next();
    KafkaBatchLog log =
        new KafkaBatchLog(
            topics,
            clients.producer(
                "ingest-commands",
                topics.batchCommands().values().serializer(),
                patience.settings(4 << 20)),
            clients.producer(
                "ingest-rows",
                topics.callJobs().values().serializer(),
                patience.settings(16 << 20)),
            () ->
                clients.producer(
                    "ingest-seals",
                    topics.batchCommands().values().serializer(),
                    patience.transactional(transactionalId)),
            Claims.in(clients, topics, patience, clock),
            Extents.in(clients, topics, patience, ids, clock),
            patience,
            clock);
    log.sealer.warmUp();
    return log;
  }

  @Override
  public void open(Map<Lane, BatchOpened> opened) throws LogUnavailable {
    try {
      List<Future<RecordMetadata>> sent = new ArrayList<>();
      opened.forEach((lane, event) -> {
        ProducerRecord<String, BatchCommand> record =
            topics.record(topics.batchCommands(), lane, event);
        Origin.current().addTo(record.headers());
        sent.add(commands.send(record));
      });
      for (Future<RecordMetadata> each : sent) {
        each.get(2 * patience.toMillis(), TimeUnit.MILLISECONDS);
      }
    } catch (KafkaException | IllegalStateException | ExecutionException | TimeoutException e) {
      throw new LogUnavailable("the batch could not be announced", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new LogUnavailable("interrupted while announcing the batch", e);
    }
  }

  @Override
  public Rows rows(boolean bulk) {
    return new RowsInFlight(
        topics, bulk ? topics.callJobsBulk() : topics.callJobs(), rows, patience);
  }

  @Override
  public void seal(Map<Lane, BatchSealed> sealed, Instant latest)
      throws LogUnavailable, SealUnknown {
    List<ProducerRecord<String, BatchCommand>> records = new ArrayList<>();
    sealed.forEach(
        (lane, event) -> records.add(topics.record(topics.batchCommands(), lane, event)));
    sealer.seal(records, latest);
  }

  @Override
  public Claimed claim(Claim claim, Lane lane) throws LogUnavailable {
    return claims.take(claim, lane);
  }

  @Override
  public Extending extend(WorkspaceId workspace, BatchId batch, Optional<Claim> claim, long readTo)
      throws LogUnavailable, RowsInProgress {
    return extents.take(workspace, batch, claim, readTo);
  }

  /** Ends the producers, within two seconds each. */
  @Override
  public void close() {
    sealer.close();
    commands.close(Duration.ofSeconds(2));
    rows.close(Duration.ofSeconds(2));
  }
}
