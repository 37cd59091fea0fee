package peal.endtoend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import peal.domain.DialRequest;
import peal.service.trace.Origin;
import peal.testkit.api.PealClient;
import peal.testkit.kafka.KafkaFixture;
import peal.testkit.kafka.Tap;
import peal.topics.Topics;

/** Which request a call comes from can be told at the other end of the road. */
@ExtendWith(SharedRoad.class)
class OriginRoadTest {
  private static final Origin ORIGIN =
      new Origin("upload-of-this-test", "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01");

  @Test
  void theDialsOfAnUploadCarryItsRequestIdAndItsTrace(Road road) throws Exception {
    var created =
        road.admin()
            .createWorkspace(
                Map.of("phoneNumbers", List.of(Map.of("id", "desk", "number", "+15550100999"))))
            .ok();
    String workspace = created.path("id").asText();
    String key = created.path("apiKey").asText();
    String agent =
        new PealClient(road.gateway(), workspace, key)
            .createAgent(
                Map.of(
                    "name",
                    "Bell",
                    "ttsModel",
                    Map.of("provider", "elevenlabs", "voiceId", "voice-1", "language", "en"),
                    "phoneNumberIds",
                    List.of("desk"),
                    "systemPrompt",
                    "You say hello."))
            .ok()
            .path("_id")
            .asText();

    HttpResponse<String> answer = upload(road, workspace, key, agent);

    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    assertThat(answer.headers().firstValue(Origin.REQUEST_ID)).contains(ORIGIN.requestId());
    try (Tap<DialRequest> requests =
        new Tap<>(KafkaFixture.shared(), new Topics(4).dialRequests())) {
      await()
          .atMost(Duration.ofSeconds(30))
          .until(() ->
              requests.records().stream()
                      .filter(record -> Origin.of(record.headers()).equals(ORIGIN))
                      .count()
                  == 2);
    }
  }

  private static HttpResponse<String> upload(Road road, String workspace, String key, String agent)
      throws Exception {
    String body =
        """
        --edge\r
        Content-Disposition: form-data; name="agentId"\r
        \r
        %s\r
        --edge\r
        Content-Disposition: form-data; name="file"; filename="calls.csv"\r
        Content-Type: text/csv\r
        \r
        phone_number
        +15552221001
        +15552221002
        \r
        --edge--\r
        """
            .formatted(agent);
    HttpRequest.Builder request =
        HttpRequest.newBuilder(road.gateway().resolve("/v1/api/batch-calls"))
            .header("x-api-key", key)
            .header("x-workspace-id", workspace)
            .header("Content-Type", "multipart/form-data; boundary=edge")
            .POST(BodyPublishers.ofString(body));
    ORIGIN.toHttp(request::header);
    try (HttpClient http = HttpClient.newHttpClient()) {
      return http.send(request.build(), BodyHandlers.ofString());
    }
  }
}
