package peal.ingest.kafka;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.apache.kafka.clients.producer.ProducerRecord;
import peal.domain.BatchId;
import peal.domain.Lane;
import peal.domain.event.BatchCommand;
import peal.domain.event.BatchCommand.BatchSealed;
import peal.ingest.batch.BatchLog;
import peal.ingest.batch.LogUnavailable;
import peal.ingest.batch.SealUnknown;

/**
 * The seals of one claim: written by a producer whose transactional id is the claim's, so that the
 * next try's producer shuts this one out.
 *
 * @param sealer of the claim's transactional id
 * @param earlier what an earlier try has sealed
 * @param records seals as records that name the claim
 * @param slot held as long as the claim
 */
record ClaimedSeals(
    BatchSealer<BatchCommand> sealer,
    Optional<BatchId> earlier,
    Function<Map<Lane, BatchSealed>, List<ProducerRecord<String, BatchCommand>>> records,
    ClaimSlots.Slot slot)
    implements BatchLog.Claimed {
  @Override
  public void seal(Map<Lane, BatchSealed> sealed, Instant latest)
      throws LogUnavailable, SealUnknown {
    sealer.seal(records.apply(sealed), latest);
  }

  @Override
  public void close() {
    try {
      sealer.close();
    } finally {
      slot.close();
    }
  }
}
