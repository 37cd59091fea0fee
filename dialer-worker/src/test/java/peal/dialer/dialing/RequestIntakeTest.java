package peal.dialer.dialing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.CommitFailedException;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.RebalanceInProgressException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.errors.WakeupException;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import peal.domain.DialRequest;
import peal.service.kafka.DeadLetters;
import peal.service.trace.Origin;
import peal.topics.Topics;

class RequestIntakeTest {
  private static final Topics TOPICS = new Topics(2);
  private static final String TOPIC = TOPICS.dialRequests().name();
  private static final TopicPartition FIRST = new TopicPartition(TOPIC, 0);
  private static final TopicPartition SECOND = new TopicPartition(TOPIC, 1);

  private final ManualTime time = new ManualTime();
  private final List<Long> received = new ArrayList<>();
  private final FencedConsumer consumer = new FencedConsumer();
  private final MockProducer<byte[], byte[]> aside =
      new MockProducer<>(true, null, new ByteArraySerializer(), new ByteArraySerializer());
  private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
  private boolean carrierFails;

  /** What the next request fails with, or null. */
  private Error fault;

  private final RequestIntake intake =
      new RequestIntake(
          consumer,
          TOPICS,
          new DeadLetters(() -> aside, TOPIC, "dialing-w1", registry),
          this::receive,
          new DialingMetrics(registry),
          time.clocks,
          () -> carrierFails);

  private void receive(DialRequest request, Origin origin, Moment arrival) {
    if (fault != null) {
      Error once = fault;
      fault = null;
      throw once;
    }
    received.add(request.attempt().call().row());
  }

  /** A consumer whose next commit may fail, and which notes what had been handed over by then. */
  private final class FencedConsumer extends MockConsumer<byte[], byte[]> {
    private RuntimeException nextCommit;
    private Runnable meanwhile = () -> {};
    private int receivedBeforeCommit;

    private FencedConsumer() {
      super("earliest");
    }

    @Override
    public void commitSync(Map<TopicPartition, OffsetAndMetadata> offsets, Duration limit) {
      receivedBeforeCommit = received.size();
      if (nextCommit != null) {
        RuntimeException fault = nextCommit;
        nextCommit = null;
        meanwhile.run();
        throw fault;
      }
      super.commitSync(offsets, limit);
    }
  }

  @BeforeEach
  void joinTheGroup() {
    intake.subscribe();
    consumer.updateBeginningOffsets(Map.of(FIRST, 0L, SECOND, 0L));
    consumer.rebalance(List.of(FIRST, SECOND));
  }

  private void stands(TopicPartition partition, long offset, byte[] value) {
    consumer.addRecord(
        new ConsumerRecord<>(
            TOPIC, partition.partition(), offset, "key".getBytes(StandardCharsets.UTF_8), value));
  }

  private static byte[] request(long row) {
    DialRequest request = Requests.dial(row, ManualTime.START, Duration.ZERO);
    return TOPICS.dialRequests().values().serializer().serialize(TOPIC, request);
  }

  /** It closed its consumer, and the process looked healthy and never dialed again. */
  @Test
  void aLoopThatAnErrorEndsIsSeenToBeDead() {
    RequestIntake broken =
        new RequestIntake(
            consumer,
            TOPICS,
            new DeadLetters(() -> aside, TOPIC, "dialing-w2", new SimpleMeterRegistry()),
            (request, origin, arrival) -> {
              throw new OutOfMemoryError("a test");
            },
            new DialingMetrics(new SimpleMeterRegistry()),
            time.clocks,
            () -> false);
    stands(FIRST, 0, request(1));
    assertThat(broken.live()).isTrue();

    assertThatThrownBy(broken::run).isInstanceOf(OutOfMemoryError.class);

    assertThat(broken.live()).isFalse();
  }

  /** One record that no code here can take must not end the reading of all others. */
  @Test
  void anErrorInOneRequestIsTheLossOfThatOneOnly() {
    fault = new StackOverflowError("a test");
    stands(FIRST, 0, request(1));
    stands(FIRST, 1, request(2));

    intake.pollOnce();

    assertThat(received).containsExactly(2L);
    assertThat(committed(FIRST)).isEqualTo(2);
  }

  @Test
  void requestsAreHandedOverAfterTheirCommit() {
    stands(FIRST, 0, request(1));
    stands(FIRST, 1, request(2));

    intake.pollOnce();

    assertThat(consumer.receivedBeforeCommit).isZero();
    assertThat(received).containsExactly(1L, 2L);
    assertThat(committed(FIRST)).isEqualTo(2);
  }

  @Test
  void aWorkerThatCannotReachTheCarrierLeavesItsLanesToOthersForAWhile() {
    consumer.rebalance(List.of(FIRST));
    carrierFails = true;
    for (int second = 0; second <= 45; second++) {
      stands(FIRST, second, request(second + 1));
      assertThat(consumer.subscription()).as("after %d s", second).isNotEmpty();
      intake.step();
      time.pass(Duration.ofSeconds(1));
    }
    intake.step();
    assertThat(consumer.subscription()).isEmpty();

    time.pass(Duration.ofSeconds(15));
    intake.step();
    assertThat(consumer.subscription()).containsExactly(TOPIC);
  }

  @Test
  void aWorkerThatHasNobodyToLeaveItsLanesToStays() {
    carrierFails = true;
    for (int second = 0; second <= 60; second++) {
      stands(FIRST, second, request(second + 1));
      intake.step();
      time.pass(Duration.ofSeconds(1));
    }

    assertThat(received).hasSize(61);
  }

  @Test
  void aBreakerThatStaysOpenBecauseNothingIsAskedOfItMovesNoLane() {
    consumer.rebalance(List.of(FIRST));
    carrierFails = true;
    stands(FIRST, 0, request(1));
    for (int second = 0; second <= 120; second++) {
      intake.step();
      time.pass(Duration.ofSeconds(1));
    }

    assertThat(consumer.subscription()).containsExactly(TOPIC);
  }

  static Stream<RuntimeException> failures() {
    return Stream.of(
        new CommitFailedException(),
        new RebalanceInProgressException(),
        new TimeoutException("no answer"),
        new WakeupException(),
        new IllegalStateException("a fault"));
  }

  @ParameterizedTest
  @MethodSource("failures")
  void noneOfAPollIsActedUponWhenItsCommitFails(RuntimeException failure) {
    stands(FIRST, 0, request(1));
    stands(SECOND, 0, request(2));
    consumer.nextCommit = failure;

    intake.pollOnce();

    assertThat(received).isEmpty();
    assertThat(consumer.position(FIRST)).isZero();
    assertThat(consumer.position(SECOND)).isZero();
    assertThat(registry.get("peal_dial_commits_failed").counter().count()).isEqualTo(1);
  }

  @Test
  void afterAFailedCommitTheRequestsComeAgain() {
    stands(FIRST, 0, request(1));
    consumer.nextCommit = new TimeoutException("no answer");
    intake.pollOnce();

    stands(FIRST, 0, request(1));
    intake.pollOnce();

    assertThat(received).containsExactly(1L);
  }

  @Test
  void aPartitionThatWentElsewhereIsLeftAlone() {
    stands(FIRST, 0, request(1));
    stands(SECOND, 0, request(2));
    consumer.nextCommit = new CommitFailedException();
    consumer.meanwhile = () -> consumer.rebalance(List.of(FIRST));

    intake.pollOnce();

    assertThat(received).isEmpty();
    assertThat(consumer.position(FIRST)).isZero();
  }

  @Test
  void whatCannotBeReadGoesAsideAndTheRestGoesOn() {
    byte[] broken = "{\"t\":\"Unheard\",\"v\":1,\"d\":{}}".getBytes(StandardCharsets.UTF_8);
    stands(FIRST, 0, broken);
    stands(FIRST, 1, null);
    stands(FIRST, 2, request(3));

    intake.pollOnce();

    assertThat(received).containsExactly(3L);
    assertThat(committed(FIRST)).isEqualTo(3);
    assertThat(registry.get("peal_dead_letters").tag("reason", "unknown_type").counter().count())
        .isEqualTo(1);
    assertThat(registry.get("peal_dead_letters").tag("reason", "broken").counter().count())
        .isEqualTo(1);
    ProducerRecord<byte[], byte[]> copy = aside.history().getFirst();
    assertThat(copy.topic()).isEqualTo("dead-letters");
    assertThat(copy.value()).isEqualTo(broken);
    assertThat(copy.headers())
        .extracting(Header::key, header -> new String(header.value(), StandardCharsets.UTF_8))
        .contains(
            tuple("peal-reason", "unknown_type"),
            tuple("peal-detail", "unknown type 'Unheard'"),
            tuple("peal-reader", "dialing-w1"),
            tuple("peal-topic", TOPIC),
            tuple("peal-partition", "0"),
            tuple("peal-offset", "0"));
  }

  @Test
  void itIsReadyWhileItIsInTheGroupAndPolls() {
    assertThat(intake.ready()).isTrue();

    time.freeze(Duration.ofSeconds(16));
    assertThat(intake.ready()).isFalse();

    intake.pollOnce();
    assertThat(intake.ready()).isTrue();
  }

  @Test
  void stoppingLeavesTheGroup() {
    consumer.schedulePollTask(intake::stop);

    intake.run();

    assertThat(consumer.closed()).isTrue();
    assertThat(intake.ready()).isFalse();
  }

  private long committed(TopicPartition partition) {
    return consumer.committed(Set.of(partition)).get(partition).offset();
  }
}
