package peal.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static peal.gateway.RunningGateway.BATCHES;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import peal.gateway.RunningGateway.Reply;

/**
 * What a workspace may have under way, for dialers hold all of it in their heaps, and what it may
 * keep, for its rows lie on everybody's disks.
 */
class BatchQuotasTest {
  private static final String CALL = "{\"agentId\":\"agent_1\",\"toNumber\":\"+15550100002\"}";

  private RunningGateway gateway;

  @BeforeEach
  void start() {
    gateway = new RunningGateway();
    gateway.admin("PATCH", "/admin/workspaces/acme", "{\"maxOpenBatches\":2}");
    gateway.ingest.says(200, "{\"callId\":\"call_b1-0-1\"}");
    open(0);
  }

  @AfterEach
  void stop() {
    gateway.close();
  }

  private void open(int count) {
    gateway.projector.says(200, "{\"open\":" + count + "}");
  }

  private Reply call() {
    return gateway.ask("POST", "/api/v1/calls/call", CALL);
  }

  @ParameterizedTest
  @ValueSource(strings = {"/api/v1/calls/call", BATCHES})
  void whoHasAsManyOpenAsItMayStartsNoMore(String path) {
    open(2);

    Reply refused = gateway.ask("POST", path, CALL);

    assertThat(refused.status()).isEqualTo(429);
    assertThat(refused.header("Retry-After")).isNotNull();
    assertThat(refused.json().path("error").path("code").asText())
        .isEqualTo("too_many_open_batches");
    assertThat(refused.json().path("error").path("message").asText()).contains("maxOpenBatches");
    assertThat(gateway.ingest.asked).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '`',
      value = {
        "{\"maxKeptCalls\":500}, 500, 0, too_many_kept_calls, maxKeptCalls",
        "{\"maxKeptMegabytes\":1}, 3, 1048576, too_many_kept_bytes, maxKeptMegabytes"
      })
  void whoKeepsAsMuchAsItMayStartsNoMore(
      String quota, int calls, int bytes, String code, String named) {
    gateway.admin("PATCH", "/admin/workspaces/acme", quota);
    kept(calls, bytes);

    for (String path : List.of("/api/v1/calls/call", BATCHES)) {
      Reply refused = gateway.ask("POST", path, CALL);

      assertThat(refused.status()).as(path).isEqualTo(429);
      assertThat(refused.json().path("error").path("code").asText()).isEqualTo(code);
      assertThat(refused.json().path("error").path("message").asText()).contains(named);
    }
    assertThat(gateway.ingest.asked).isEmpty();

    kept(calls - 1, bytes - 1);
    gateway.now.updateAndGet(now -> now.plusSeconds(2));
    assertThat(call().status()).isEqualTo(200);
  }

  /** The projectors are asked once a second; a big file that was started in between counts. */
  @Test
  void theCallsOfABatchThatThisGatewayHasStartedCountAtOnce() {
    gateway.admin("PATCH", "/admin/workspaces/acme", "{\"maxKeptCalls\":1000}");
    gateway.ingest.says(200, "{\"batchId\":\"batch_b1\",\"totalCalls\":1000}");

    assertThat(gateway.ask("POST", BATCHES, CALL).status()).isEqualTo(200);

    assertThat(gateway.ask("POST", BATCHES, CALL).status()).isEqualTo(429);
  }

  @Test
  void aWorkspaceSeesWhatItKeeps() {
    kept(37, 4_711);

    JsonNode quotas = gateway.get("/v1/api/workspace").json().path("quotas");

    assertThat(quotas.at("/openBatches/most").asInt()).isEqualTo(2);
    assertThat(quotas.at("/keptCalls").toString()).isEqualTo("{\"count\":37,\"most\":30000000}");
    assertThat(quotas.at("/keptRows").toString()).isEqualTo("{\"bytes\":4711,\"most\":8589934592}");
  }

  @Test
  void whereNobodyCanTellWhatIsKeptItSaysSo() {
    gateway.projector.says(503, "{}");

    JsonNode quotas = gateway.get("/v1/api/workspace").json().path("quotas");

    assertThat(quotas.has("agents")).isTrue();
    assertThat(quotas.at("/keptCalls").toString()).isEqualTo("{\"most\":30000000,\"known\":false}");
    assertThat(quotas.at("/keptRows/known").asBoolean(true)).isFalse();
  }

  /** Projectors that are away are given up after many seconds. */
  @Test
  void whatAWorkspaceHasIsShownWhileProjectorsAreSilent() throws Exception {
    CountDownLatch go = new CountDownLatch(1);
    AtomicInteger questions = new AtomicInteger();
    gateway.projector.says(question -> {
      questions.incrementAndGet();
      await(go);
      return StubService.Says.json(200, "{\"open\":1}");
    });
    CompletableFuture<Reply> start =
        CompletableFuture.supplyAsync(this::call, Thread::startVirtualThread);

    Reply shown = gateway.get("/v1/api/workspace");
    Reply again = gateway.get("/v1/api/workspace");

    assertThat(shown.status()).isEqualTo(200);
    assertThat(shown.json().at("/quotas/openBatches").toString())
        .isEqualTo("{\"most\":2,\"known\":false}");
    assertThat(again.json().at("/quotas/openBatches/known").asBoolean(true)).isFalse();
    assertThat(questions).as("one question for all who ask").hasValue(1);
    assertThat(start.isDone()).isFalse();
    go.countDown();
    assertThat(start.get(20, TimeUnit.SECONDS).status()).isEqualTo(200);
    assertThat(gateway.get("/v1/api/workspace").json().at("/quotas/openBatches/count").asInt())
        .isEqualTo(2);
  }

  private void kept(int calls, int bytes) {
    gateway.projector.says(200, "{\"open\":0,\"calls\":%d,\"bytes\":%d}".formatted(calls, bytes));
  }

  /** The projectors are asked once a second; what is started in between counts all the same. */
  @Test
  void whatThisGatewayHasStartedCountsAtOnce() {
    assertThat(call().status()).isEqualTo(200);
    assertThat(call().status()).isEqualTo(200);
    assertThat(call().status()).isEqualTo(429);

    gateway.now.updateAndGet(now -> now.plusSeconds(2));
    assertThat(call().status()).isEqualTo(200);
  }

  @Test
  void whoHasSeenABatchEndMayStartAnother() {
    open(2);
    assertThat(call().status()).isEqualTo(429);
    open(1);

    gateway.now.updateAndGet(now -> now.plusMillis(100));

    assertThat(call().status()).isEqualTo(200);
  }

  @Test
  void whatIsBeingStartedCountsBeforeItsAnswer() throws Exception {
    CountDownLatch go = new CountDownLatch(1);
    CountDownLatch asked = new CountDownLatch(2);
    gateway.ingest.says(question -> {
      if (asked.getCount() > 0) {
        asked.countDown();
        await(go);
      }
      return StubService.Says.json(200, "{\"callId\":\"call_b1-0-1\"}");
    });
    List<CompletableFuture<Reply>> first =
        Stream.generate(() -> CompletableFuture.supplyAsync(this::call, Thread::startVirtualThread))
            .limit(2)
            .toList();
    assertThat(asked.await(20, TimeUnit.SECONDS)).isTrue();

    assertThat(call().status()).isEqualTo(429);
    gateway.now.updateAndGet(now -> now.plusSeconds(2));
    assertThat(call().status()).as("the projectors do not know them yet").isEqualTo(429);
    go.countDown();

    for (CompletableFuture<Reply> each : first) {
      assertThat(each.get(20, TimeUnit.SECONDS).status()).isEqualTo(200);
    }
    assertThat(call().status()).isEqualTo(429);
  }

  @ParameterizedTest
  @ValueSource(ints = {400, 503})
  void whatDidNotStartDoesNotCount(int refused) {
    gateway.ingest.says(refused, "{}");
    for (int i = 0; i < 3; i++) {
      assertThat(call().status()).isNotIn(200, 429);
    }
    gateway.ingest.says(200, "{\"callId\":\"call_b1-0-1\"}");

    assertThat(call().status()).isEqualTo(200);
    assertThat(call().status()).isEqualTo(200);
    assertThat(call().status()).isEqualTo(429);
  }

  @Test
  void whereNobodyCanTellTheLastCountHoldsAndStartsAreAdded() {
    open(1);
    assertThat(call().status()).isEqualTo(200);
    gateway.now.updateAndGet(now -> now.plusSeconds(2));
    gateway.projector.says(503, "{}");

    assertThat(call().status()).isEqualTo(429);
    gateway.now.updateAndGet(now -> now.plusSeconds(2));
    assertThat(call().status()).isEqualTo(429);
    open(1);
    gateway.now.updateAndGet(now -> now.plusSeconds(2));
    assertThat(call().status()).isEqualTo(200);
  }

  @Test
  void whereNobodyHasEverToldAsManyAreStartedAsThereMayBe() {
    gateway.projector.says(503, "{}");

    assertThat(call().status()).isEqualTo(200);
    gateway.now.updateAndGet(now -> now.plusSeconds(2));
    assertThat(call().status()).isEqualTo(200);
    gateway.now.updateAndGet(now -> now.plusSeconds(2));
    assertThat(call().status()).isEqualTo(429);
  }

  /** A copy of a lane may be behind, and would lift the limit by as much. */
  @Test
  void aStaleCountIsNotBelieved() {
    open(2);
    assertThat(call().status()).isEqualTo(429);
    gateway.now.updateAndGet(now -> now.plusSeconds(2));
    stale(0);

    assertThat(call().status()).isEqualTo(429);
  }

  /** An owner that cannot be reached must not stop a workspace whose batches end. */
  @Test
  void whereCopiesAloneTellForLongTheyAreBelieved() {
    open(1);
    assertThat(call().status()).isEqualTo(200);
    assertThat(call().status()).isEqualTo(429);
    stale(1);

    gateway.now.updateAndGet(now -> now.plusSeconds(61));

    assertThat(call().status()).isEqualTo(200);
    gateway.now.updateAndGet(now -> now.plusSeconds(2));
    assertThat(call().status())
        .as("the copies have shown it, and an earlier one ended")
        .isEqualTo(200);
  }

  /** One that stands still would let anything be started. */
  @Test
  void whatNoCopyHasShownIsAddedToWhatCopiesTell() {
    stale(0);
    gateway.now.updateAndGet(now -> now.plusSeconds(2));
    gateway.projector.says(asked ->
        asked.target().contains("/shown")
            ? StubService.Says.json(404, "{}")
            : stale("{\"open\":0}"));

    for (int i = 0; i < 2; i++) {
      assertThat(call().status()).isEqualTo(200);
      gateway.now.updateAndGet(now -> now.plusSeconds(2));
    }

    assertThat(call().status()).isEqualTo(429);
    gateway.now.updateAndGet(now -> now.plusSeconds(600));
    assertThat(call().status()).isEqualTo(429);
  }

  /** It takes the connection and the question, and neither answers nor hangs up. */
  @Test
  void aProjectorThatHangsHoldsNoStartUntilItIsGivenUp() throws Exception {
    CountDownLatch over = new CountDownLatch(1);
    try (RunningGateway patient = new RunningGateway(Map.of("PEAL_QUERY_SECONDS", "300"))) {
      patient.pause = time -> patient.now.updateAndGet(now -> now.plusSeconds(60));
      patient.ingest.says(200, "{\"callId\":\"call_b1-0-1\"}");
      patient.projector.says(asked -> {
        hang(over);
        return StubService.Says.json(200, "{}");
      });

      Reply started = patient.ask("POST", "/api/v1/calls/call", CALL);

      assertThat(started.status()).isEqualTo(200);
      over.countDown();
    } finally {
      over.countDown();
    }
  }

  /** It was counted when it was started, or is by now in what the projectors tell. */
  @Test
  void whatAnEarlierTryHasStartedIsNotCountedAgain() {
    gateway.ingest.says(asked -> tries(200, "repeated", "{\"callId\":\"call_b1-0-1\"}"));
    assertThat(keyed("k-1").status()).isEqualTo(200);
    assertThat(keyed("k-2").status()).isEqualTo(200);

    assertThat(keyed("k-3").status()).isEqualTo(200);
  }

  private void stale(int count) {
    gateway.projector.says(asked -> stale("{\"open\":" + count + "}"));
  }

  private static StubService.Says stale(String body) {
    return new StubService.Says(
        200, Map.of("Content-Type", "application/json", "X-Peal-Stale", "true"), body);
  }

  @Test
  void aRepeatGetsItsAnswerAndWhatWasRefusedMayBeSentAgain() {
    assertThat(keyed("k-1").status()).isEqualTo(200);
    open(2);
    gateway.now.updateAndGet(now -> now.plusSeconds(2));

    assertThat(keyed("k-1").header("Idempotency-Replayed")).isEqualTo("true");
    assertThat(keyed("k-2").status()).isEqualTo(429);
    open(1);
    gateway.now.updateAndGet(now -> now.plusSeconds(2));
    assertThat(keyed("k-2").status()).isEqualTo(200);
  }

  /** Its own first try may be what fills the quota, and a day later the key is forgotten. */
  @ParameterizedTest
  @ValueSource(strings = {"/api/v1/calls/call", BATCHES})
  void aRepeatOfATryWhoseEndNobodyKnowsGetsItsAnswerAboveTheQuota(String path) {
    gateway.ingest.says(500, "{\"code\":\"UNKNOWN_ERROR\"}");
    assertThat(keyed(path, "k-1").status()).isEqualTo(500);
    open(2);
    gateway.now.updateAndGet(now -> now.plusSeconds(2));
    gateway.ingest.says(asked -> tries(200, "repeated", "{\"callId\":\"call_b1-0-1\"}"));

    Reply again = keyed(path, "k-1");

    assertThat(again.status()).isEqualTo(200);
    assertThat(again.header("Idempotency-Replayed")).isEqualTo("true");
    assertThat(gateway.ingest.asked.getLast().headers()).containsKey("X-peal-look-only");
  }

  @Test
  void aRepeatOfATryThatStartedNothingIsRefusedAboveTheQuotaAndItsKeyIsFree() {
    gateway.ingest.says(500, "{\"code\":\"UNKNOWN_ERROR\"}");
    assertThat(keyed("k-1").status()).isEqualTo(500);
    open(2);
    gateway.now.updateAndGet(now -> now.plusSeconds(2));
    gateway.ingest.says(asked -> tries(409, "settled", "{\"code\":\"NOTHING_STARTED\"}"));

    Reply refused = keyed("k-1");

    assertThat(refused.status()).isEqualTo(429);
    assertThat(refused.json().path("error").path("code").asText())
        .isEqualTo("too_many_open_batches");
    assertThat(refused.header("X-Peal-Tries")).isNull();
    open(1);
    gateway.now.updateAndGet(now -> now.plusSeconds(2));
    gateway.ingest.says(200, "{\"callId\":\"call_b1-0-1\"}");
    assertThat(keyed("k-1").status()).isEqualTo(200);
    assertThat(gateway.ingest.asked.getLast().headers())
        .doesNotContainKeys("X-peal-tried-since", "X-peal-look-only");
  }

  private static StubService.Says tries(int status, String tries, String body) {
    return new StubService.Says(
        status, Map.of("Content-Type", "application/json", "X-Peal-Tries", tries), body);
  }

  private Reply keyed(String key) {
    return keyed("/api/v1/calls/call", key);
  }

  private Reply keyed(String path, String key) {
    return gateway.send(
        "POST",
        path,
        CALL,
        Map.of("x-api-key", RunningGateway.KEY, "x-workspace-id", "acme", "Idempotency-Key", key));
  }

  /** One who asks without end must not keep the projectors from everybody else's questions. */
  @ParameterizedTest
  @ValueSource(strings = {"/api/v1/calls/call_b1-0-1/history", BATCHES})
  void aWorkspaceHasItsShareOfQuestionsThatTakeLong(String path) throws Exception {
    CountDownLatch go = new CountDownLatch(1);
    CountDownLatch asked = new CountDownLatch(path.equals(BATCHES) ? 4 : 2);
    gateway.projector.says(question -> {
      asked.countDown();
      await(go);
      return StubService.Says.json(200, "{}");
    });
    for (long left = asked.getCount(); left > 0; left--) {
      CompletableFuture.runAsync(() -> gateway.get(path), Thread::startVirtualThread);
    }
    assertThat(asked.await(20, TimeUnit.SECONDS)).isTrue();

    assertThat(gateway.get(path).status()).isEqualTo(429);
    CompletableFuture<Reply> others =
        CompletableFuture.supplyAsync(
            () ->
                gateway.send(
                    "GET",
                    path,
                    null,
                    Map.of("x-api-key", RunningGateway.OTHER_KEY, "x-workspace-id", "rival")),
            Thread::startVirtualThread);
    go.countDown();

    assertThat(others.get(Duration.ofSeconds(20).toSeconds(), TimeUnit.SECONDS).status())
        .isEqualTo(200);
  }

  private static void hang(CountDownLatch over) {
    try {
      over.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await(20, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
