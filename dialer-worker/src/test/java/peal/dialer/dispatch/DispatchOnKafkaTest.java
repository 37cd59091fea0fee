package peal.dialer.dispatch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static peal.dialer.dispatch.RunningDispatch.SOON;
import static peal.testkit.build.BatchBuilder.batch;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import peal.domain.BatchPlan;
import peal.domain.DialRequest;
import peal.domain.PlanRevision;
import peal.domain.event.BatchCommand.BatchChanged;
import peal.domain.event.CallEvent.ChangeApplied;
import peal.testkit.build.BatchBuilder;
import peal.testkit.kafka.KafkaFixture;

/** Dispatch as it runs: threads, transactions, commits and a changelog. */
@ExtendWith(KafkaFixture.class)
@Timeout(600)
class DispatchOnKafkaTest {
  private static final Duration PACE = Duration.ofMillis(50);
  private static final int MANY = 100_000;

  @TempDir Path folder;

  private RunningDispatch dispatch;

  @BeforeEach
  void start(KafkaFixture kafka) {
    dispatch = new RunningDispatch(kafka, folder);
    dispatch.start("first");
  }

  @AfterEach
  void stop() {
    dispatch.close();
  }

  @Test
  void rowsBecomeRequestsAndReportsBecomeDecisions() {
    dispatch.upload(batch("b1").rows(8).at(Instant.now()), dispatch.topics.callJobs());

    dispatch.awaitDials(5).forEach(dispatch::ends);
    dispatch.awaitDials(8).subList(5, 8).forEach(dispatch::ends);

    await().atMost(SOON).until(() -> dispatch.settled().size() == 8);
    assertThat(dispatch.dials())
        .extracting(dial -> dial.attempt().call().row())
        .isSorted()
        .hasSize(8);
    assertThat(dispatch.settled()).doesNotHaveDuplicates();
    assertThat(dispatch.requests.records())
        .as("one worker reads all of a lane's requests")
        .allMatch(
            request -> request.partition() == dispatch.topics.partitionOf(batch("b1").lane(0)));
  }

  @Test
  void aRestartWithNothingButKafkaGoesOnWhereItWas() {
    dispatch.upload(batch("b1").rows(12).at(Instant.now()), dispatch.topics.callJobs());
    List<DialRequest> before = dispatch.awaitDials(5);
    dispatch.stop();
    before.forEach(dispatch::ends);

    dispatch.start("second");

    dispatch.awaitDials(10).subList(5, 10).forEach(dispatch::ends);
    List<DialRequest> all = dispatch.awaitDials(12);
    all.subList(10, 12).forEach(dispatch::ends);
    await().atMost(SOON).until(() -> dispatch.settled().size() == 12);
    assertThat(all).extracting(dial -> dial.attempt().call().row()).doesNotHaveDuplicates();
    for (int i = 1; i < all.size(); i++) {
      assertThat(Duration.between(all.get(i - 1).slotAt(), all.get(i).slotAt()))
          .isGreaterThanOrEqualTo(PACE);
    }
  }

  @Test
  void aChangeThatCameBeforeItsBatchOutlivesARestartWithNothingButKafka() {
    BatchBuilder batch = batch("b1").rows(6).at(Instant.now());
    PlanRevision change =
        new PlanRevision(
            2,
            Instant.ofEpochMilli(1_767_225_600_000L),
            "key_1",
            new BatchPlan(null, 4.0, 1, null, null, null));
    dispatch.pen.write(
        dispatch.topics.batchCommands(),
        batch.lane(0),
        new BatchChanged(batch.id(), Instant.now(), change));
    dispatch.upload(batch, dispatch.topics.callJobs());
    dispatch.ends(dispatch.awaitDials(1).getFirst());
    dispatch.ends(dispatch.awaitDials(2).getLast());
    List<DialRequest> before = dispatch.awaitDials(3);
    dispatch.stop();

    dispatch.start("second");

    dispatch.ends(before.getLast());
    for (int dials = 4; dials <= 6; dials++) {
      List<DialRequest> all = dispatch.awaitDials(dials);
      assertThat(all).as("one at a time").hasSize(dials);
      dispatch.ends(all.getLast());
    }
    await().atMost(SOON).until(() -> dispatch.settled().size() == 6);
    List<DialRequest> all = dispatch.dials();
    for (int i = 1; i < all.size(); i++) {
      assertThat(all.get(i).slotAt()).isAfterOrEqualTo(all.get(i - 1).slotAt().plusMillis(249));
    }
    assertThat(dispatch.changes()).extracting(ChangeApplied::change).containsExactly(change);
  }

  @Test
  void aCallDueInTwentyDaysOutlivesARestartItsTopicsAndItsDisk() throws Exception {
    // The broker takes no time of the future, so the call is put up twenty days ago.
    Instant then = Instant.now().minus(Duration.ofDays(20));
    dispatch.stop();
    dispatch.start("then", () -> Instant.now().minus(Duration.ofDays(20)));
    dispatch.upload(
        batch("b1").rows(3).at(then).scheduledAt(then.plus(Duration.ofDays(20))),
        dispatch.topics.callJobs());
    dispatch.upload(batch("b2").rows(1).at(then), dispatch.topics.callJobs());
    dispatch.awaitDials(1).forEach(dispatch::ends);
    await().atMost(SOON).until(() -> dispatch.settled().size() == 1);
    dispatch.stop();
    dispatch.removeRecordsOf(
        dispatch.topics.batchCommands(), dispatch.topics.callJobs(), dispatch.topics.callEvents());

    // Nothing of its disk is left, and twenty days have passed.
    dispatch.start("now");

    assertThat(dispatch.awaitDials(4))
        .extracting(dial -> dial.attempt().call().batch().token())
        .containsExactly("b2", "b1", "b1", "b1");
  }

  /** Deleted rows that the changelog no longer tells of would ring again, under their old ids. */
  @Test
  void aFolderThatWasAwayForADayIsNotGoneOnWith() throws IOException {
    dispatch.upload(batch("b1").rows(2).at(Instant.now()), dispatch.topics.callJobs());
    dispatch.awaitDials(2).forEach(dispatch::ends);
    await().atMost(SOON).until(() -> dispatch.settled().size() == 2);
    dispatch.stop();
    Path task = folder.resolve("first").resolve(DispatchApplication.ID).resolve("0_0");
    Path mark = Files.createFile(task.resolve("what-was-there"));
    dispatch.start("first");
    dispatch.upload(batch("b2").rows(1).at(Instant.now()), dispatch.topics.callJobs());
    dispatch.awaitDials(3).subList(2, 3).forEach(dispatch::ends);
    await().atMost(SOON).until(() -> dispatch.settled().size() == 3);
    assertThat(mark).as("a folder that was just in use").exists();
    dispatch.stop();
    Files.setLastModifiedTime(task, FileTime.from(Instant.now().minus(Duration.ofDays(1))));

    dispatch.start("first");

    dispatch.upload(batch("b3").rows(1).at(Instant.now()), dispatch.topics.callJobs());
    dispatch.awaitDials(4).subList(3, 4).forEach(dispatch::ends);
    await().atMost(SOON).until(() -> dispatch.settled().size() == 4);
    assertThat(mark).doesNotExist();
  }

  @Test
  void aCancelIsDecidedBeforeTheRowsOfAnotherAreRead() {
    BatchBuilder small = batch("b1").in("small").rows(10).at(Instant.now());
    dispatch.upload(small, dispatch.topics.callJobs());
    dispatch.awaitDials(1);
    dispatch.stop();
    dispatch.upload(
        batch("b2").in("big").rows(MANY).at(Instant.now()), dispatch.topics.callJobsBulk());
    dispatch.pen.write(
        dispatch.topics.batchCommands(), small.lane(0), small.cancelled(Duration.ZERO));
    dispatch.pen.flush();

    CountingClock clock = new CountingClock();
    dispatch.start("first", clock);

    await().atMost(SOON).until(() -> dispatch.stops().size() == 1);
    assertThat(dispatch.stops().getFirst().batch()).isEqualTo(small.id());
    assertThat(clock.readingsBefore(dispatch.stops().getFirst().at()))
        .as("records that were taken before")
        .isLessThan(MANY / 4);
  }

  @Test
  void aSmallBatchIsDialedBeforeTheRowsOfAnotherAreRead() {
    dispatch.stop();
    dispatch.upload(
        batch("b2").in("big").rows(MANY).at(Instant.now()), dispatch.topics.callJobsBulk());
    BatchBuilder small = batch("b1").in("small").rows(10).at(Instant.now());
    dispatch.upload(small, dispatch.topics.callJobs());

    CountingClock clock = new CountingClock();
    dispatch.start("first", clock);

    await().atMost(SOON).until(() -> !dialsOf(small).isEmpty());
    assertThat(clock.readingsBefore(dialsOf(small).getFirst().slotAt()))
        .as("records that were taken before")
        .isLessThan(MANY / 2);
  }

  private List<DialRequest> dialsOf(BatchBuilder batch) {
    return dispatch.dials().stream()
        .filter(dial -> dial.attempt().call().batch().equals(batch.id()))
        .toList();
  }
}
