package peal.projector;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static peal.projector.ProjectorsOnKafka.LANES;
import static peal.projector.ProjectorsOnKafka.ROWS;
import static peal.projector.ProjectorsOnKafka.SOON;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.LongStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.RecordsToDelete;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import peal.service.Service;
import peal.service.kafka.KafkaClients;
import peal.testkit.api.Scrape;
import peal.testkit.kafka.KafkaFixture;

/** Projectors that come and go over a real broker, alone and as two that share the lanes. */
@ExtendWith(KafkaFixture.class)
@Timeout(600)
class ProjectorRestartTest {
  @TempDir Path folder;

  private KafkaFixture broker;
  private ProjectorsOnKafka projectors;

  @BeforeEach
  void start(KafkaFixture fixture) {
    broker = fixture;
    projectors = new ProjectorsOnKafka(fixture, folder);
  }

  @AfterEach
  void stop() {
    projectors.close();
  }

  @Test
  void oneThatStartsAgainWithNothingButKafkaGoesOnWhereItWas() {
    Service first = projectors.start("a");
    projectors.upload();
    projectors.ended(1);
    await().atMost(SOON).until(() -> projectors.counts(first, 1, ROWS - 1));
    first.close();
    projectors.ended(2);

    Service second = projectors.start("b");

    await().atMost(SOON).until(() -> projectors.counts(second, 2, ROWS - 2));
  }

  /** Whoever takes over holds what was committed, and its predecessor may have shown more. */
  @Test
  void whatTheOneBeforeShowedIsNotTakenBack() {
    Service first = projectors.start("a");
    projectors.upload();
    await().atMost(SOON).until(() -> projectors.counts(first, 0, ROWS));
    first.close();
    projectors.ended(LongStream.rangeClosed(1, ROWS).toArray());

    Service second = projectors.start("b");

    // A session that a busy machine lets expire begins its lanes anew: then answers are marked.
    HttpResponse<String> answer =
        await()
            .atMost(SOON)
            .until(
                () -> projectors.get(second, "/batch_b1/status?lanes=" + LANES),
                said -> said.headers().firstValue("X-Peal-Stale").isEmpty());
    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.body()).contains("\"completed\":" + ROWS);
  }

  @Test
  void twoAnswerForEachOtherAndOneForTheOtherThatLeft() {
    Service one = projectors.start("a");
    projectors.upload();
    await().atMost(SOON).until(() -> projectors.counts(one, 0, ROWS));
    Service two = projectors.start("b");
    projectors.ended(1, 2, 3, 4, 5, 6, 7, 8);

    await()
        .atMost(SOON)
        .until(() -> projectors.counts(one, 8, ROWS - 8) && projectors.counts(two, 8, ROWS - 8));
    await()
        .atMost(SOON)
        .until(() -> {
          double lanesOfTwo =
              new Scrape(two.address()).figure("peal_calls{status=\"waiting\"}").orElse(0);
          return lanesOfTwo > 0 && lanesOfTwo < ROWS - 8;
        });
    // The other's lanes may be asked for while they are still being restored.
    await()
        .atMost(SOON)
        .ignoreExceptions()
        .untilAsserted(() ->
            assertThat(projectors.jobs(one, 7)).hasSize(100).isEqualTo(projectors.jobs(two, 7)));

    one.close();
    await().atMost(SOON).until(() -> projectors.counts(two, 8, ROWS - 8));
  }

  @Test
  void aCallsHistoryIsReadFromTheTopicAlsoAfterARestartAndWithoutWhatIsGone() throws Exception {
    Service first = projectors.start("a");
    projectors.upload();
    projectors.ended(1, 2, 3);
    await().atMost(SOON).until(() -> projectors.counts(first, 3, ROWS - 3));

    JsonNode before = completeHistory(first);
    assertThat(before.get("events").findValuesAsText("kind"))
        .containsExactly("queued", "released", "dialing", "ended", "call_settled");
    assertThat(before.get("events").get(2).get("worker").asText()).isEqualTo("w1");
    assertThat(before.get("events").get(3).get("reason").asText())
        .isEqualTo("answered, talked 2.0 s");
    assertThat(before.has("now")).isFalse();
    // Events are read before rows.
    await()
        .atMost(SOON)
        .ignoreExceptions()
        .untilAsserted(() ->
            assertThat(projectors.history(first, 4).get("now").asText())
                .startsWith("waiting: pace"));

    first.close();
    Service second = projectors.start("b");
    await().atMost(SOON).until(() -> projectors.counts(second, 3, ROWS - 3));
    assertThat(completeHistory(second)).isEqualTo(before);

    Map<TopicPartition, RecordsToDelete> all = new HashMap<>();
    for (int partition = 0; partition < LANES; partition++) {
      all.put(
          new TopicPartition(projectors.topics.callEvents().name(), partition),
          RecordsToDelete.beforeOffset(-1));
    }
    try (Admin admin = new KafkaClients(broker.bootstrapServers()).admin("cleaner")) {
      admin.deleteRecords(all).all().get(120, TimeUnit.SECONDS);
    }
    await()
        .atMost(SOON)
        .ignoreExceptions()
        .untilAsserted(() -> {
          JsonNode after = projectors.history(second, 2);
          assertThat(after.get("complete").asBoolean()).isFalse();
          assertThat(after.get("missing").get("removed").asInt()).isEqualTo(3);
          assertThat(after.get("events").findValuesAsText("kind"))
              .containsExactly("queued", "released", "dialing", "ended", "call_settled");
        });
    assertThat(
            projectors
                .get(second, "/batch_b1/calls/call_b1-0-999999/history?lanes=" + LANES)
                .statusCode())
        .isEqualTo(404);
    assertThat(
            projectors
                .get(second, "/batch_zz/calls/call_zz-0-1/history?lanes=" + LANES)
                .statusCode())
        .isEqualTo(404);
  }

  /** What of a history is not read within three seconds is left out, and said to be missing. */
  private JsonNode completeHistory(Service projector) {
    return await()
        .atMost(SOON)
        .ignoreExceptions()
        .until(
            () -> projectors.history(projector, 2), history -> history.get("complete").asBoolean());
  }
}
