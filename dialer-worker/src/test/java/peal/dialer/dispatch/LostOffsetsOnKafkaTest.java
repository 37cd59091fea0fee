package peal.dialer.dispatch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;
import static peal.dialer.dispatch.RunningDispatch.SOON;
import static peal.testkit.build.BatchBuilder.batch;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import peal.domain.DialRequest;
import peal.testkit.build.BatchBuilder;
import peal.testkit.kafka.KafkaFixture;

/** Kafka keeps a group's offsets for a week after its last member left, and inputs for longer. */
@ExtendWith(KafkaFixture.class)
@Timeout(600)
class LostOffsetsOnKafkaTest {
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
  void whoWasCalledIsNotCalledAgainWhenEverythingIsReadOnceMore() throws Exception {
    BatchBuilder done = batch("b1").rows(3).at(Instant.now());
    dispatch.upload(done, dispatch.topics.callJobs());
    dispatch.awaitDials(3).forEach(dispatch::ends);
    BatchBuilder cancelled = batch("b2").in("small").rows(50).at(Instant.now());
    dispatch.upload(cancelled, dispatch.topics.callJobs());
    dispatch.awaitDials(4);
    dispatch.pen.write(
        dispatch.topics.batchCommands(), cancelled.lane(0), cancelled.cancelled(Duration.ZERO));
    dispatch.pen.flush();
    await().atMost(SOON).until(() -> !dispatch.stops().isEmpty());
    dispatch.dials().subList(3, dispatch.dials().size()).forEach(dispatch::ends);
    await().atMost(SOON).until(() -> dispatch.settled().size() == dispatch.dials().size());
    List<DialRequest> before = dispatch.dials();
    dispatch.stop();
    dispatch.loseOffsets();

    dispatch.start("second");

    // The last of what is read again comes before what is new.
    dispatch.upload(batch("b3").rows(1).at(Instant.now()), dispatch.topics.callJobs());
    List<DialRequest> after = dispatch.awaitDials(before.size() + 1);
    dispatch.ends(after.getLast());
    await().atMost(SOON).until(() -> dispatch.settled().size() == after.size());
    assertThat(dispatch.dials().subList(before.size(), dispatch.dials().size()))
        .extracting(dial -> dial.attempt().call().batch().token())
        .containsExactly("b3");
  }

  @Test
  void offsetsWithoutTheStateThatBelongsToThemAreNotGoneOnWith() throws Exception {
    dispatch.upload(batch("b1").rows(1).at(Instant.now()), dispatch.topics.callJobs());
    dispatch.awaitDials(1).forEach(dispatch::ends);
    await().atMost(SOON).until(() -> dispatch.settled().size() == 1);
    dispatch.stop();
    dispatch.loseState();

    assertThatThrownBy(() -> dispatch.start("second"))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContainingAll("peal-dispatch", "-changelog", "kafka-consumer-groups");
  }
}
