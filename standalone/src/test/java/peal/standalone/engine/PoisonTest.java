package peal.standalone.engine;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.config.ConfigResource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import peal.domain.Lane;
import peal.domain.WorkspaceId;
import peal.service.kafka.KafkaClients;
import peal.standalone.client.Access;
import peal.standalone.client.DeadLetterBox;
import peal.standalone.client.GatewayClient;
import peal.standalone.engine.EngineOptions.CarrierPace;
import peal.topics.Topic;
import peal.topics.Topics;

/** Poison in every topic of a whole Peal: it is put aside, and a batch goes through. */
class PoisonTest {
  private static final Topics TOPICS = new Topics(4);
  private static final Duration SOON = Duration.ofSeconds(120);
  private static final int ROWS = 12;

  @TempDir private Path folder;

  @Test
  @Timeout(600)
  void poisonInEveryTopicIsPutAsideAndTheWorkGoesOn() throws Exception {
    try (Engine engine = new Engine(options(), line -> {})) {
      engine.start();
      KafkaClients clients =
          new KafkaClients(Files.readString(DataFolder.kafkaFile(folder)).trim());
      Lane lane = new Lane(new WorkspaceId(engine.secrets().workspace()), 0);
      poison(clients, lane);

      try (GatewayClient client = new GatewayClient(Access.of(engine.url(), engine.secrets()))) {
        String batch = upload(client, engine);
        await().atMost(SOON).until(() -> client.progress(batch).path("isComplete").asBoolean());
        assertThat(client.progress(batch).path("total").asInt()).isEqualTo(ROWS);
        history(engine, batch);
      }

      Set<String> expected = expected();
      await().atMost(SOON).untilAsserted(() -> assertThat(putAside(clients)).containsAll(expected));
      String metrics = get(engine, engine.addresses().dialer().resolve("/metrics"));
      assertThat(metrics)
          .contains("peal_dead_letters_total{reason=\"wrong_key\",topic=\"call-events\"}")
          .contains("peal_dead_letters_total{reason=\"broken\",topic=\"dial-requests\"}");
    }
  }

  private static void poison(KafkaClients clients, Lane lane) throws Exception {
    enlarge(clients, TOPICS.callJobs());
    byte[] key = lane.key().getBytes(UTF_8);
    int home = TOPICS.partitionOf(lane);
    int elsewhere = (home + 1) % TOPICS.partitions();
    try (KafkaProducer<byte[], byte[]> producer = clients.rawProducer("poisoner")) {
      for (Topic<?, ?> topic :
          List.of(
              TOPICS.batchCommands(),
              TOPICS.callJobs(),
              TOPICS.callJobsBulk(),
              TOPICS.callEvents())) {
        for (String value : List.of("no JSON", unknown(), newer(topic))) {
          producer.send(new ProducerRecord<>(topic.name(), home, key, value.getBytes(UTF_8)));
        }
        producer.send(new ProducerRecord<>(topic.name(), home, "no lane".getBytes(UTF_8), null));
      }
      producer.send(
          new ProducerRecord<>(
              TOPICS.batchCommands().name(),
              elsewhere,
              key,
              "{\"t\":\"BatchCancelled\",\"v\":1,\"d\":{\"batch\":\"batch_x\",\"at\":1}}"
                  .getBytes(UTF_8)));
      producer.send(
          new ProducerRecord<>(
              TOPICS.callJobs().name(), home, key, new byte[2 * Topics.LARGEST_INPUT]));
      producer.send(
          new ProducerRecord<>(TOPICS.dialRequests().name(), 0, key, "no JSON".getBytes(UTF_8)));
      for (Topic<?, ?> table :
          List.of(
              TOPICS.workspaces(),
              TOPICS.dialingStops(),
              TOPICS.agents(),
              TOPICS.flows(),
              TOPICS.firstAnswers())) {
        producer.send(
            new ProducerRecord<>(
                table.name(), 0, "x".getBytes(UTF_8), newer(table).getBytes(UTF_8)));
      }
      producer.flush();
    }
  }

  private static String unknown() {
    return "{\"t\":\"Unheard\",\"v\":1,\"d\":{}}";
  }

  private static final Map<String, String> TYPES =
      Map.of(
          "batch-commands", "BatchSealed",
          "call-jobs", "CallQueued",
          "call-jobs-bulk", "CallQueued",
          "call-events", "Connected",
          "workspaces", "Workspace",
          "dialing-stops", "DialingStop",
          "agents", "Agent",
          "flows", "Flow",
          "first-answers", "FirstAnswer");

  private static String newer(Topic<?, ?> topic) {
    return "{\"t\":\"" + TYPES.get(topic.name()) + "\",\"v\":99,\"d\":{}}";
  }

  private static Set<String> expected() {
    Set<String> expected = new TreeSet<>();
    for (String topic : List.of("batch-commands", "call-jobs", "call-jobs-bulk", "call-events")) {
      expected.addAll(
          List.of(
              topic + " broken",
              topic + " unknown_type",
              topic + " newer_version",
              topic + " wrong_key"));
    }
    expected.addAll(
        List.of(
            "call-jobs too_big",
            "dial-requests broken",
            "workspaces newer_version",
            "dialing-stops newer_version",
            "agents newer_version",
            "flows newer_version",
            "first-answers newer_version"));
    return expected;
  }

  private static Set<String> putAside(KafkaClients clients) {
    try (DeadLetterBox box = new DeadLetterBox(clients)) {
      return box.list().stream()
          .map(item -> item.letter().topic() + " " + item.letter().why().word())
          .collect(Collectors.toCollection(TreeSet::new));
    }
  }

  /** As an operator might have done it. */
  private static void enlarge(KafkaClients clients, Topic<?, ?> topic) throws Exception {
    try (Admin admin = clients.admin("operator")) {
      admin
          .incrementalAlterConfigs(
              Map.of(
                  new ConfigResource(ConfigResource.Type.TOPIC, topic.name()),
                  List.of(
                      new AlterConfigOp(
                          new ConfigEntry("max.message.bytes", "5000000"),
                          AlterConfigOp.OpType.SET))))
          .all()
          .get(120, TimeUnit.SECONDS);
    }
  }

  private String upload(GatewayClient client, Engine engine) throws Exception {
    Path file = folder.resolve("rows.csv");
    Files.writeString(
        file,
        IntStream.rangeClosed(1, ROWS)
            .mapToObj(row -> "+441632960%d".formatted(120 + row))
            .collect(Collectors.joining("\n", "phone_number\n", "\n")));
    JsonNode started =
        client.start(file, Map.of("agentId", engine.secrets().agent().orElseThrow()));
    return started.path("batchId").asText();
  }

  private static void history(Engine engine, String batch) throws Exception {
    URI calls = engine.url().resolve("/v1/api/batch-calls/" + batch + "/calls");
    ObjectMapper json = new ObjectMapper();
    String job = json.readTree(get(engine, calls)).at("/calls/0/jobId").asText();

    JsonNode history = completeHistory(engine, URI.create(calls + "/" + job + "/history"));

    assertThat(history.path("events").findValuesAsText("kind"))
        .startsWith("queued", "released")
        .endsWith("call_settled")
        .containsAnyOf("dialing", "ended");
    JsonNode single =
        completeHistory(engine, engine.url().resolve("/api/v1/calls/" + job + "/history"));
    assertThat(single).isEqualTo(history);
  }

  /** What of it is not read within three seconds is left out, and said to be missing. */
  private static JsonNode completeHistory(Engine engine, URI address) {
    ObjectMapper json = new ObjectMapper();
    return await()
        .atMost(Duration.ofSeconds(120))
        .until(
            () -> json.readTree(get(engine, address)),
            history -> history.path("complete").asBoolean());
  }

  private static String get(Engine engine, URI address) throws Exception {
    HttpRequest request =
        HttpRequest.newBuilder(address)
            .header("x-api-key", engine.secrets().apiKey())
            .header("x-workspace-id", engine.secrets().workspace())
            .timeout(Duration.ofSeconds(60))
            .build();
    try (HttpClient http = HttpClient.newHttpClient()) {
      return http.send(request, BodyHandlers.ofString()).body();
    }
  }

  private EngineOptions options() {
    return new EngineOptions(
        folder,
        "127.0.0.1",
        0,
        Optional.empty(),
        CarrierPace.INSTANT,
        Optional.empty(),
        Optional.empty(),
        Map.of("PEAL_PARTITIONS", Integer.toString(TOPICS.partitions())));
  }
}
