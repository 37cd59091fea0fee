package peal.ingest.kafka;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
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
 * @param latest nothing is written after this
 * @param end lets go of it
 */
record TakenExtent(
    Topics topics,
    BatchSealer<LaneEvent> writer,
    ExtentSearch.Found found,
    Look look,
    String mark,
    Instant latest,
    Runnable end)
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
    try {
      writer.seal(records, latest);
      return extended.values().iterator().next().extent();
    } catch (LogUnavailable e) {
      if (BatchSealer.isShutOut(e)) {
        throw new RowsInProgress(e);
      }
      throw e;
    } catch (SealUnknown e) {
      if (BatchSealer.isShutOut(e)) {
        return settled(e);
      }
      throw e;
    }
  }

  /** Whoever shut this out has waited until Kafka had ended it: the log says which way. */
  private BatchExtent settled(SealUnknown unknown) throws RowsInProgress, SealUnknown {
    try {
      return look.again().claimed().orElseThrow(() -> new RowsInProgress(unknown));
    } catch (LogUnavailable e) {
      unknown.addSuppressed(e);
      throw unknown;
    }
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
    end.run();
  }
}
