package peal.ingest.kafka;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import org.apache.kafka.clients.producer.Producer;
import peal.domain.BatchId;
import peal.domain.Lane;
import peal.domain.WorkspaceId;
import peal.domain.event.LaneEvent;
import peal.ingest.batch.BatchLog;
import peal.ingest.batch.Claim;
import peal.ingest.batch.LogUnavailable;
import peal.ingest.batch.RowsInProgress;
import peal.service.Ids;
import peal.service.kafka.KafkaClients;
import peal.topics.EnvelopeSerde;
import peal.topics.Topics;

/**
 * Lets one at a time change how far a batch's rows reach (docs/adr/0043). The transactional id is
 * the batch's: opening its producer makes Kafka end whatever was being written of it, one way or
 * the other, and refuse it from then on. After that the log says for certain how far the rows
 * reach.
 */
final class Extents {
  /** Rows of up to 20 MB, which are sent as fast as they are written. */
  private static final int BUFFER = 8 << 20;

  /**
   * How long an addition waits here for those before it, each of which takes a tenth of a second.
   */
  private static final Duration TURN = Duration.ofSeconds(5);

  private final Topics topics;
  private final Function<String, Producer<String, LaneEvent>> producers;
  private final ExtentSearch search;
  private final Patience patience;
  private final Ids ids;
  private final InstantSource clock;
  private final ClaimSlots turns;

  /** Extents that are written by {@code producers}, by their transactional id. */
  Extents(
      Topics topics,
      Function<String, Producer<String, LaneEvent>> producers,
      ExtentSearch search,
      Patience patience,
      Duration turn,
      Ids ids,
      InstantSource clock) {
    this.topics = topics;
    this.producers = producers;
    this.search = search;
    this.patience = patience;
    this.ids = ids;
    this.clock = clock;
    this.turns = new ClaimSlots(turn);
  }

  /** Extents in the cluster of {@code clients}. */
  static Extents in(
      KafkaClients clients, Topics topics, Patience patience, Ids ids, InstantSource clock) {
    return new Extents(
        topics,
        id ->
            clients.producer(
                "ingest-" + id,
                EnvelopeSerde.of(LaneEvent.class, 1, Topics.LARGEST_INPUT).serializer(),
                patience.transactional(id, BUFFER)),
        new ExtentSearch(CommandReader.in(clients, topics, patience.commit())),
        patience,
        TURN,
        ids,
        clock);
  }

  /** Shuts out whoever had the batch elsewhere, then looks how far its rows reach. */
  BatchLog.Extending take(WorkspaceId workspace, BatchId batch, Optional<Claim> claim, long readTo)
      throws LogUnavailable, RowsInProgress {
    String name = batch.token().toLowerCase(Locale.ROOT);
    String id =
        ClaimSlots.transactionalId(new Claim(name, Optional.empty(), Claim.Kind.ROWS), workspace);
    ClaimSlots.Slot slot = turns.take(id, ids.next()).orElseThrow(() -> new RowsInProgress(null));
    BatchSealer<LaneEvent> writer =
        BatchSealer.shared(() -> producers.apply(id), patience.commit(), clock);
    boolean taken = false;
    try {
      writer.open();
      Optional<Instant> since = claim.flatMap(Claim::writtenSince);
      String mark = claim.map(Claim::id).orElseGet(ids::next);
      Lane first = new Lane(workspace, 0);
      BatchLog.Extending extending =
          new TakenExtent(
              topics,
              writer,
              search.find(batch, mark, first, readTo, since),
              () -> search.find(batch, mark, first, readTo, Optional.empty()),
              mark,
              clock,
              patience.commit(),
              slot);
      taken = true;
      return extending;
    } finally {
      if (!taken) {
        TakenExtent.letGo(writer, slot);
      }
    }
  }
}
