package peal.dialer.dispatch;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.TestInputTopic;
import org.apache.kafka.streams.TestOutputTopic;
import org.apache.kafka.streams.TopologyTestDriver;
import org.apache.kafka.streams.test.TestRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import peal.dialer.carrier.BotResults;
import peal.dialer.carrier.BotToken;
import peal.dialer.carrier.WebhookReader;
import peal.domain.AttemptId;
import peal.domain.BatchId;
import peal.domain.BatchPlan;
import peal.domain.CallId;
import peal.domain.CallingAgent;
import peal.domain.DialRequest;
import peal.domain.DialingStops;
import peal.domain.DoNotCallList;
import peal.domain.Lane;
import peal.domain.Limits;
import peal.domain.Outcome;
import peal.domain.PhoneNumber;
import peal.domain.RetryPlan;
import peal.domain.StopWhen;
import peal.domain.Workspace;
import peal.domain.WorkspaceId;
import peal.domain.dispatch.Timing;
import peal.domain.event.BatchCommand;
import peal.domain.event.CallEvent;
import peal.domain.event.CallQueued;
import peal.domain.event.Suppression;
import peal.service.trace.Origin;
import peal.topics.Topic;
import peal.topics.Topics;

class DispatchTopologyTest {
  private static final WorkspaceId WS = new WorkspaceId("acme");
  private static final Lane LANE = new Lane(WS, 0);
  private static final BatchId BATCH = BatchId.ofToken("b1");

  private final Topics topics = new Topics(1);
  private Instant now = Instant.parse("2026-01-01T00:00:00Z");
  private Limits limits = new Limits(20, 10, 1_000_000);
  private boolean known = true;
  private int lanes = 1;
  private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
  private TopologyTestDriver driver;
  private TestInputTopic<String, BatchCommand> commands;
  private TestInputTopic<String, CallQueued> rows;
  private TestInputTopic<String, CallEvent> reports;
  private TestOutputTopic<String, DialRequest> requests;
  private TestOutputTopic<String, CallEvent> decisions;
  private TestOutputTopic<String, BatchCommand> told;
  private TestInputTopic<String, Suppression> entries;
  private TestOutputTopic<String, Suppression> optOuts;

  @BeforeEach
  void start(@TempDir Path folder) {
    Properties settings = new Properties();
    settings.put(StreamsConfig.APPLICATION_ID_CONFIG, "test");
    settings.put(StreamsConfig.BOOTSTRAP_SERVERS_CONFIG, "none:1");
    settings.put(StreamsConfig.STATE_DIR_CONFIG, folder.toString());
    driver =
        new TopologyTestDriver(
            DispatchTopology.build(
                topics,
                Timing.DEFAULT,
                this::workspace,
                DialingStops.NONE,
                () -> now,
                () -> 0,
                meters),
            settings,
            now);
    commands = input(topics.batchCommands());
    rows = input(topics.callJobs());
    reports = input(topics.callEvents());
    requests = output(topics.dialRequests());
    decisions = output(topics.callEvents());
    told = output(topics.batchCommands());
    entries = input(topics.suppressions());
    optOuts = output(topics.suppressions());
  }

  @AfterEach
  void stop() {
    driver.close();
  }

  private Optional<Workspace> workspace(WorkspaceId id) {
    return !known
        ? Optional.empty()
        : Optional.of(new Workspace(id, "Acme", lanes, limits, List.of(), List.of(), now));
  }

  private <V> TestInputTopic<String, V> input(Topic<String, V> topic) {
    return driver.createInputTopic(
        topic.name(), topic.keys().serializer(), topic.values().serializer());
  }

  private <V> TestOutputTopic<String, V> output(Topic<String, V> topic) {
    return driver.createOutputTopic(
        topic.name(), topic.keys().deserializer(), topic.values().deserializer());
  }

  private void upload(BatchId batch, int size, RetryPlan callbacks) {
    commands.pipeInput(
        LANE.key(),
        new BatchCommand.BatchOpened(
            batch, now, "n", agent(), size, size, now.plusSeconds(900), null, callbacks));
    for (int row = 1; row <= size; row++) {
      rows.pipeInput(
          LANE.key(),
          new CallQueued(
              CallId.ofRow(batch, 0, row),
              now,
              new PhoneNumber("+1555000" + (1000 + row)),
              Map.of("first_name", "Ada")));
    }
    commands.pipeInput(LANE.key(), new BatchCommand.BatchSealed(batch, now, size));
  }

  private static CallingAgent agent() {
    return new CallingAgent(
        "agent_1",
        "A",
        "m",
        "p",
        "v",
        "en",
        "Hi {first_name}",
        null,
        Map.of(),
        new PhoneNumber("+15550009999"),
        600);
  }

  private List<DialRequest> passes(Duration time) {
    List<DialRequest> all = new ArrayList<>();
    for (long left = time.toMillis(); left > 0; left -= 50) {
      now = now.plusMillis(50);
      driver.advanceWallClockTime(Duration.ofMillis(50));
      all.addAll(requests.readValuesToList());
    }
    return all;
  }

  private void dialAndEnd(DialRequest request, Outcome outcome) {
    reports.pipeInput(LANE.key(), new CallEvent.Dialing(request.attempt(), now, "w1"));
    reports.pipeInput(
        LANE.key(), new CallEvent.Ended(request.attempt(), now, outcome, null, null, null));
  }

  @Test
  void aRequestTellsWhichUploadItComesFromUntilTheBatchIsForgotten() {
    Origin origin = new Origin("req-1", "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01");
    RecordHeaders headers = new RecordHeaders();
    origin.addTo(headers);
    commands.pipeInput(
        new TestRecord<>(
            LANE.key(),
            new BatchCommand.BatchOpened(
                BATCH, now, "n", agent(), 1, 1, now.plusSeconds(900), null, null),
            headers));
    rows.pipeInput(
        LANE.key(),
        new CallQueued(CallId.ofRow(BATCH, 0, 1), now, new PhoneNumber("+15550001001"), Map.of()));
    commands.pipeInput(LANE.key(), new BatchCommand.BatchSealed(BATCH, now, 1));

    now = now.plusMillis(50);
    driver.advanceWallClockTime(Duration.ofMillis(50));
    TestRecord<String, DialRequest> request = requests.readRecord();
    assertThat(Origin.of(request.headers())).isEqualTo(origin);

    dialAndEnd(request.value(), Outcome.ANSWERED);
    assertThat(driver.getKeyValueStore("dispatch-origins").all().hasNext()).isFalse();
  }

  @Test
  void theRequestsOfALaneHaveTheLanesKeySoThatOneWorkerKeepsTheirDistance() {
    upload(BATCH, 5, null);
    now = now.plusMillis(50);
    driver.advanceWallClockTime(Duration.ofMillis(50));

    assertThat(requests.readRecordsToList())
        .isNotEmpty()
        .allMatch(request -> request.key().equals(LANE.key()));
  }

  @Test
  void anEntryIsAnsweredAndRefusesACallOfItsNumber() {
    upload(BATCH, 2, null);
    Suppression entry = entry("+15550001001");
    entries.pipeInput(Topics.key(LANE, entry), entry);

    List<DialRequest> dials = passes(Duration.ofSeconds(1));

    assertThat(dials).extracting(dial -> dial.number().e164()).containsExactly("+15550001002");
    assertThat(dials.getFirst().suppressionsSeen()).isZero();
    assertThat(decisions.readValuesToList())
        .contains(new CallEvent.NumberSuppressed(entry, now(0), true, 0, List.of()))
        .anyMatch(
            event -> event instanceof CallEvent.CallSettled end && end.list().equals(entry.list()));
    assertThat(meters.get("peal_dials_suppressed").counter().count()).isEqualTo(1);
  }

  /** All lanes of this topology lie on its only partition, so that the other one obeys. */
  @Test
  void aBatchThatFailsInOneLanePausesInTheOthersToo() {
    lanes = 2;
    Lane second = new Lane(WS, 1);
    open(LANE, 30);
    open(second, 30);
    for (DialRequest dial : passes(Duration.ofSeconds(2))) {
      reports.pipeInput(
          dial.lane().key(),
          new CallEvent.Ended(
              dial.attempt(),
              now,
              dial.lane().equals(LANE) ? Outcome.CARRIER_ERROR : Outcome.ANSWERED,
              null,
              null,
              null));
    }
    passes(Duration.ofMillis(100));

    TestRecord<String, BatchCommand> pause = told.readRecord();
    assertThat(told.isEmpty()).isTrue();
    assertThat(pause.key()).isEqualTo(second.key());
    BatchCommand.BatchPaused said = (BatchCommand.BatchPaused) pause.value();
    assertThat(said.by().failureRate()).isEqualTo(1);
    assertThat(
            decisions.readRecordsToList().stream()
                .filter(record ->
                    record
                        .value()
                        .equals(
                            new CallEvent.PauseApplied(
                                BATCH, said.at(), true, said.at(), said.by())))
                .map(TestRecord::key))
        .containsExactlyInAnyOrder(LANE.key(), second.key());
    assertThat(meters.get("peal_batches_tripped").counter().count()).isEqualTo(1);
    assertThat(passes(Duration.ofSeconds(2))).isEmpty();
  }

  private void open(Lane lane, int size) {
    commands.pipeInput(
        lane.key(),
        new BatchCommand.BatchOpened(
            BATCH,
            now,
            "n",
            agent(),
            2L * size,
            size,
            now.plusSeconds(900),
            false,
            null,
            BatchPlan.USUAL.withStopWhen(new StopWhen(0.5, 120, 5))));
    for (int row = 1; row <= size; row++) {
      rows.pipeInput(
          lane.key(),
          new CallQueued(
              CallId.ofRow(BATCH, lane.index(), row),
              now,
              new PhoneNumber("+1555000" + (1000 + 100 * lane.index() + row)),
              Map.of()));
    }
    commands.pipeInput(lane.key(), new BatchCommand.BatchSealed(BATCH, now, size));
    told.readRecordsToList();
  }

  /** Another lane of the same number does not exist; auditors read the topic. */
  @Test
  void whoOptsOutInACallIsWrittenToTheTopicUnderTheKeyOfTheEntry() {
    upload(BATCH, 1, null);
    DialRequest dial = passes(Duration.ofSeconds(1)).getFirst();
    reports.pipeInput(LANE.key(), new CallEvent.Dialing(dial.attempt(), now, "w1"));

    reports.pipeInput(
        LANE.key(),
        new CallEvent.Ended(dial.attempt(), now, Outcome.ANSWERED, 1.0, null, null)
            .optingOut(true));

    TestRecord<String, Suppression> written = optOuts.readRecord();
    assertThat(written.key()).isEqualTo("acme/0/+15550001001/opt-out");
    assertThat(written.value().number()).isEqualTo(dial.number());
    assertThat(written.value().by()).isEqualTo(dial.attempt().toString());
    upload(BatchId.ofToken("b2"), 1, null);
    assertThat(passes(Duration.ofSeconds(1))).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void whoTellsABotSoIsOnTheListWhetherItsResultComesBeforeTheCarriersEndOrAfterIt(boolean before) {
    upload(BATCH, 1, null);
    DialRequest dial = passes(Duration.ofSeconds(1)).getFirst();
    reports.pipeInput(LANE.key(), new CallEvent.Dialing(dial.attempt(), now, "w1"));
    CallEvent end = new CallEvent.Ended(dial.attempt(), now, Outcome.ANSWERED, 1.0, null, null);

    List.of(before ? botsResult(dial.attempt()) : end, before ? end : botsResult(dial.attempt()))
        .forEach(report -> reports.pipeInput(LANE.key(), report));

    assertThat(optOuts.readRecordsToList())
        .extracting(TestRecord::key)
        .containsExactly("acme/0/+15550001001/opt-out");
    upload(BatchId.ofToken("b2"), 1, null);
    assertThat(passes(Duration.ofSeconds(1))).isEmpty();
  }

  /** As the worker reads it from what a bot has posted. */
  private CallEvent botsResult(AttemptId attempt) {
    BotToken token = new BotToken("of-the-bot-alone");
    String body =
        "{\"attemptId\":\"%s\",\"reference\":\"%s\",\"outcome\":\"answered\",\"optOut\":true}"
            .formatted(attempt, LANE.key());
    return new BotResults(token, () -> now)
        .read(
            new WebhookReader.Webhook(
                "",
                body.getBytes(StandardCharsets.UTF_8),
                name -> name.equals("Authorization") ? "Bearer " + token.of(attempt, LANE) : null))
        .getFirst()
        .report();
  }

  private static Suppression entry(String number) {
    return new Suppression(
        new PhoneNumber(number),
        new DoNotCallList("complaints"),
        now(0),
        false,
        null,
        null,
        "key_1",
        "ask_1");
  }

  private static Instant now(int seconds) {
    return Instant.parse("2026-01-01T00:00:00Z").plusSeconds(seconds);
  }

  private double gauge(String name, String... tags) {
    return meters.get(name).tags(tags).gauge().value();
  }

  @Test
  void whatIsOverIsRememberedForSixWeeks() {
    upload(BATCH, 1, null);
    dialAndEnd(passes(Duration.ofSeconds(1)).getFirst(), Outcome.ANSWERED);

    later(Duration.ofDays(41));
    upload(BATCH, 1, null);
    assertThat(passes(Duration.ofSeconds(2))).isEmpty();

    later(Duration.ofDays(2));
    upload(BATCH, 1, null);
    assertThat(passes(Duration.ofSeconds(2))).hasSize(1);
  }

  private void later(Duration time) {
    now = now.plus(time);
    driver.advanceWallClockTime(time);
  }

  @Test
  void figuresTellOfCallsThatAreOutAndOfThoseThatNobodyAnswersFor() {
    upload(BATCH, 1, null);

    DialRequest request = passes(Duration.ofSeconds(1)).getFirst();
    assertThat(gauge("peal_open_calls", "state", "requested")).isEqualTo(1);
    assertThat(gauge("peal_calls_stuck")).isZero();

    passes(Duration.ofSeconds(20));
    assertThat(gauge("peal_calls_stuck")).isEqualTo(1);

    dialAndEnd(request, Outcome.ANSWERED);
    passes(Duration.ofMillis(50));
    assertThat(gauge("peal_open_calls", "state", "requested")).isZero();
    assertThat(gauge("peal_calls_stuck")).isZero();
  }

  @Test
  void aSealedBatchIsDialedInFileOrderAtThePace() {
    upload(BATCH, 10, null);

    List<DialRequest> dials = passes(Duration.ofSeconds(1));

    assertThat(dials).extracting(dial -> dial.attempt().call().row()).isSorted().hasSize(10);
    assertThat(dials.get(9).slotAt()).isAfter(dials.get(0).slotAt().plusMillis(450));
    assertThat(dials.get(0).variables()).containsEntry("first_name", "Ada");
  }

  @Test
  void callsThatEndMakeRoomForOthers() {
    upload(BATCH, 30, null);

    List<DialRequest> first = passes(Duration.ofSeconds(1));
    assertThat(first).hasSize(10);
    first.forEach(dial -> dialAndEnd(dial, Outcome.ANSWERED));

    assertThat(passes(Duration.ofSeconds(1))).hasSize(10);
    assertThat(decisions.readValuesToList())
        .hasSize(10)
        .allMatch(decision -> decision instanceof CallEvent.CallSettled);
  }

  @Test
  void twoBatchesTakeTurns() {
    upload(BATCH, 8, null);
    upload(BatchId.ofToken("b2"), 8, null);

    List<DialRequest> dials = passes(Duration.ofSeconds(1));

    assertThat(dials)
        .extracting(dial -> dial.attempt().call().token())
        .startsWith("b1", "b2", "b1", "b2", "b1", "b2");
  }

  @Test
  void aBusyNumberIsCalledBackAfterItsGap() {
    upload(BATCH, 1, RetryPlan.smartCallback(1, List.of(Duration.ofMinutes(2))));
    dialAndEnd(passes(Duration.ofSeconds(1)).getFirst(), Outcome.BUSY);

    assertThat(passes(Duration.ofSeconds(118))).isEmpty();
    DialRequest again = passes(Duration.ofSeconds(3)).getFirst();

    assertThat(again.attempt().number()).isEqualTo(2);
    dialAndEnd(again, Outcome.BUSY);
    assertThat(decisions.readValuesToList())
        .last()
        .isInstanceOfSatisfying(
            CallEvent.CallSettled.class, end -> assertThat(end.attempts()).isEqualTo(2));
  }

  @Test
  void callbacksThatFellDueAtOnceAreAllDialedWhicheverRowWasBusyFirst() {
    upload(BATCH, 7, RetryPlan.smartCallback(1, List.of(Duration.ofMinutes(2))));
    List<DialRequest> dials = passes(Duration.ofSeconds(1));
    for (int row : List.of(7, 3, 5)) {
      dialAndEnd(dials.get(row - 1), Outcome.BUSY);
    }

    assertThat(
            passes(Duration.ofSeconds(121)).stream().filter(r -> r.kind() == DialRequest.Kind.DIAL))
        .extracting(dial -> dial.attempt().call().row())
        .containsExactlyInAnyOrder(3L, 5L, 7L);
  }

  @Test
  void whereTheWorkspaceIsNotKnownOpenCallsAreAskedAboutAndNobodyIsDialed() {
    upload(BATCH, 30, null);
    passes(Duration.ofSeconds(1));
    known = false;

    assertThat(passes(Duration.ofSeconds(20)))
        .isNotEmpty()
        .allMatch(request -> request.kind() == DialRequest.Kind.ASK);
    assertThat(gauge("peal_lanes_failing")).isEqualTo(1);

    known = true;
    requests.readValuesToList();
    passes(Duration.ofSeconds(2));
    assertThat(gauge("peal_lanes_failing")).isZero();
  }

  @Test
  void changedLimitsTakeEffectWhileItRuns() {
    upload(BATCH, 200, null);
    passes(Duration.ofSeconds(1));
    limits = new Limits(100, 1_000, 1_000_000);

    assertThat(passes(Duration.ofSeconds(1))).hasSizeGreaterThan(60);
  }

  @Test
  void aRowThatIsWrittenTwiceIsDialedOnce() {
    upload(BATCH, 2, null);
    rows.pipeInput(
        LANE.key(),
        new CallQueued(CallId.ofRow(BATCH, 0, 1), now, new PhoneNumber("+15550001001"), Map.of()));

    assertThat(
            passes(Duration.ofSeconds(2)).stream().filter(r -> r.kind() == DialRequest.Kind.DIAL))
        .hasSize(2);
  }
}
