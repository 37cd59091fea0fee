package peal.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static peal.testkit.build.WorkspaceBuilder.workspace;

import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import peal.domain.Agent;
import peal.ingest.batch.Samples;
import peal.service.Service;
import peal.service.kafka.KafkaClients;
import peal.service.kafka.Provisioning;
import peal.testkit.api.Scrape;
import peal.testkit.kafka.KafkaFixture;
import peal.testkit.kafka.Pen;
import peal.topics.TopicProvision;
import peal.topics.Topics;

/** The whole service over a real broker. */
@ExtendWith(KafkaFixture.class)
@Timeout(180)
class IngestServiceTest {
  private static final Duration SOON = Duration.ofSeconds(120);

  @TempDir Path folder;

  private final Topics topics = new Topics(2);
  private Service ingest;
  private Scrape scrape;
  private Agent agent;

  @BeforeEach
  void start(KafkaFixture kafka) {
    kafka.wipe();
    KafkaClients clients = new KafkaClients(kafka.bootstrapServers());
    Provisioning.run(clients, topics, TopicProvision.CREATE, SOON);
    agent = Samples.agent().build();
    try (Pen pen = new Pen(kafka, topics)) {
      String ws = Samples.WORKSPACE.value();
      pen.write(topics.workspaces(), ws, workspace(ws).build());
      pen.write(topics.agents(), ws + "/" + agent.id(), agent);
    }
    ingest =
        IngestWiring.start(
            Map.of(
                "KAFKA_BOOTSTRAP_SERVERS",
                kafka.bootstrapServers(),
                "PEAL_KAFKA_PATIENCE_MILLIS",
                "60000",
                "PEAL_PORT",
                "0",
                "PEAL_PARTITIONS",
                "2",
                "PEAL_SPOOL_DIR",
                folder.resolve("spool").toString(),
                "PEAL_REJECTED_DIR",
                folder.resolve("rejected").toString()));
    scrape = new Scrape(ingest.address());
    await().atMost(SOON).until(scrape::ready);
  }

  @AfterEach
  void stop() {
    ingest.close();
  }

  @Test
  void operatorsSeeTheRowsThatCameIn() throws Exception {
    HttpResponse<String> answer = upload("phone_number\n+12125550123\n+12125550124\n");

    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    assertThat(scrape.live()).isTrue();
    assertThat(scrape.figure("peal_ingest_rows_total")).hasValue(2);
    // An upload is timed to its end, which is a moment after its answer.
    await()
        .atMost(SOON)
        .untilAsserted(() ->
            assertThat(scrape.figures())
                .filteredOn(line -> line.startsWith("peal_ingest_uploads_seconds_count"))
                .anyMatch(line -> line.endsWith(" 1")));
    assertThat(scrape.figures()).noneMatch(line -> line.contains("batch_"));
    long shown = ownFigures();
    assertThat(upload("phone_number\n+12125550125\n").statusCode()).isEqualTo(200);
    assertThat(ownFigures()).as("no figure is of one batch").isEqualTo(shown);
  }

  private long ownFigures() throws Exception {
    return scrape.figures().stream().filter(line -> line.startsWith("peal_")).count();
  }

  private HttpResponse<String> upload(String csv) throws Exception {
    String body =
        "--cut\r\nContent-Disposition: form-data; name=\"agentId\"\r\n\r\n"
            + agent.id()
            + "\r\n--cut\r\nContent-Disposition: form-data; name=\"file\"; filename=\"a.csv\"\r\n"
            + "Content-Type: text/csv\r\n\r\n"
            + csv
            + "\r\n--cut--\r\n";
    HttpRequest request =
        HttpRequest.newBuilder(
                ingest.address().resolve("/workspaces/" + Samples.WORKSPACE + "/batches"))
            .header("Content-Type", "multipart/form-data; boundary=cut")
            .POST(BodyPublishers.ofString(body))
            .build();
    return HttpClient.newHttpClient().send(request, BodyHandlers.ofString());
  }
}
