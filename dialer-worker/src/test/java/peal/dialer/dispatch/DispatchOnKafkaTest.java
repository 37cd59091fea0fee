package peal.dialer.dispatch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static peal.testkit.build.BatchBuilder.batch;
import static peal.testkit.build.WorkspaceBuilder.workspace;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.RecordsToDelete;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import peal.domain.CallId;
import peal.domain.DialRequest;
import peal.domain.Lane;
import peal.domain.Outcome;
import peal.domain.Workspace;
import peal.domain.dispatch.Timing;
import peal.domain.event.CallEvent;
import peal.domain.event.CallEvent.BatchStopped;
import peal.domain.event.CallEvent.CallSettled;
import peal.domain.event.CallQueued;
import peal.service.kafka.KafkaClients;
import peal.service.kafka.Provisioning;
import peal.service.streams.StreamsOptions;
import peal.testkit.build.BatchBuilder;
import peal.testkit.kafka.KafkaFixture;
import peal.testkit.kafka.Pen;
import peal.testkit.kafka.Tap;
import peal.topics.DeadLetter;
import peal.topics.Topic;
import peal.topics.TopicProvision;
import peal.topics.Topics;
import peal.topics.Unreadable;

/** Dispatch as it runs: threads, transactions, commits and a changelog. */
@ExtendWith(KafkaFixture.class)
@Timeout(120)
class DispatchOnKafkaTest {
  private static final Duration SOON = Duration.ofSeconds(20);
  private static final Duration PACE = Duration.ofMillis(50);

  @TempDir Path folder;

  private final Topics topics = new Topics(1);
  private final Map<String, Workspace> workspaces =
      Map.of(
          "ws", workspace("ws").callsPerSecond(20).atOnce(5).build(),
          "small", workspace("small").callsPerSecond(1).atOnce(1).build(),
          "big", workspace("big").callsPerSecond(1).atOnce(1).build());
  private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
  private KafkaClients clients;
  private Pen pen;
  private Tap<DialRequest> requests;
  private Tap<CallEvent> events;
  private Tap<byte[]> deadLetters;
  private DispatchApplication dispatch;

  @BeforeEach
  void start(KafkaFixture kafka) {
    kafka.wipe();
    clients = new KafkaClients(kafka.bootstrapServers());
    Provisioning.run(clients, topics, TopicProvision.CREATE, SOON);
    pen = new Pen(kafka, topics);
    requests = new Tap<>(kafka, topics.dialRequests());
    events = new Tap<>(kafka, topics.callEvents());
    deadLetters = new Tap<>(kafka, topics.deadLetters());
    dispatch = dispatch("first");
  }

  @AfterEach
  void stop() {
    dispatch.close();
    List.of(requests, events, deadLetters).forEach(Tap::close);
    pen.close();
  }

  private DispatchApplication dispatch(String stateDir) {
    return dispatch(stateDir, InstantSource.system());
  }

  private DispatchApplication dispatch(String stateDir, InstantSource clock) {
    return new DispatchApplication(
        clients,
        topics,
        Timing.DEFAULT,
        id -> Optional.ofNullable(workspaces.get(id.value())),
        clock,
        new StreamsOptions(
            DispatchApplication.ID,
            folder.resolve(stateDir),
            1,
            0,
            50,
            5_000,
            new StreamsOptions.Memory(8, 32),
            Optional.empty()),
        registry);
  }

  private void upload(BatchBuilder batch, Topic<String, CallQueued> rows) {
    pen.write(topics.batchCommands(), batch.lane(0), batch.opened(0));
    batch.queuedIn(0).forEach(row -> pen.write(rows, batch.lane(0), row));
    pen.write(topics.batchCommands(), batch.lane(0), batch.sealed(0));
    pen.flush();
  }

  private List<DialRequest> dials() {
    return requests.values().stream()
        .filter(request -> request.kind() == DialRequest.Kind.DIAL)
        .toList();
  }

  private List<DialRequest> awaitDials(int count) {
    await().atMost(SOON).until(() -> dials().size() >= count);
    return dials();
  }

  private void ends(DialRequest request) {
    Lane lane = request.lane();
    Instant now = Instant.now();
    pen.write(topics.callEvents(), lane, new CallEvent.Dialing(request.attempt(), now, "w1"));
    pen.write(
        topics.callEvents(),
        lane,
        new CallEvent.Ended(request.attempt(), now, Outcome.ANSWERED, 1.0, null, null));
    pen.flush();
  }

  private List<CallId> settled() {
    return events.values().stream()
        .filter(CallSettled.class::isInstance)
        .map(event -> ((CallSettled) event).call())
        .toList();
  }

  @Test
  void rowsBecomeRequestsAndReportsBecomeDecisions() {
    upload(batch("b1").rows(8).at(Instant.now()), topics.callJobs());

    awaitDials(5).forEach(this::ends);
    awaitDials(8).subList(5, 8).forEach(this::ends);

    await().atMost(SOON).until(() -> settled().size() == 8);
    assertThat(dials()).extracting(dial -> dial.attempt().call().row()).isSorted().hasSize(8);
    assertThat(settled()).doesNotHaveDuplicates();
    assertThat(requests.records())
        .as("one worker reads all of a lane's requests")
        .allMatch(request -> request.partition() == topics.partitionOf(batch("b1").lane(0)));
  }

  @Test
  void aRestartWithNothingButKafkaGoesOnWhereItWas() {
    upload(batch("b1").rows(12).at(Instant.now()), topics.callJobs());
    List<DialRequest> before = awaitDials(5);
    dispatch.close();
    before.forEach(this::ends);

    dispatch = dispatch("second");

    awaitDials(10).subList(5, 10).forEach(this::ends);
    List<DialRequest> all = awaitDials(12);
    all.subList(10, 12).forEach(this::ends);
    await().atMost(SOON).until(() -> settled().size() == 12);
    assertThat(all).extracting(dial -> dial.attempt().call().row()).doesNotHaveDuplicates();
    for (int i = 1; i < all.size(); i++) {
      assertThat(Duration.between(all.get(i - 1).slotAt(), all.get(i).slotAt()))
          .isGreaterThanOrEqualTo(PACE);
    }
  }

  @Test
  void whatCannotBeReadIsPutAsideAndBlocksNobody() {
    byte[] lane = "ws/0".getBytes(StandardCharsets.UTF_8);
    for (Topic<?, ?> topic : List.of(topics.callEvents(), topics.callJobs())) {
      pen.scrawl(topic, 0, lane, bytes("no JSON at all"));
      pen.scrawl(topic, 0, lane, bytes("{\"t\":\"Unheard\",\"v\":1,\"d\":{}}"));
      pen.scrawl(topic, 0, lane, bytes("{\"t\":\"CallQueued\",\"v\":99,\"d\":{}}"));
      pen.scrawl(topic, 0, bytes("no lane"), null);
      pen.scrawl(topic, 0, bytes("ws/10000"), null);
      pen.scrawl(topic, 0, null, null);
      pen.scrawl(topic, 0, lane, null);
    }

    upload(batch("b1").rows(2).at(Instant.now()), topics.callJobs());

    awaitDials(2).forEach(this::ends);
    await().atMost(SOON).until(() -> settled().size() == 2);
    // All but the last, which only deletes and so says nothing.
    await().atMost(SOON).until(() -> deadLetters.records().size() == 12);
  }

  @Test
  void whatTheRulesCannotTakeInIsPutAsideAndTheLaneGoesOn() {
    upload(batch("b1").rows(2).at(Instant.now()), topics.callJobs());
    List<DialRequest> dials = awaitDials(2);

    // It can be read; that its longest call ends after the end of time is found out later.
    pen.scrawl(
        topics.callEvents(),
        0,
        bytes("ws/0"),
        bytes(
            "{\"t\":\"Dialing\",\"v\":1,\"d\":{\"attempt\":\"%s\",\"at\":%d}}"
                .formatted(dials.getFirst().attempt(), Long.MAX_VALUE)));
    dials.forEach(this::ends);

    await().atMost(SOON).until(() -> settled().size() == 2);
    await().atMost(SOON).until(() -> deadLetters.records().size() == 1);
    DeadLetter letter = DeadLetter.read(deadLetters.records().getFirst()).orElseThrow();
    assertThat(letter.why()).isEqualTo(Unreadable.FAULT);
    assertThat(letter.topic()).isEqualTo(topics.callEvents().name());
    assertThat(letter.reader()).isEqualTo(DispatchApplication.ID);
    assertThat(new String(letter.key(), StandardCharsets.UTF_8)).isEqualTo("ws/0");
    assertThat(new String(letter.value(), StandardCharsets.UTF_8)).contains("\"Dialing\"");
    assertThat(
            registry
                .get("peal_dead_letters")
                .tags("topic", topics.callEvents().name(), "reason", "fault")
                .counter()
                .count())
        .isEqualTo(1);
  }

  @Test
  void aCallDueInTwentyDaysOutlivesARestartItsTopicsAndItsDisk() throws Exception {
    // The broker takes no time of the future, so the call is put up twenty days ago.
    Instant then = Instant.now().minus(Duration.ofDays(20));
    dispatch.close();
    dispatch = dispatch("then", () -> Instant.now().minus(Duration.ofDays(20)));
    upload(
        batch("b1").rows(3).at(then).scheduledAt(then.plus(Duration.ofDays(20))),
        topics.callJobs());
    upload(batch("b2").rows(1).at(then), topics.callJobs());
    awaitDials(1).forEach(this::ends);
    await().atMost(SOON).until(() -> settled().size() == 1);
    dispatch.close();
    removeRecordsOf(topics.batchCommands(), topics.callJobs(), topics.callEvents());

    // Nothing of its disk is left, and twenty days have passed.
    dispatch = dispatch("now");

    assertThat(awaitDials(4))
        .extracting(dial -> dial.attempt().call().batch().token())
        .containsExactly("b2", "b1", "b1", "b1");
  }

  private void removeRecordsOf(Topic<?, ?>... cleaned) throws Exception {
    try (Admin admin = clients.admin("cleaner")) {
      Map<TopicPartition, RecordsToDelete> all = new HashMap<>();
      for (Topic<?, ?> topic : cleaned) {
        // -1 is the end of the log, as retention would leave it.
        all.put(new TopicPartition(topic.name(), 0), RecordsToDelete.beforeOffset(-1));
      }
      admin.deleteRecords(all).all().get(20, TimeUnit.SECONDS);
    }
  }

  @Test
  void aCancelIsDecidedAtOnceBesideAHundredThousandRowsOfAnother() {
    BatchBuilder small = batch("b1").in("small").rows(10).at(Instant.now());
    upload(small, topics.callJobs());
    awaitDials(1);

    upload(batch("b2").in("big").rows(100_000).at(Instant.now()), topics.callJobsBulk());
    Instant asked = Instant.now();
    pen.write(topics.batchCommands(), small.lane(0), small.cancelled(Duration.ZERO));
    pen.flush();

    await().atMost(SOON).until(() -> stops().size() == 1);
    assertThat(Duration.between(asked, stops().getFirst().at())).isLessThan(Duration.ofSeconds(3));
    assertThat(stops().getFirst().batch()).isEqualTo(small.id());
  }

  private List<BatchStopped> stops() {
    return events.values().stream()
        .filter(BatchStopped.class::isInstance)
        .map(BatchStopped.class::cast)
        .toList();
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
