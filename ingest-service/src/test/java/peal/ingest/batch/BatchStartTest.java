package peal.ingest.batch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import peal.domain.Agent;
import peal.domain.BatchId;
import peal.domain.BatchPlan;
import peal.domain.Lane;
import peal.domain.RetryPlan;
import peal.domain.event.BatchCommand.BatchOpened;
import peal.domain.event.BatchCommand.BatchSealed;
import peal.domain.event.CallQueued;
import peal.domain.hours.CallingHours;
import peal.domain.hours.DailyWindow;
import peal.ingest.csv.CsvRules.OnDuplicates;
import peal.service.http.ApiError;

class BatchStartTest {
  private final RecordingLog log = new RecordingLog();
  private Instant now = Samples.NOW;
  private final BatchStart batches = new BatchStart(log, () -> "b1", () -> now);

  private Started start(String csv) throws Exception {
    return start(csv, Samples.form(), Samples.agent().build());
  }

  private Started start(String csv, StartForm form, Agent agent) throws Exception {
    return batches.start(Samples.workspace(3), agent, Optional.empty(), form, Samples.csv(csv));
  }

  @Test
  void everyLaneIsOpenedBeforeAnyRowAndSealedAfterAll() throws Exception {
    Started started = start(Samples.rows(50));

    assertThat(started.batch()).isEqualTo(new BatchId("batch_b1"));
    assertThat(started.totalCalls()).isEqualTo(50);
    assertThat(log.written.subList(0, 3))
        .allMatch(written -> written.event() instanceof BatchOpened);
    assertThat(log.written.subList(3, 53))
        .allMatch(written -> written.event() instanceof CallQueued);
    assertThat(log.written.subList(53, 56))
        .allMatch(written -> written.event() instanceof BatchSealed);
  }

  @Test
  void countsOfALaneAreWhatLiesInIt() throws Exception {
    start(Samples.rows(50));

    for (int index = 0; index < 3; index++) {
      Lane lane = new Lane(Samples.WORKSPACE, index);
      List<CallQueued> rows =
          log.written.stream()
              .filter(written -> written.lane().equals(lane))
              .filter(written -> written.event() instanceof CallQueued)
              .map(written -> (CallQueued) written.event())
              .toList();
      assertThat(rows).isSortedAccordingTo((a, b) -> Long.compare(a.call().row(), b.call().row()));
      assertThat(rows).allMatch(row -> row.call().lane() == lane.index());
      assertThat(rows).allMatch(row -> Lane.of(lane.workspace(), row.number(), 3).equals(lane));
      assertThat(log.events(BatchOpened.class).get(index).laneTotal()).isEqualTo(rows.size());
      assertThat(log.events(BatchSealed.class).get(index).laneTotal()).isEqualTo(rows.size());
      assertThat(log.events(BatchOpened.class).get(index).total()).isEqualTo(50);
    }
  }

  /** Each of the three lanes keeps the agent's texts, however few rows there are. */
  @Test
  void whatItKeepsIsItsRowsAndTheAgentOnceALane() throws Exception {
    start(Samples.rows(1));
    start(Samples.rows(2));

    List<BatchOpened> opened = log.events(BatchOpened.class);
    long texts = AgentSnapshot.bytes(opened.getFirst().agent());
    assertThat(texts).isPositive();
    long one = opened.getFirst().rowBytes();
    long two = opened.get(3).rowBytes();
    assertThat(one - 3 * texts).isPositive();
    assertThat(two - 3 * texts).isEqualTo(2 * (one - 3 * texts));
    assertThat(opened.get(1).rowBytes()).isNull();
  }

  @Test
  void aRowKnowsWhereItRingsWhereTheHoursOfItsBatchAsk() throws Exception {
    String csv =
        """
        phone_number,timezone,state
        +12125550123,America/Denver,
        +12125550124,,TN
        +12125550125,,
        +18005550126,,
        """;
    DailyWindow day = new DailyWindow(540, 1_200);

    start(
        csv,
        within(new CallingHours(List.of(day), null, null, null, null)),
        Samples.agent().build());
    start(
        csv,
        within(new CallingHours(List.of(day), null, "UTC", null, null)),
        Samples.agent().build());

    assertThat(
            log.events(CallQueued.class).stream()
                .sorted(Comparator.comparing(row -> row.call().row()))
                .map(row -> row.zones() + " " + row.zonesFrom()))
        .containsExactly(
            "America/Denver timezone",
            "null null",
            "America/Chicago,America/New_York state",
            "null null",
            "America/New_York phone_number",
            "null null",
            " null",
            "null null");
    assertThat(log.events(BatchOpened.class)).allMatch(opened -> opened.hours() != null);
  }

  private static StartForm within(CallingHours hours) {
    return new StartForm(
        "agent_1",
        Optional.empty(),
        BatchPlan.USUAL,
        Optional.empty(),
        false,
        OnDuplicates.SKIP,
        Optional.empty(),
        false,
        Optional.of(hours));
  }

  @Test
  void openedSaysByWhenTheSealMustCome() throws Exception {
    start(Samples.rows(1));

    BatchOpened opened = log.events(BatchOpened.class).getFirst();
    assertThat(opened.at()).isEqualTo(Samples.NOW);
    assertThat(opened.sealBy()).isEqualTo(Samples.NOW.plus(Duration.ofMinutes(15)));
    assertThat(opened.agent().fromNumber()).isEqualTo(Samples.OWN);
  }

  @ParameterizedTest
  @EnumSource(
      value = RecordingLog.Step.class,
      names = {"OPEN", "ROW", "FINISH", "SEAL"})
  void aFaultAnywhereBeforeTheSealLeavesNoSeal(RecordingLog.Step step) {
    log.failAt = step;

    assertThatThrownBy(() -> start(Samples.rows(10))).isInstanceOf(LogUnavailable.class);

    assertThat(log.events(BatchSealed.class)).isEmpty();
  }

  @Test
  void anUnknownSealNamesTheBatch() {
    log.failAt = RecordingLog.Step.COMMIT;

    assertThatThrownBy(() -> start(Samples.rows(10)))
        .isInstanceOf(SealUnknown.class)
        .hasMessage("batch_b1");
  }

  @Test
  void aBatchThatTookTooLongToWriteIsNotSealed() {
    BatchStart slow =
        new BatchStart(
            log,
            () -> "b1",
            () -> {
              // Read when writing begins and when it has ended.
              Instant at = now;
              now = SealTimes.DEFAULT.latestSeal(now);
              return at;
            });

    assertThatThrownBy(() ->
            slow.start(
                Samples.workspace(1),
                Samples.agent().build(),
                Optional.empty(),
                Samples.form(),
                Samples.csv(Samples.rows(1))))
        .isInstanceOf(LogUnavailable.class);
    assertThat(log.events(CallQueued.class)).hasSize(1);
    assertThat(log.events(BatchSealed.class)).isEmpty();
  }

  @Test
  void bigBatchesTakeTheBulkRoad() throws Exception {
    start(Samples.rows(BatchStart.SMALL));
    assertThat(log.bulk).isFalse();

    start(Samples.rows(BatchStart.SMALL + 1));
    assertThat(log.bulk).isTrue();
  }

  @Test
  void anInvalidRowKeepsTheBatchFromStarting() {
    assertThatThrownBy(() -> start("phone_number\n+12125550123\nbad\n"))
        .isInstanceOfSatisfying(
            ApiError.class,
            error -> {
              assertThat(error.status()).isEqualTo(400);
              assertThat(error.body())
                  .containsEntry("error", "CSV validation failed")
                  .containsEntry("invalidRows", 1L)
                  .containsKey("errors");
            });
    assertThat(log.written).isEmpty();
  }

  @Test
  void invalidRowsAndDuplicatesMayBeSkipped() throws Exception {
    String csv = "phone_number,a\nbad,\n+12125550123,x\n+12125550123,y\n+12125550124,\n";

    Started started = start(csv, skipInvalid(OnDuplicates.SKIP), Samples.agent().build());

    assertThat(started.totalCalls()).isEqualTo(2);
    assertThat(started.invalid()).isEqualTo(1);
    assertThat(started.duplicate()).isEqualTo(1);
    assertThat(log.events(CallQueued.class))
        .extracting(row -> row.call().row(), CallQueued::variables)
        .containsExactlyInAnyOrder(
            org.assertj.core.groups.Tuple.tuple(2L, Map.of("a", "x")),
            org.assertj.core.groups.Tuple.tuple(4L, Map.of()));
  }

  @Test
  void aFileWithoutAnyValidRowIsRefusedEvenSo() {
    assertThatThrownBy(() ->
            start("phone_number\nbad\n", skipInvalid(OnDuplicates.SKIP), Samples.agent().build()))
        .isInstanceOf(ApiError.class);
  }

  @Test
  void aFileThatCannotBeReadToItsEndIsRefusedEvenSo() {
    assertThatThrownBy(() ->
            start(
                "phone_number,a\n+12125550123,\n+12125550124,\"x\n",
                skipInvalid(OnDuplicates.SKIP),
                Samples.agent().build()))
        .isInstanceOf(ApiError.class);
    assertThat(log.written).isEmpty();
  }

  @Test
  void theBatchesOwnCallbacksBeatTheAgents() throws Exception {
    Samples.AgentBuilder agent = Samples.agent();
    agent.smartCallback = true;
    agent.maxAttempts = 2;
    agent.gaps = List.of(new Agent.Gap(0, 1));
    RetryPlan own = RetryPlan.smartCallback(5, List.of(Duration.ofDays(1)));

    start(Samples.rows(1), callbacks(Optional.empty()), agent.build());
    start(Samples.rows(1), callbacks(Optional.of(new Callbacks(Optional.of(own)))), agent.build());
    start(Samples.rows(1), callbacks(Optional.of(Callbacks.NEVER)), agent.build());

    assertThat(log.events(BatchOpened.class).stream().map(BatchOpened::callbacks).distinct())
        .containsExactly(RetryPlan.smartCallback(2, List.of(Duration.ofHours(1))), own, null);
  }

  private static StartForm skipInvalid(OnDuplicates onDuplicates) {
    return new StartForm(
        "agent_1",
        Optional.empty(),
        Samples.PLAN,
        Optional.empty(),
        true,
        onDuplicates,
        Optional.empty(),
        false,
        Optional.empty());
  }

  private static StartForm callbacks(Optional<Callbacks> callbacks) {
    return new StartForm(
        "agent_1",
        Optional.empty(),
        Samples.PLAN,
        callbacks,
        false,
        OnDuplicates.SKIP,
        Optional.empty(),
        false,
        Optional.empty());
  }
}
