package peal.ingest.kafka;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.producer.ProducerRecord;
import peal.domain.BatchExtent;
import peal.domain.Lane;
import peal.domain.event.BatchCommand.BatchExtended;
import peal.domain.event.CallQueued;
import peal.domain.event.LaneEvent;
import peal.ingest.batch.BatchLog;
import peal.ingest.batch.LogUnavailable;
import peal.ingest.batch.RowsInProgress;
import peal.ingest.batch.SealUnknown;
import peal.topics.Topic;
import peal.topics.Topics;

/**
 * A batch of which nobody else can change how far its rows reach.
 *
 * @param writer of the batch's transactional id
 * @param found when it was taken
 * @param look at the log once more
 * @param mark of its records: the claim, by which a repeat finds them, or one that nobody has
 * @param within how long writing may take
 * @param slot held as long as the batch
 */
record TakenExtent(
    Topics topics,
    BatchSealer<LaneEvent> writer,
    ExtentSearch.Found found,
    Look look,
    String mark,
    InstantSource clock,
    Duration within,
    ClaimSlots.Slot slot)
    implements BatchLog.Extending {
  /** What the log says of the batch by now. */
  @FunctionalInterface
  interface Look {
    ExtentSearch.Found again() throws LogUnavailable;
  }

  @Override
  public Optional<BatchExtent> newest() {
    return found.newest();
  }

  @Override
  public Optional<BatchExtent> earlier() {
    return found.claimed();
  }

  @Override
  public BatchExtent write(
      List<BatchLog.LaneRow> rows, boolean bulk, Map<Lane, BatchExtended> extended)
      throws LogUnavailable, RowsInProgress, SealUnknown {
    Topic<String, CallQueued> topic = bulk ? topics.callJobsBulk() : topics.callJobs();
    List<ProducerRecord<String, LaneEvent>> records = new ArrayList<>();
    rows.forEach(row -> records.add(plain(topics.record(topic, row.lane(), row.row()))));
    extended.forEach((lane, event) -> {
      ProducerRecord<String, LaneEvent> record =
          plain(topics.record(topics.batchCommands(), lane, event));
      record.headers().add(SealSearch.CLAIM, mark.getBytes(StandardCharsets.UTF_8));
      records.add(record);
    });
    Instant begun = clock.instant();
    try {
      writer.seal(records, begun.plus(within));
      return extended.values().iterator().next().extent();
    } catch (LogUnavailable e) {
      if (BatchSealer.isShutOut(e)) {
        throw ended(begun, e);
      }
      throw e;
    } catch (SealUnknown e) {
      if (BatchSealer.isShutOut(e)) {
        return settled(begun, e);
      }
      throw e;
    }
  }

  /** Whoever shut this out has waited until Kafka had ended it: the log says which way. */
  private BatchExtent settled(Instant begun, SealUnknown unknown)
      throws LogUnavailable, RowsInProgress, SealUnknown {
    Optional<BatchExtent> written;
    try {
      written = look.again().claimed();
    } catch (LogUnavailable e) {
      unknown.addSuppressed(e);
      throw unknown;
    }
    if (written.isEmpty()) {
      throw ended(begun, unknown);
    }
    return written.get();
  }

  /** Nothing was written: somebody else came, or Kafka has ended what took too long. */
  private LogUnavailable ended(Instant begun, Exception fault) throws RowsInProgress {
    if (clock.instant().isBefore(begun.plus(Patience.TRANSACTION))) {
      throw new RowsInProgress(fault);
    }
    return new LogUnavailable("Kafka took too long", fault);
  }

  static ProducerRecord<String, LaneEvent> plain(
      ProducerRecord<String, ? extends LaneEvent> record) {
    return new ProducerRecord<>(
        record.topic(),
        record.partition(),
        record.timestamp(),
        record.key(),
        record.value(),
        record.headers());
  }

  @Override
  public void close() {
    letGo(writer, slot);
  }

  /** Whatever fails, the next one must be able to take it. */
  static void letGo(BatchSealer<?> writer, ClaimSlots.Slot slot) {
    try {
      writer.close();
    } finally {
      slot.close();
    }
  }
}
