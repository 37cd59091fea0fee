package peal.ingest.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import peal.domain.BatchId;
import peal.domain.Lane;
import peal.domain.WorkspaceId;
import peal.domain.event.BatchCommand;
import peal.domain.event.BatchCommand.BatchSealed;
import peal.ingest.batch.BatchLog.Claimed;
import peal.ingest.batch.Claim;
import peal.ingest.batch.LogUnavailable;
import peal.service.Ids;
import peal.service.kafka.KafkaClients;
import peal.service.kafka.Provisioning;
import peal.testkit.kafka.KafkaFixture;
import peal.topics.TopicProvision;
import peal.topics.Topics;

/** Tries of one request at different ingest services, over a real broker. */
@ExtendWith(KafkaFixture.class)
@Timeout(600)
class ClaimsOnKafkaTest {
  private static final Lane LANE = new Lane(new WorkspaceId("acme"), 0);
  private static final BatchId ONE = new BatchId("batch_one");
  private static final BatchId TWO = new BatchId("batch_two");

  private final Topics topics = new Topics(2);
  private final Instant now = Instant.now().truncatedTo(ChronoUnit.MILLIS);
  private final Claim first = new Claim("c1", Optional.empty());
  private final Claim next = new Claim("c1", Optional.of(now));
  private KafkaClients clients;
  private KafkaBatchLog here;
  private KafkaBatchLog there;

  @BeforeEach
  void start(KafkaFixture kafka) {
    kafka.wipe();
    clients = new KafkaClients(kafka.bootstrapServers());
    Provisioning.run(clients, topics, TopicProvision.CREATE, Duration.ofSeconds(120));
    here = log();
    there = log();
  }

  private KafkaBatchLog log() {
    return KafkaBatchLog.create(
        clients, topics, Patience.of(Duration.ofSeconds(60)), Ids.ulid(), InstantSource.system());
  }

  @AfterEach
  void stop() {
    here.close();
    there.close();
  }

  private void seal(Claimed claimed, BatchId batch) throws Exception {
    claimed.seal(Map.of(LANE, new BatchSealed(batch, now, 1)), Instant.now().plusSeconds(30));
  }

  @Test
  void whatAFirstTrySealedTheNextOneSees() throws Exception {
    try (Claimed claimed = here.claim(first, LANE)) {
      seal(claimed, ONE);
    }
    here.seal(Map.of(LANE, new BatchSealed(TWO, now, 1)), Instant.now().plusSeconds(30));

    try (Claimed again = there.claim(next, LANE)) {
      assertThat(again.earlier()).contains(ONE);
    }
    try (Claimed other = there.claim(new Claim("c2", Optional.of(now)), LANE)) {
      assertThat(other.earlier()).isEmpty();
    }
  }

  @Test
  void aTryThatIsStillAliveCannotSealAfterTheNextHasBegun() throws Exception {
    try (Claimed slow = here.claim(first, LANE);
        Claimed quick = there.claim(next, LANE)) {
      assertThat(quick.earlier()).isEmpty();

      assertThatThrownBy(() -> seal(slow, ONE)).isInstanceOf(LogUnavailable.class);
      seal(quick, TWO);
    }

    try (Claimed last = here.claim(next, LANE)) {
      assertThat(last.earlier()).contains(TWO);
    }
  }

  @Test
  void aSealThatWasBegunAndNotCommittedNeverHolds() throws Exception {
    // given an ingest service that was killed in the middle of its seal
    try (KafkaProducer<String, BatchCommand> killed =
        clients.producer(
            "killed",
            topics.batchCommands().values().serializer(),
            Patience.of(Duration.ofSeconds(60)).transactional("peal-claim-c1"))) {
      killed.initTransactions();
      killed.beginTransaction();
      killed.send(topics.record(topics.batchCommands(), LANE, new BatchSealed(ONE, now, 1)));
      killed.flush();

      try (Claimed again = there.claim(next, LANE)) {
        assertThat(again.earlier()).isEmpty();
        assertThatThrownBy(killed::commitTransaction).isInstanceOf(RuntimeException.class);
        seal(again, TWO);
      }
    }
  }

  @Test
  void someoneElsesOpenTransactionOnlyDelaysTheLook() throws Exception {
    try (KafkaProducer<String, BatchCommand> stranger =
        clients.producer(
            "stranger",
            topics.batchCommands().values().serializer(),
            Patience.of(Duration.ofSeconds(60)).transactional("stranger"))) {
      // given a transaction that is open from before the seal until after the look has begun
      stranger.initTransactions();
      stranger.beginTransaction();
      stranger.send(topics.record(topics.batchCommands(), LANE, new BatchSealed(TWO, now, 1)));
      stranger.flush();
      try (Claimed claimed = here.claim(first, LANE)) {
        seal(claimed, ONE);
      }

      // when nobody ends it, the broker does
      try (Claimed again = there.claim(next, LANE)) {
        assertThat(again.earlier()).contains(ONE);
      }
    }
  }
}
