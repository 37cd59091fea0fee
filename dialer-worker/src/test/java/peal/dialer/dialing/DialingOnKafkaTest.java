package peal.dialer.dialing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import peal.dialer.carrier.CallReference;
import peal.dialer.carrier.Carrier;
import peal.dialer.carrier.CarrierAdapter;
import peal.dialer.carrier.LaneReport;
import peal.dialer.carrier.Told;
import peal.domain.AttemptId;
import peal.domain.DialRequest;
import peal.domain.DialingStops;
import peal.domain.Lane;
import peal.domain.Outcome;
import peal.domain.event.CallEvent;
import peal.service.kafka.KafkaClients;
import peal.service.kafka.Provisioning;
import peal.service.trace.Origin;
import peal.testkit.kafka.KafkaFixture;
import peal.testkit.kafka.Pen;
import peal.testkit.kafka.Tap;
import peal.topics.Topic;
import peal.topics.TopicProvision;
import peal.topics.Topics;

/** Workers as they run: a real group with real commits. */
@ExtendWith(KafkaFixture.class)
@Timeout(600)
class DialingOnKafkaTest {
  private static final Duration SOON = Duration.ofSeconds(120);

  private static final int LANES = 8;

  /** Two lanes of the workspace lie on each partition. */
  private final Topics topics = new Topics(LANES / 2);

  private final List<AttemptId> rung = new CopyOnWriteArrayList<>();
  private KafkaClients clients;
  private Pen pen;
  private Tap<CallEvent> reports;
  private Tap<byte[]> deadLetters;
  private Admin admin;
  private final List<DialingWorker> workers = new CopyOnWriteArrayList<>();

  /** Rings at once, after the test has had a look. */
  private final class RingingCarrier implements Carrier {
    private final Consumer<AttemptId> before;

    RingingCarrier(Consumer<AttemptId> before) {
      this.before = before;
    }

    @Override
    public CompletionStage<Placement> place(Order order) {
      before.accept(order.attempt());
      if (!order.lastLook().passes()) {
        return CompletableFuture.completedFuture(new Placement.Withheld());
      }
      rung.add(order.attempt());
      return CompletableFuture.completedFuture(new Placement.Placed());
    }

    @Override
    public CompletionStage<Finding> find(CallReference call, Origin origin) {
      return CompletableFuture.completedFuture(new Finding.NeverHeardOf());
    }

    @Override
    public CompletionStage<Boolean> hangUp(CallReference call, Origin origin) {
      return CompletableFuture.completedFuture(false);
    }

    @Override
    public Once once() {
      return new Once.Always();
    }

    @Override
    public void close() {}
  }

  @BeforeEach
  void start(KafkaFixture kafka) {
    kafka.wipe();
    clients = new KafkaClients(kafka.bootstrapServers());
    Provisioning.run(clients, topics, TopicProvision.CREATE, SOON);
    pen = new Pen(kafka, topics);
    reports = new Tap<>(kafka, topics.callEvents());
    deadLetters = new Tap<>(kafka, topics.deadLetters());
    admin = clients.admin("test");
  }

  @AfterEach
  void stop() {
    workers.forEach(DialingWorker::close);
    reports.close();
    deadLetters.close();
    pen.close();
    admin.close();
  }

  private DialingWorker worker(String name, Consumer<AttemptId> before) {
    DialingWorker worker =
        new DialingWorker(
            clients,
            topics,
            DialingStops.NONE,
            List.of(
                new CarrierAdapter(
                    CarrierAdapter.DEFAULT, new RingingCarrier(before), Optional.empty(), 0)),
            DialingSettings.DEFAULT,
            Clocks.system(),
            new SimpleMeterRegistry(),
            name);
    workers.add(worker);
    await().atMost(SOON).until(worker::ready);
    return worker;
  }

  /** The rows in turn over all lanes; alive until the group has settled, so that none is late. */
  private void dial(long first, long last) {
    Instant now = Instant.now();
    for (long row = first; row <= last; row++) {
      Lane lane = new Lane(Requests.LANE.workspace(), (int) (row % LANES));
      write(Requests.dial(lane, row, now, Duration.ofSeconds(60), 1_000));
    }
    pen.flush();
  }

  /** As dispatch does: by the lane's key, on the lane's partition. */
  private void write(DialRequest request) {
    Topic<String, DialRequest> topic = topics.dialRequests();
    pen.scrawl(
        topic,
        topics.partitionOf(request.lane()),
        request.lane().key().getBytes(StandardCharsets.UTF_8),
        topic.values().serializer().serialize(topic.name(), request));
  }

  private long committed() {
    try {
      return admin
          .listConsumerGroupOffsets("peal-dialing")
          .partitionsToOffsetAndMetadata()
          .get()
          .values()
          .stream()
          .mapToLong(offset -> offset.offset())
          .sum();
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  void theOffsetIsCommittedBeforeThePhoneRings() {
    List<Long> committedBeforeTheRing = new CopyOnWriteArrayList<>();
    worker("one", attempt -> committedBeforeTheRing.add(committed()));

    dial(1, 1);

    await().atMost(SOON).until(() -> rung.size() == 1);
    assertThat(committedBeforeTheRing).containsExactly(1L);
  }

  @Test
  void aMemberThatLeavesIsReplacedAndNobodyIsRungTwice() {
    DialingWorker first = worker("one", attempt -> {});
    worker("two", attempt -> {});
    dial(1, 40);
    await().atMost(SOON).until(() -> rung.size() == 40);

    first.close();
    dial(41, 80);

    await().atMost(SOON).until(() -> rung.size() == 80);
    await().atMost(SOON).until(() -> placed("two").count() > placed("one").count());
    await().atMost(SOON).until(() -> reports.values().size() == 80);
    assertThat(rung).doesNotHaveDuplicates();
    assertThat(placed("two").filter(dialing -> dialing.attempt().call().row() > 40)).hasSize(40);
  }

  private Stream<CallEvent.Dialing> placed(String worker) {
    return reports.values().stream()
        .filter(CallEvent.Dialing.class::isInstance)
        .map(CallEvent.Dialing.class::cast)
        .filter(dialing -> dialing.worker().equals(worker));
  }

  @Test
  void allDialsOfALaneArePlacedByOneWorker() {
    worker("one", attempt -> {});
    worker("two", attempt -> {});

    dial(1, 80);

    await().atMost(SOON).until(() -> reports.values().size() == 80);
    assertThat(lanesOf("one")).isNotEmpty().doesNotContainAnyElementsOf(lanesOf("two"));
    assertThat(lanesOf("two")).isNotEmpty();
  }

  private Set<Integer> lanesOf(String worker) {
    return placed(worker)
        .map(dialing -> dialing.attempt().call().lane())
        .collect(Collectors.toSet());
  }

  /** Each of its characters takes six bytes in JSON: more than a producer sends by itself. */
  @Test
  void theLargestEndThatACarrierCanTellIsWritten() {
    String noise = "\u0007".repeat(Told.LONGEST_TRANSCRIPT);
    CallEvent.Ended ended =
        new CallEvent.Ended(Requests.attempt(1), Instant.now(), Outcome.ANSWERED, 1.0, noise, null);

    worker("one", attempt -> {}).report(new LaneReport(Requests.LANE, ended));

    await().atMost(SOON).until(() -> reports.values().size() == 1);
    assertThat(reports.values().getFirst())
        .isInstanceOfSatisfying(
            CallEvent.Ended.class, told -> assertThat(told.transcript()).isEqualTo(noise));
  }

  @Test
  void aRequestThatCannotBeReadIsPutAsideAndHoldsNobodyUp() {
    byte[] broken = "{\"t\":\"DialRequest\",\"v\":9}".getBytes(StandardCharsets.UTF_8);
    for (int partition = 0; partition < topics.partitions(); partition++) {
      pen.scrawl(topics.dialRequests(), partition, null, broken);
      pen.scrawl(topics.dialRequests(), partition, null, null);
    }
    worker("one", attempt -> {});

    dial(1, 20);

    await().atMost(SOON).until(() -> rung.size() == 20);
    await().atMost(SOON).until(() -> deadLetters.records().size() == 8);
    assertThat(deadLetters.records())
        .extracting(ConsumerRecord::headers)
        .allMatch(headers -> headers.lastHeader("peal-reason") != null);
  }

  @Test
  void whatWaitedTooLongInTheLogIsGivenBack() {
    DialRequest old = Requests.dial(1, Instant.now().minusSeconds(10), Duration.ofSeconds(2), 1);
    write(old);
    pen.flush();
    worker("one", attempt -> {});

    await()
        .atMost(SOON)
        .until(() -> reports.values().stream().anyMatch(CallEvent.NotDialed.class::isInstance));
    assertThat(rung).isEmpty();
  }
}
