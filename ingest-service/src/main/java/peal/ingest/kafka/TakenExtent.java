package peal.ingest.kafka;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.errors.InvalidProducerEpochException;
import org.apache.kafka.common.errors.ProducerFencedException;
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
 * @param newest what was written last
 * @param earlier what an earlier try has written
 * @param claim whose it is
 * @param latest nothing is written after this
 * @param end lets go of it
 */
record TakenExtent(
    Topics topics,
    BatchSealer<LaneEvent> writer,
    Optional<BatchExtent> newest,
    Optional<BatchExtent> earlier,
    Optional<String> claim,
    Instant latest,
    Runnable end)
    implements BatchLog.Extending {
  @Override
  public void write(List<BatchLog.LaneRow> rows, boolean bulk, Map<Lane, BatchExtended> extended)
      throws LogUnavailable, RowsInProgress, SealUnknown {
    Topic<String, CallQueued> topic = bulk ? topics.callJobsBulk() : topics.callJobs();
    List<ProducerRecord<String, LaneEvent>> records = new ArrayList<>();
    rows.forEach(row -> records.add(plain(topics.record(topic, row.lane(), row.row()))));
    extended.forEach((lane, event) -> {
      ProducerRecord<String, LaneEvent> record =
          plain(topics.record(topics.batchCommands(), lane, event));
      claim.ifPresent(
          id -> record.headers().add(SealSearch.CLAIM, id.getBytes(StandardCharsets.UTF_8)));
      records.add(record);
    });
    try {
      writer.seal(records, latest);
    } catch (LogUnavailable e) {
      if (shutOut(e)) {
        throw new RowsInProgress(e);
      }
      throw e;
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

  private static boolean shutOut(Throwable fault) {
    return fault != null
        && (fault instanceof ProducerFencedException
            || fault instanceof InvalidProducerEpochException
            || shutOut(fault.getCause()));
  }

  @Override
  public void close() {
    end.run();
  }
}
