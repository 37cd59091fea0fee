package peal.dialer.dispatch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static peal.dialer.dispatch.RunningDispatch.SOON;
import static peal.testkit.build.BatchBuilder.batch;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import peal.domain.DialRequest;
import peal.domain.event.CallQueued;
import peal.testkit.build.BatchBuilder;
import peal.testkit.kafka.KafkaFixture;
import peal.topics.DeadLetter;
import peal.topics.Topic;
import peal.topics.Unreadable;

/** What dispatch cannot read, or not take in, costs nobody else anything. */
@ExtendWith(KafkaFixture.class)
@Timeout(600)
class DispatchFaultsOnKafkaTest {
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
  void whatCannotBeReadIsPutAsideAndBlocksNobody() {
    byte[] lane = "ws/0".getBytes(StandardCharsets.UTF_8);
    for (Topic<?, ?> topic : List.of(dispatch.topics.callEvents(), dispatch.topics.callJobs())) {
      dispatch.pen.scrawl(topic, 0, lane, bytes("no JSON at all"));
      dispatch.pen.scrawl(topic, 0, lane, bytes("{\"t\":\"Unheard\",\"v\":1,\"d\":{}}"));
      dispatch.pen.scrawl(topic, 0, lane, bytes("{\"t\":\"CallQueued\",\"v\":99,\"d\":{}}"));
      dispatch.pen.scrawl(topic, 0, bytes("no lane"), null);
      dispatch.pen.scrawl(topic, 0, bytes("ws/10000"), null);
      dispatch.pen.scrawl(topic, 0, null, null);
      dispatch.pen.scrawl(topic, 0, lane, null);
    }

    dispatch.upload(batch("b1").rows(2).at(Instant.now()), dispatch.topics.callJobs());

    dispatch.awaitDials(2).forEach(dispatch::ends);
    await().atMost(SOON).until(() -> dispatch.settled().size() == 2);
    // All but the last, which only deletes and so says nothing.
    await().atMost(SOON).until(() -> dispatch.deadLetters.records().size() == 12);
  }

  @Test
  void whatTheRulesCannotTakeInIsPutAsideAndTheLaneGoesOn() {
    dispatch.upload(batch("b1").rows(2).at(Instant.now()), dispatch.topics.callJobs());
    List<DialRequest> dials = dispatch.awaitDials(2);

    // It can be read; that its longest call ends after the end of time is found out later.
    dispatch.pen.scrawl(
        dispatch.topics.callEvents(),
        0,
        bytes("ws/0"),
        bytes(
            "{\"t\":\"Dialing\",\"v\":1,\"d\":{\"attempt\":\"%s\",\"at\":%d}}"
                .formatted(dials.getFirst().attempt(), Long.MAX_VALUE)));
    dials.forEach(dispatch::ends);

    await().atMost(SOON).until(() -> dispatch.settled().size() == 2);
    await().atMost(SOON).until(() -> dispatch.deadLetters.records().size() == 1);
    DeadLetter letter = DeadLetter.read(dispatch.deadLetters.records().getFirst()).orElseThrow();
    assertThat(letter.why()).isEqualTo(Unreadable.FAULT);
    assertThat(letter.topic()).isEqualTo(dispatch.topics.callEvents().name());
    assertThat(letter.reader()).isEqualTo(DispatchApplication.ID);
    assertThat(new String(letter.key(), StandardCharsets.UTF_8)).isEqualTo("ws/0");
    assertThat(new String(letter.value(), StandardCharsets.UTF_8)).contains("\"Dialing\"");
    assertThat(
            dispatch
                .registry
                .get("peal_dead_letters")
                .tags("topic", dispatch.topics.callEvents().name(), "reason", "fault")
                .counter()
                .count())
        .isEqualTo(1);
  }

  /** Where nobody here may read the topics' settings, or somebody changes one, tenants find it. */
  @Test
  void whatABrokerRefusesIsPutAsideByTheNextThreadAndTheLaneGoesOn() throws Exception {
    dispatch.takesAtMost(dispatch.topics.dialRequests(), 20_000);

    // To a number of its own: another call to it would wait until this one is over.
    BatchBuilder large = batch("b1").at(Instant.now());
    dispatch.pen.write(dispatch.topics.batchCommands(), large.lane(0), large.opened(0));
    dispatch.pen.write(
        dispatch.topics.callJobs(),
        large.lane(0),
        new CallQueued(
            large.call(1), Instant.now(), large.number(9), Map.of("note", incompressible(40_000))));
    dispatch.pen.write(dispatch.topics.batchCommands(), large.lane(0), large.sealed(0));
    BatchBuilder next = batch("b2").rows(2).at(Instant.now());
    dispatch.upload(next, dispatch.topics.callJobs());

    dispatch.awaitDials(2).forEach(dispatch::ends);
    await().atMost(SOON).until(() -> dispatch.settled().contains(next.call(2)));
    await().atMost(SOON).until(() -> !dispatch.deadLetters.records().isEmpty());
    DeadLetter letter = DeadLetter.read(dispatch.deadLetters.records().getFirst()).orElseThrow();
    assertThat(letter.why()).isEqualTo(Unreadable.TOO_BIG);
    assertThat(letter.topic()).isEqualTo(dispatch.topics.dialRequests().name());
  }

  private static String incompressible(int letters) {
    return new Random(1)
        .ints(letters, 'a', 'z')
        .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
        .toString();
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
