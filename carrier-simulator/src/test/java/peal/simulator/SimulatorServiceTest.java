package peal.simulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(180)
class SimulatorServiceTest {
  private static final String CALLER = "+441632960994";
  private static final String ATTEMPT = "call_abc-0-1#1";

  private final HttpClient client = HttpClient.newHttpClient();
  private final SimulatorService simulator =
      SimulatorWiring.start(
          Map.of(
              "PEAL_PORT", "0",
              "PEAL_SIMULATOR_PROFILE", "fast",
              "PEAL_SIMULATOR_MIX", "answered=100"));

  @AfterEach
  void stop() {
    // The client first: a server waits a second for connections that are merely open.
    client.close();
    simulator.close();
  }

  @Test
  void aCallIsNewOnceAndThenTheSameCall() throws Exception {
    assertThat(place(ATTEMPT, "+15550001234").statusCode()).isEqualTo(201);
    assertThat(place(ATTEMPT, "+15550001234").statusCode()).isEqualTo(200);

    HttpResponse<String> found = get("/calls/call_abc-0-1%231", "*/*");
    assertThat(found.statusCode()).isEqualTo(200);
    assertThat(found.body()).contains("\"attemptId\":\"" + ATTEMPT + "\"", "\"requests\":2");
  }

  @Test
  void operatorsSeeThatItIsWellAndWhatItDid() throws Exception {
    place(ATTEMPT, "+15550001234");

    assertThat(get("/health/live", "*/*").statusCode()).isEqualTo(200);
    assertThat(get("/health/ready", "*/*").body()).contains("\"status\":\"up\"");
    assertThat(get("/metrics", "*/*").body())
        .contains("peal_simulator_requests_total 1.0", "peal_simulator_rings_total 1.0")
        .contains("peal_simulator_callbacks_total{result=\"given_up\"} 0.0");
  }

  @Test
  void whatNeverRangIsNotFound() throws Exception {
    assertThat(get("/calls/call_abc-0-9%231", "*/*").statusCode()).isEqualTo(404);
    assertThat(post("/calls/call_abc-0-9%231/hangup", "").statusCode()).isEqualTo(404);
  }

  @Test
  void badRequestsAreToldWhatIsWrong() throws Exception {
    assertThat(post("/calls", "{}").statusCode()).isEqualTo(400);
    assertThat(place(ATTEMPT, "12").statusCode()).isEqualTo(422);
    assertThat(place(ATTEMPT, "+9991234567").body()).contains("\"outcome\":\"invalid_number\"");
    assertThat(get("/ledger?from=x", "*/*").statusCode()).isEqualTo(400);
  }

  @Test
  void aRefusalForNowSaysWhenToComeBack() throws Exception {
    HttpResponse<String> answer = place(ATTEMPT, "+15550000008");

    assertThat(answer.statusCode()).isEqualTo(503);
    assertThat(answer.headers().firstValue("Retry-After")).contains("1");
  }

  @Test
  void aLostAnswerNeverArrivesButThePhoneRings() throws Exception {
    assertThatThrownBy(() -> place(ATTEMPT, "+15550000005")).isInstanceOf(IOException.class);

    assertThat(get("/calls/call_abc-0-1%231", "*/*").statusCode()).isEqualTo(200);
    assertThat(get("/ledger?format=csv", "*/*").body().lines()).hasSize(2);
  }

  @Test
  void theLedgerIsReadAsCsvAndAsJson() throws Exception {
    Instant before = Instant.now();
    place(ATTEMPT, "+15550001234");
    place("call_abc-0-2#1", "+15550001235");

    place("call_abc-0-2#1", "+15550001235");

    String csv = get("/ledger", "text/csv").body();
    String json = get("/ledger?from=1", "*/*").body();

    assertThat(csv.lines().toList()).first().isEqualTo("attemptId,number,time,count");
    String[] ring = csv.lines().toList().get(1).split(",");
    assertThat(ring).contains(ATTEMPT, "+15550001234", "1");
    assertThat(Double.parseDouble(ring[2]))
        .isBetween((double) before.toEpochMilli(), (double) Instant.now().toEpochMilli() + 1);
    assertThat(json)
        .startsWith("[{\"attemptId\":\"call_abc-0-2#1\"")
        .contains("\"count\":1,\"requests\":2")
        .endsWith("}]");
    assertThat(get("/ledger/summary", "*/*").body()).contains("\"rings\":2");
    assertThat(get("/metrics", "*/*").body()).contains("peal_simulator_rings_total 2.0");
  }

  @Test
  void faultsAreSwitchedOnAndOff() throws Exception {
    put("/faults", "{\"down\":true}");
    assertThat(place(ATTEMPT, "+15550001234").statusCode()).isEqualTo(503);
    assertThat(put("/faults", "{\"errorRate\":2}").statusCode()).isEqualTo(400);
    assertThat(put("/faults", "{\"errorrate\":1}").statusCode()).isEqualTo(400);
    assertThat(put("/faults", "{\"errorrate\":1}").body())
        .contains("no fault 'errorrate'", "errorRate");
    assertThat(put("/faults", "null").statusCode()).isEqualTo(400);
    assertThat(put("/faults", "nothing").statusCode()).isEqualTo(400);

    put("/faults", "{\"deniedNumbers\":[\"" + CALLER + "\"]}");
    assertThat(place(ATTEMPT, "+15550001234").statusCode()).isEqualTo(403);
    assertThat(get("/faults", "*/*").body()).contains("[\"" + CALLER + "\"]");

    put("/faults", "{\"errorRate\":1}");
    assertThat(place(ATTEMPT, "+15550001234").statusCode()).isEqualTo(500);

    put("/faults", "{}");
    assertThat(place(ATTEMPT, "+15550001234").statusCode()).isEqualTo(201);
  }

  @Test
  void whatFindsNoRoomIsRefusedForNowAndSlowAnswersHoldNoThread() throws Exception {
    Map<String, String> narrow =
        Map.of(
            "PEAL_PORT", "0",
            "PEAL_SIMULATOR_PROFILE", "realistic",
            "PEAL_SIMULATOR_MIX", "answered=100",
            "PEAL_SIMULATOR_REQUESTS", "400",
            "PEAL_SIMULATOR_SLOW_POST_MILLIS", "600000");
    try (SimulatorService slow = SimulatorWiring.start(narrow);
        HttpClient callers = HttpClient.newHttpClient()) {
      int threads = ManagementFactory.getThreadMXBean().getThreadCount();
      for (int row = 1; row <= 300; row++) {
        callers.sendAsync(placing(slow, row).build(), BodyHandlers.ofString());
      }
      await()
          .atMost(Duration.ofSeconds(120))
          .until(() -> at(callers, slow, "/ledger/summary").body().contains("\"rings\":300"));

      assertThat(ManagementFactory.getThreadMXBean().getThreadCount()).isLessThan(threads + 100);
      HttpResponse<String> refused =
          callers.send(placing(slow, 301).build(), BodyHandlers.ofString());
      assertThat(refused.statusCode()).isEqualTo(429);
      assertThat(refused.headers().firstValue("Retry-After")).contains("1");
      assertThat(at(callers, slow, "/calls/call_abc-0-300%231").statusCode()).isEqualTo(200);
      await()
          .atMost(Duration.ofSeconds(120))
          .until(() ->
              at(callers, slow, "/metrics")
                  .body()
                  .contains("peal_simulator_requests_in_flight 300.0"));
      assertThat(at(callers, slow, "/metrics").body())
          .contains("peal_simulator_refused_total{bound=\"requests\"} 1.0");
      callers.shutdownNow();
    }
  }

  @Test
  void aBodyThatIsTooLongOrNoRequestIsRefused() throws Exception {
    assertThat(place(ATTEMPT, "x".repeat(1_000_001)).statusCode()).isEqualTo(413);
    assertThat(placeBody("{\"to\": {}}").statusCode()).isEqualTo(400);
    assertThat(placeBody("{\"to\": \"+15550001234\"").statusCode()).isEqualTo(400);
    assertThat(placeBody("{\"callbackUrl\": \"file:///etc\"}").body()).contains("callbackUrl");
    assertThat(placeBody("{\"reference\": \"" + "x".repeat(1_001) + "\"}").body())
        .contains("'reference' must have at most 1000 characters.");
  }

  @Test
  void everyAnswerHasItsHeaders() throws Exception {
    HttpResponse<String> answer =
        send(request("/calls/unknown").header("X-Request-Id", "mine").GET());

    assertThat(answer.headers().firstValue("X-Request-Id")).contains("mine");
    assertThat(answer.headers().firstValue("X-Content-Type-Options")).contains("nosniff");
    assertThat(place(ATTEMPT, "+15550001234").headers().firstValue("X-Request-Id")).isPresent();
  }

  private HttpResponse<String> placeBody(String body) throws Exception {
    return send(
        request("/calls").header("Idempotency-Key", ATTEMPT).POST(BodyPublishers.ofString(body)));
  }

  private static HttpRequest.Builder placing(SimulatorService at, int row) {
    return HttpRequest.newBuilder(URI.create(at.address() + "/calls"))
        .header("Idempotency-Key", "call_abc-0-" + row + "#1")
        .POST(BodyPublishers.ofString("{\"to\":\"+15550001234\",\"prompt\":\"Hi.\"}"));
  }

  private static HttpResponse<String> at(HttpClient client, SimulatorService at, String path)
      throws Exception {
    return client.send(
        HttpRequest.newBuilder(URI.create(at.address() + path)).build(), BodyHandlers.ofString());
  }

  private HttpResponse<String> place(String attempt, String number) throws Exception {
    return send(
        request("/calls")
            .header("Idempotency-Key", attempt)
            .POST(
                BodyPublishers.ofString(
                    "{\"to\":\"%s\",\"from\":\"%s\",\"prompt\":\"Hi.\"}"
                        .formatted(number, CALLER))));
  }

  private HttpResponse<String> post(String path, String body) throws Exception {
    return send(request(path).POST(BodyPublishers.ofString(body)));
  }

  private HttpResponse<String> put(String path, String body) throws Exception {
    return send(request(path).PUT(BodyPublishers.ofString(body)));
  }

  private HttpResponse<String> get(String path, String accept) throws Exception {
    return send(request(path).header("Accept", accept).GET());
  }

  private HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(URI.create(simulator.address() + path))
        .timeout(Duration.ofSeconds(60));
  }

  private HttpResponse<String> send(HttpRequest.Builder request) throws Exception {
    return client.send(request.build(), BodyHandlers.ofString());
  }
}
