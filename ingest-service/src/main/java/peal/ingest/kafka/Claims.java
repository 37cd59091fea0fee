package peal.ingest.kafka;

import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import peal.domain.BatchId;
import peal.domain.Lane;
import peal.domain.event.BatchCommand;
import peal.domain.event.BatchCommand.BatchSealed;
import peal.ingest.batch.BatchLog;
import peal.ingest.batch.Claim;
import peal.ingest.batch.LogUnavailable;
import peal.service.kafka.KafkaClients;
import peal.topics.Topics;

/**
 * Lets one try of a claim seal at a time (docs/adr/0012). Opening a transactional producer of the
 * claim's slot makes Kafka end whatever an earlier try has begun to seal, one way or the other, and
 * refuse it from then on. After that the log says for certain whether one has sealed.
 */
final class Claims {
  private final Topics topics;
  private final Function<String, Producer<String, BatchCommand>> producers;
  private final SealSearch search;
  private final Patience patience;
  private final InstantSource clock;
  private final ClaimSlots slots;

  /** Claims whose producers are made by {@code producers}, by their transactional id. */
  Claims(
      Topics topics,
      Function<String, Producer<String, BatchCommand>> producers,
      SealSearch search,
      Patience patience,
      InstantSource clock) {
    this.topics = topics;
    this.producers = producers;
    this.search = search;
    this.patience = patience;
    this.clock = clock;
    this.slots = new ClaimSlots(patience.delivery());
  }

  /** Claims in the cluster of {@code clients}. */
  static Claims in(KafkaClients clients, Topics topics, Patience patience, InstantSource clock) {
    return new Claims(
        topics,
        id ->
            clients.producer(
                "ingest-" + id,
                topics.batchCommands().values().serializer(),
                patience.transactional(id)),
        new SealSearch(CommandReader.in(clients, topics, patience.commit())),
        patience,
        clock);
  }

  /**
   * Shuts out earlier tries, then looks what they have done; {@code lane} is one that is sealed.
   */
  BatchLog.Claimed take(Claim claim, Lane lane) throws LogUnavailable {
    ClaimSlots.Slot slot = slots.take(claim, lane.workspace());
    BatchSealer<BatchCommand> sealer =
        BatchSealer.shared(() -> producers.apply(slot.transactionalId()), patience.commit(), clock);
    try {
      sealer.open();
      Optional<BatchId> earlier = Optional.empty();
      if (claim.writtenSince().isPresent()) {
        earlier = search.find(claim.id(), lane, claim.writtenSince().get());
      }
      return new ClaimedSeals(sealer, earlier, sealed -> records(claim, sealed), slot);
    } catch (LogUnavailable | RuntimeException e) {
      sealer.close();
      slot.close();
      throw e;
    }
  }

  private List<ProducerRecord<String, BatchCommand>> records(
      Claim claim, Map<Lane, BatchSealed> sealed) {
    List<ProducerRecord<String, BatchCommand>> records = new ArrayList<>();
    sealed.forEach((lane, event) -> {
      ProducerRecord<String, BatchCommand> record =
          topics.record(topics.batchCommands(), lane, event);
      record.headers().add(SealSearch.CLAIM, claim.id().getBytes(StandardCharsets.UTF_8));
      records.add(record);
    });
    return records;
  }
}
