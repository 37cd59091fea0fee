package peal.projector;

import static org.awaitility.Awaitility.await;
import static peal.testkit.build.BatchBuilder.batch;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
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
import peal.topics.TopicProvision;
import peal.topics.Topics;

/** Projectors over a wiped broker, and a batch of four lanes for them to tell of. */
final class ProjectorsOnKafka implements AutoCloseable {
  static final Duration SOON = Duration.ofSeconds(120);
  static final int LANES = 4;
  static final int ROWS = 2_500;

  final Topics topics = new Topics(LANES);
  final BatchBuilder batch = batch("b1").lanes(LANES).rows(ROWS).at(Instant.now());
  final Pen pen;
  private final ObjectMapper json = new ObjectMapper();
  private final HttpClient http = HttpClient.newHttpClient();
  private final List<Service> projectors = new ArrayList<>();
  private final KafkaFixture kafka;
  private final Path folder;

  /** Starts no projector yet; {@code folder} will hold what they keep on disk. */
  ProjectorsOnKafka(KafkaFixture kafka, Path folder) {
    this.kafka = kafka;
    this.folder = folder;
    kafka.wipe();
    Provisioning.run(
        new KafkaClients(kafka.bootstrapServers()), topics, TopicProvision.CREATE, SOON);
    pen = new Pen(kafka, topics);
  }

  /** Starts one with what lies in a folder of this name, or with Kafka alone. */
  Service start(String stateDir) {
    return start(stateDir, Map.of());
  }

  Service start(String stateDir, Map<String, String> more) {
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

  void upload() {
    for (int index = 0; index < LANES; index++) {
      pen.write(topics.batchCommands(), batch.lane(index), batch.opened(index));
      for (var row : batch.queuedIn(index)) {
        pen.write(topics.callJobs(), batch.lane(index), row);
      }
      pen.write(topics.batchCommands(), batch.lane(index), batch.sealed(index));
    }
    pen.flush();
  }

  /** The calls of these rows were answered at the first attempt, and are settled. */
  void ended(long... rows) {
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

  /** What is answered below the batches of the workspace. */
  HttpResponse<String> get(Service projector, String path) {
    HttpRequest request =
        HttpRequest.newBuilder(projector.address().resolve("/workspaces/ws/batches" + path))
            .timeout(Duration.ofSeconds(60))
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

  /** The body of a 200; of anything else its {@code statusCode} alone. */
  JsonNode body(Service projector, String path) {
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
  boolean counts(Service projector, int completed, int waiting) {
    JsonNode progress = body(projector, "/batch_b1/status?lanes=" + LANES);
    if (!progress.has("total")) {
      return false;
    }
    return progress.get("total").asInt() == ROWS
        && progress.get("completed").asInt() == completed
        && progress.get("waiting").asInt() == waiting;
  }

  /** The ids on a page of 100. */
  List<String> jobs(Service projector, int page) {
    return body(projector, "/batch_b1/calls?limit=100&lanes=" + LANES + "&page=" + page)
        .get("calls")
        .findValuesAsText("jobId");
  }

  JsonNode history(Service projector, long row) {
    return body(projector, "/batch_b1/calls/" + batch.call(row) + "/history?lanes=" + LANES);
  }

  @Override
  public void close() {
    // The client first: a server waits a second for connections that are merely open.
    http.close();
    projectors.forEach(Service::close);
    pen.close();
  }
}
