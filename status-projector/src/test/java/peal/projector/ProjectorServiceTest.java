package peal.projector;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static peal.testkit.build.BatchBuilder.batch;
import static peal.testkit.build.WorkspaceBuilder.workspace;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
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
import peal.domain.AttemptId;
import peal.domain.Outcome;
import peal.domain.event.CallEvent;
import peal.service.Service;
import peal.service.kafka.KafkaClients;
import peal.service.kafka.Provisioning;
import peal.testkit.api.Scrape;
import peal.testkit.build.BatchBuilder;
import peal.testkit.kafka.KafkaFixture;
import peal.testkit.kafka.Pen;
import peal.testkit.kafka.Tap;
import peal.topics.TopicProvision;
import peal.topics.Topics;

/**
 * The whole projector over a real broker: alone, started again, and as two that share the lanes.
 */
@ExtendWith(KafkaFixture.class)
@Timeout(120)
class ProjectorServiceTest {
  private static final Duration SOON = Duration.ofSeconds(40);
  private static final int LANES = 4;
  private static final int ROWS = 2_500;

  @TempDir Path folder;

  private final ObjectMapper json = new ObjectMapper();
  private final HttpClient http = HttpClient.newHttpClient();
  private final Topics topics = new Topics(LANES);
  private final List<Service> projectors = new ArrayList<>();
  private final BatchBuilder batch = batch("b1").lanes(LANES).rows(ROWS).at(Instant.now());
  private KafkaFixture kafka;
  private Pen pen;

  @BeforeEach
  void start(KafkaFixture fixture) {
    kafka = fixture;
    kafka.wipe();
    Provisioning.run(
        new KafkaClients(kafka.bootstrapServers()), topics, TopicProvision.CREATE, SOON);
    pen = new Pen(kafka, topics);
  }

  @AfterEach
  void stop() {
    projectors.forEach(Service::close);
    pen.close();
  }

  private Service projector(String stateDir) {
    return projector(stateDir, Map.of());
  }

  private Service projector(String stateDir, Map<String, String> more) {
    Map<String, String> environment = new HashMap<>(more);
    environment.put("KAFKA_BOOTSTRAP_SERVERS", kafka.bootstrapServers());
    environment.put("PEAL_PORT", "0");
    environment.put("PEAL_PARTITIONS", Integer.toString(LANES));
    environment.put("PEAL_STANDBY_REPLICAS", "0");
    environment.put("PEAL_STATE_DIR", folder.resolve(stateDir).toString());
    Service projector = ProjectorWiring.start(environment);
    projectors.add(projector);
    await().atMost(SOON).until(new Scrape(projector.address())::ready);
    return projector;
  }

  private void upload() {
    for (int index = 0; index < LANES; index++) {
      pen.write(topics.batchCommands(), batch.lane(index), batch.opened(index));
      for (var row : batch.queuedIn(index)) {
        pen.write(topics.callJobs(), batch.lane(index), row);
      }
      pen.write(topics.batchCommands(), batch.lane(index), batch.sealed(index));
    }
    pen.flush();
  }

  private void ended(long... rows) {
    Instant now = Instant.now();
    for (long row : rows) {
      var lane = batch.laneOf(row);
      AttemptId attempt = new AttemptId(batch.call(row), 1);
      pen.write(topics.callEvents(), lane, new CallEvent.Dialing(attempt, now, "w1"));
      pen.write(
          topics.callEvents(),
          lane,
          new CallEvent.Ended(attempt, now, Outcome.ANSWERED, 2.0, null, null));
      pen.write(
          topics.callEvents(),
          lane,
          new CallEvent.CallSettled(batch.call(row), now, 1, Outcome.ANSWERED));
    }
    pen.flush();
  }

  private HttpResponse<String> get(Service projector, String path) {
    HttpRequest request =
        HttpRequest.newBuilder(projector.address().resolve("/workspaces/ws/batches" + path))
            .timeout(Duration.ofSeconds(10))
            .build();
    try {
      return http.send(request, BodyHandlers.ofString());
    } catch (IOException e) {
      throw new IllegalStateException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  private JsonNode body(Service projector, String path) {
    HttpResponse<String> answer = get(projector, path);
    try {
      return answer.statusCode() == 200
          ? json.readTree(answer.body())
          : json.createObjectNode().put("statusCode", answer.statusCode());
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Whatever has been read, the parts make the whole. */
  private boolean counts(Service projector, int completed, int waiting) {
    JsonNode progress = body(projector, "/batch_b1/status?lanes=" + LANES);
    if (!progress.has("total")) {
      return false;
    }
    return progress.get("total").asInt() == ROWS
        && progress.get("completed").asInt() == completed
        && progress.get("waiting").asInt() == waiting;
  }

  private List<String> jobs(Service projector, int page) {
    return body(projector, "/batch_b1/calls?limit=100&lanes=" + LANES + "&page=" + page)
        .get("calls")
        .findValuesAsText("jobId");
  }

  @Test
  void whatHappenedIsAnsweredCountedAndPaged() {
    Service projector = projector("a");
    upload();
    ended(1, 2, 2_000);

    await().atMost(SOON).until(() -> counts(projector, 3, ROWS - 3));
    // The seal says how many rows there are; the last of them may be read a moment after it.
    await()
        .atMost(SOON)
        .untilAsserted(() ->
            assertThat(allJobs(projector))
                .containsExactlyInAnyOrderElementsOf(
                    LongStream.rangeClosed(1, ROWS)
                        .mapToObj(row -> batch.call(row).toString())
                        .toList()));
    assertThat(
            body(projector, "/batch_b1/calls?status=completed&limit=10&lanes=" + LANES)
                .get("calls")
                .findValuesAsText("jobId"))
        .containsExactlyInAnyOrder(
            batch.call(1).toString(), batch.call(2).toString(), batch.call(2_000).toString());
  }

  private List<String> allJobs(Service projector) {
    List<String> all = new ArrayList<>();
    for (int page = 1; page <= ROWS / 100; page++) {
      all.addAll(jobs(projector, page));
    }
    return all;
  }

  @Test
  void oneThatStartsAgainWithNothingButKafkaGoesOnWhereItWas() {
    Service first = projector("a");
    upload();
    ended(1);
    await().atMost(SOON).until(() -> counts(first, 1, ROWS - 1));
    first.close();
    ended(2);

    Service second = projector("b");

    await().atMost(SOON).until(() -> counts(second, 2, ROWS - 2));
  }

  @Test
  void twoAnswerForEachOtherAndOneForTheOtherThatLeft() {
    Service one = projector("a");
    upload();
    await().atMost(SOON).until(() -> counts(one, 0, ROWS));
    Service two = projector("b");
    ended(1, 2, 3, 4, 5, 6, 7, 8);

    await().atMost(SOON).until(() -> counts(one, 8, ROWS - 8) && counts(two, 8, ROWS - 8));
    await()
        .atMost(SOON)
        .until(() -> {
          double lanesOfTwo =
              new Scrape(two.address()).figure("peal_calls{status=\"waiting\"}").orElse(0);
          return lanesOfTwo > 0 && lanesOfTwo < ROWS - 8;
        });
    assertThat(jobs(one, 7)).hasSize(100).isEqualTo(jobs(two, 7));

    one.close();
    await().atMost(SOON).until(() -> counts(two, 8, ROWS - 8));
  }

  @Test
  void aCallsHistoryIsReadFromTheTopicAlsoAfterARestartAndWithoutWhatIsGone() throws Exception {
    Service first = projector("a");
    upload();
    ended(1, 2, 3);
    await().atMost(SOON).until(() -> counts(first, 3, ROWS - 3));

    JsonNode before = history(first, 2);

    assertThat(before.get("complete").asBoolean()).isTrue();
    assertThat(before.get("events").findValuesAsText("kind"))
        .containsExactly("queued", "released", "dialing", "ended", "call_settled");
    assertThat(before.get("events").get(2).get("worker").asText()).isEqualTo("w1");
    assertThat(before.get("events").get(3).get("reason").asText())
        .isEqualTo("answered, talked 2.0 s");
    assertThat(before.has("now")).isFalse();
    assertThat(history(first, 4).get("now").asText()).startsWith("waiting: pace");

    first.close();
    Service second = projector("b");
    await().atMost(SOON).until(() -> counts(second, 3, ROWS - 3));
    assertThat(history(second, 2)).isEqualTo(before);

    Map<TopicPartition, RecordsToDelete> all = new HashMap<>();
    for (int partition = 0; partition < LANES; partition++) {
      all.put(
          new TopicPartition(topics.callEvents().name(), partition),
          RecordsToDelete.beforeOffset(-1));
    }
    try (Admin admin = new KafkaClients(kafka.bootstrapServers()).admin("cleaner")) {
      admin.deleteRecords(all).all().get(20, TimeUnit.SECONDS);
    }
    JsonNode after = history(second, 2);
    assertThat(after.get("complete").asBoolean()).isFalse();
    assertThat(after.get("missing").get("removed").asInt()).isEqualTo(3);
    assertThat(after.get("events").findValuesAsText("kind"))
        .containsExactly("queued", "released", "dialing", "ended", "call_settled");
    assertThat(get(second, "/batch_b1/calls/call_b1-0-999999/history?lanes=" + LANES).statusCode())
        .isEqualTo(404);
    assertThat(get(second, "/batch_zz/calls/call_zz-0-1/history?lanes=" + LANES).statusCode())
        .isEqualTo(404);
  }

  private JsonNode history(Service projector, long row) {
    return body(projector, "/batch_b1/calls/" + batch.call(row) + "/history?lanes=" + LANES);
  }

  @Test
  void aFinishedBatchStaysForItsRetentionAndIsGoneAfterIt() {
    pen.write(topics.workspaces(), "ws", workspace("ws").lanes(LANES).build());
    Service projector = projector("a", Map.of("PEAL_RETENTION_HOURS", "0.002"));
    upload();
    ended(LongStream.rangeClosed(1, ROWS).toArray());
    Instant over = Instant.now();
    await().atMost(SOON).until(() -> counts(projector, ROWS, 0));

    await()
        .atMost(SOON)
        .until(() -> get(projector, "/batch_b1?lanes=" + LANES).statusCode() == 404);

    assertThat(Duration.between(over, Instant.now())).isGreaterThan(Duration.ofSeconds(7));
    assertThat(body(projector, "?lanes=" + LANES).get("batches")).isEmpty();
    assertThat(get(projector, "/batch_b1/calls?lanes=" + LANES).statusCode()).isEqualTo(404);
    await().atMost(SOON).until(() -> body(projector, "?lanes=" + LANES).get("batches").isEmpty());
    double forgotten =
        new Scrape(projector.address()).figure("peal_batches_forgotten_total").orElse(0);
    assertThat(forgotten).isGreaterThanOrEqualTo(1);
  }

  @Test
  void whatCannotBeReadIsPutAsideAndBlocksNobody() {
    byte[] lane = batch.lane(0).key().getBytes(StandardCharsets.UTF_8);
    byte[] broken = "no JSON".getBytes(StandardCharsets.UTF_8);
    for (var topic : List.of(topics.callEvents(), topics.callJobs(), topics.callJobsBulk())) {
      for (int partition = 0; partition < LANES; partition++) {
        pen.scrawl(topic, partition, lane, broken);
        pen.scrawl(topic, partition, null, null);
      }
    }
    Service projector = projector("a");

    upload();

    await().atMost(SOON).until(() -> counts(projector, 0, ROWS));
    try (Tap<byte[]> deadLetters = new Tap<>(kafka, topics.deadLetters())) {
      await().atMost(SOON).until(() -> deadLetters.records().size() == 3 * LANES * 2);
    }
  }

  @Test
  void operatorsSeeWhatWaitsWhatRunsAndWhatEnded() {
    Service projector = projector("a");
    upload();
    ended(1, 2, 3);
    await().atMost(SOON).until(() -> counts(projector, 3, ROWS - 3));

    Scrape scrape = new Scrape(projector.address());
    assertThat(scrape.live()).isTrue();
    assertThat(scrape.figure("peal_calls{status=\"waiting\"}")).hasValue(ROWS - 3);
    assertThat(scrape.figure("peal_calls{status=\"active\"}")).hasValue(0);
    assertThat(scrape.figure("peal_calls_ended_total{outcome=\"answered\"}")).hasValue(3);
    assertThat(scrape.figure("peal_calls_ended_total{outcome=\"busy\"}")).hasValue(0);
    assertThat(scrape.figure("peal_consumer_lag{group=\"peal-status-projector\"}")).isPresent();
    assertThat(scrape.figure("peal_streams_running{group=\"peal-status-projector\"}")).hasValue(1);
    assertThat(scrape.figures())
        .noneMatch(line -> line.contains("batch_") || line.contains("call_b"))
        .hasSizeLessThan(150);
  }
}
