package peal.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import peal.gateway.RunningGateway.Reply;
import peal.gateway.StubService.Asked;
import peal.gateway.StubService.Says;
import peal.service.http.ApiError;

/**
 * Uploads and single calls under an Idempotency-Key, with an ingest that says what it is told to.
 */
@Timeout(180)
class TriesTest {
  private static final String STARTED = "{\"batchId\":\"batch_1\"}";
  private static final String CALL = "{\"agentId\":\"a\",\"toNumber\":\"+15550100001\"}";

  private static final TableRoom NO_BOUND = new TableRoom(Long.MAX_VALUE, List.of(), () -> 1);

  private RunningGateway gateway;

  @BeforeEach
  void start() {
    gateway = new RunningGateway();
  }

  @AfterEach
  void stop() {
    gateway.close();
  }

  private Reply upload(String key, String boundary, String file) {
    return gateway.send(
        "POST",
        RunningGateway.BATCHES,
        "--" + boundary + "\r\n\r\n" + file + "\r\n--" + boundary + "--\r\n",
        Map.of(
            "x-api-key",
            RunningGateway.KEY,
            "x-workspace-id",
            "acme",
            "Content-Type",
            "multipart/form-data; boundary=" + boundary,
            "Idempotency-Key",
            key));
  }

  /** Every gateway has it in its heap for a day; what makes it long is warnings about rows. */
  @Test
  void ofALongAnswerOnlyWhatWasStartedIsKept() {
    String start =
        "{\"batchId\":\"batch_1\",\"totalCalls\":7,\"status\":\"queued\",\"message\":\"7 calls"
            + " queued.\",\"skipped\":{\"invalid\":0,\"duplicate\":0},"
            + "\"warnings\":{\"counts\":{\"lost_letter\":20},\"first\":[";
    String warning = "{\"code\":\"lost_letter\",\"message\":\"" + "x".repeat(1_000) + "\"}";
    gateway.ingest.says(200, start + (warning + ",").repeat(19) + warning + "]}}");

    Reply first = upload("u-1", "aab", "x");
    // This form is none that the document knows; only what a stub has said is let pass with it.
    gateway.ingest.says(200, start + "]}}");
    upload("u-2", "aab", "y");
    Reply again = upload("u-1", "aab", "x");

    assertThat(first.json().at("/warnings/first")).hasSize(20);
    assertThat(again.header("Idempotency-Replayed")).isEqualTo("true");
    assertThat(again.body()).isEqualTo(start + "]}}");
    assertThat(gateway.answers.share("acme").bytes()).isLessThan(2_000);
  }

  private Reply call(String body) {
    return gateway.send(
        "POST",
        "/api/v1/calls/call",
        body,
        Map.of(
            "x-api-key",
            RunningGateway.KEY,
            "x-workspace-id",
            "acme",
            "Content-Type",
            "application/json",
            "Idempotency-Key",
            "c-1"));
  }

  /**
   * As a gateway leaves it that dies while it waits for ingest: ingest has it all, and is silent.
   */
  private void dieInTheMiddle(String file) {
    gateway.ingest.says(500, "{\"code\":\"START_UNKNOWN\"}");
    upload("u-1", "aab", file);
    Instant until = gateway.now.get().plus(Verdict.HELD);
    gateway.answers.update(gateway.answersKey(), now -> now.orElseThrow().held("dead", until));
  }

  private void pass(Duration time) {
    gateway.now.updateAndGet(now -> now.plus(time));
  }

  private Asked lastAsked() {
    return gateway.ingest.asked.getLast();
  }

  private static String header(Asked asked, String name) {
    return asked.headers().entrySet().stream()
        .filter(header -> header.getKey().equalsIgnoreCase(name))
        .map(header -> header.getValue().getFirst())
        .findFirst()
        .orElse(null);
  }

  private static Says says(int status, String tries, String body) {
    return new Says(
        status, Map.of("Content-Type", "application/json", "X-Peal-Tries", tries), body);
  }

  @Test
  void aRepeatedUploadNeverStartsASecondBatch() {
    gateway.ingest.says(200, STARTED);
    Reply first = upload("u-1", "aab", "a file");
    gateway.ingest.says(200, "{\"batchId\":\"batch_2\"}");

    Reply again = upload("u-1", "aaaab", "a file");
    Reply other = upload("u-1", "aab", "another file");

    assertThat(first.body()).isEqualTo(STARTED);
    assertThat(again.status()).isEqualTo(200);
    assertThat(again.body()).isEqualTo(first.body());
    assertThat(again.header("Idempotency-Replayed")).isEqualTo("true");
    assertThat(other.status()).isEqualTo(422);
    assertThat(gateway.ingest.asked).hasSize(1);
    assertThat(header(lastAsked(), "X-Peal-Claim")).matches("[0-9a-f]{64}");
    assertThat(header(lastAsked(), "X-Peal-Tried-Since")).isNull();
    assertThat(lastAsked().body()).contains("a file").endsWith("--aab--\r\n");
  }

  @ParameterizedTest
  @ValueSource(ints = {400, 413, 503})
  void anUploadThatStartedNothingMayBeSentAgain(int status) {
    gateway.ingest.says(status, "{\"error\":\"no\"}");
    assertThat(upload("u-1", "aab", "a file").status()).isEqualTo(status);
    gateway.ingest.says(200, STARTED);

    assertThat(upload("u-1", "aab", "a better file").status()).isEqualTo(200);
    assertThat(header(lastAsked(), "X-Peal-Tried-Since")).isNull();
  }

  @Test
  void whereIngestDoesNotKnowHowItEndedTheNextTryMakesItLook() {
    Instant began = gateway.now.get();
    gateway.ingest.says(500, "{\"code\":\"START_UNKNOWN\"}");
    assertThat(upload("u-1", "aab", "a file").status()).isEqualTo(500);
    gateway.ingest.says(asked -> says(200, "repeated", STARTED));

    Reply again = upload("u-1", "aab", "a file");

    assertThat(again.status()).isEqualTo(200);
    assertThat(again.body()).isEqualTo(STARTED);
    assertThat(again.header("Idempotency-Replayed")).isEqualTo("true");
    assertThat(again.header("X-Peal-Tries")).isNull();
    assertThat(header(lastAsked(), "X-Peal-Tried-Since")).isEqualTo(began.toEpochMilli() + "");
    assertThat(header(lastAsked(), "X-Peal-Claim"))
        .isEqualTo(header(gateway.ingest.asked.getFirst(), "X-Peal-Claim"));
  }

  @Test
  void aKeyThatADeadGatewayHoldsIsFreeAfterAMinute() {
    dieInTheMiddle("a file");
    gateway.ingest.says(asked -> says(200, "settled", STARTED));

    Reply atOnce = upload("u-1", "aab", "a file");
    pass(Verdict.HELD);
    Reply later = upload("u-1", "aab", "a file");

    assertThat(atOnce.status()).isEqualTo(409);
    assertThat(atOnce.header("Retry-After")).isEqualTo("5");
    assertThat(later.status()).isEqualTo(200);
    assertThat(later.header("Idempotency-Replayed")).isNull();
    assertThat(header(lastAsked(), "X-Peal-Tried-Since")).isNotNull();
  }

  @Test
  void whoTakesOverWithAnotherFileIsRefusedBeforeIngestHasAllOfIt() {
    dieInTheMiddle("a file");
    pass(Verdict.HELD);

    Reply other = upload("u-1", "aab", "another file");

    assertThat(other.status()).isEqualTo(422);
    assertThat(other.json().path("code").asText()).isEqualTo("IDEMPOTENCY_KEY_REUSED");
    assertThat(gateway.ingest.asked).as("whole requests that ingest got").hasSize(1);
  }

  @Test
  void aRefusalBeforeIngestHasLookedDoesNotFreeTheKey() {
    dieInTheMiddle("a file");
    pass(Verdict.HELD);
    gateway.ingest.says(503, "{\"code\":\"TOO_MANY_UPLOADS\"}");
    upload("u-1", "aab", "a file");
    gateway.ingest.says(asked -> says(400, "settled", "{\"error\":\"no\"}"));

    Reply looked = upload("u-1", "aab", "a file");
    String since = header(lastAsked(), "X-Peal-Tried-Since");
    gateway.ingest.says(200, STARTED);
    Reply corrected = upload("u-1", "aab", "a better file");

    assertThat(looked.status()).isEqualTo(400);
    assertThat(since).isNotNull();
    assertThat(corrected.status()).isEqualTo(200);
    assertThat(header(lastAsked(), "X-Peal-Tried-Since")).isNull();
  }

  @Test
  void ofTwoThatAreSentAtOnceOneWaits() throws Exception {
    // given a first upload that ingest has not answered yet
    CountDownLatch inIngest = new CountDownLatch(1);
    CountDownLatch answer = new CountDownLatch(1);
    gateway.ingest.says(asked -> {
      inIngest.countDown();
      await(answer);
      return Says.json(200, STARTED);
    });
    CompletableFuture<Reply> first =
        CompletableFuture.supplyAsync(() -> upload("u-1", "aab", "a file"));
    await(inIngest);

    Reply second = upload("u-1", "aab", "a file");
    answer.countDown();
    Reply again = upload("u-1", "aab", "a file", first);

    assertThat(second.status()).isEqualTo(409);
    assertThat(first.get().status()).isEqualTo(200);
    assertThat(again.body()).isEqualTo(STARTED);
    assertThat(gateway.ingest.asked).hasSize(1);
  }

  @Test
  void aTryThatEndsWhileItTakesItsKeyLetsItGo() {
    // given a request that is broken off while Kafka is asked for its key
    Instant now = gateway.now.get();
    Tries tries = new Tries(gateway.answers, NO_BOUND, () -> "try-1", () -> now);
    Tries.Try mine = tries.new Try(null, "acme/k", new Verdict.Go(Optional.empty()));
    gateway.answers.meanwhile =
        () -> {
          gateway.answers.meanwhile = () -> {};
          assertThatThrownBy(() ->
                  mine.run(headers -> {
                    throw Refusals.unavailable("It broke off.");
                  }))
              .isInstanceOf(ApiError.class);
        };

    assertThatThrownBy(() -> mine.take("hash")).isInstanceOf(ApiError.class);

    assertThat(gateway.answers.get("acme/k").orElseThrow().heldUntil())
        .as("until when nobody else may try")
        .isEqualTo(now);
  }

  /** Its holder would go on for as long as the gateway lives, and every repeat would get 409. */
  @Test
  void aTryThatAnErrorEndsLetsItsKeyGo() {
    Instant now = gateway.now.get();
    Tries tries = new Tries(gateway.answers, NO_BOUND, () -> "try-1", () -> now);
    Tries.Try mine = tries.new Try(null, "acme/k", new Verdict.Go(Optional.empty()));
    mine.take("hash");

    assertThatThrownBy(() ->
            mine.run(headers -> {
              throw new StackOverflowError();
            }))
        .isInstanceOf(StackOverflowError.class);

    assertThat(gateway.answers.get("acme/k").orElseThrow().heldUntil())
        .as("until when nobody else may try")
        .isEqualTo(now);
  }

  private Reply upload(String key, String boundary, String file, CompletableFuture<?> after) {
    after.join();
    return upload(key, boundary, file);
  }

  private static void await(CountDownLatch latch) {
    try {
      if (!latch.await(120, TimeUnit.SECONDS)) {
        throw new AssertionError("waited in vain");
      }
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  void aSingleCallIsStartedOnce() {
    gateway.ingest.says(200, "{\"callId\":\"call_c1-0-1\"}");
    Reply first = call(CALL);
    Reply again = call(CALL);
    Reply other = call(CALL.replace("0001", "0002"));

    assertThat(first.status()).isEqualTo(200);
    assertThat(again.body()).isEqualTo(first.body());
    assertThat(again.header("Idempotency-Replayed")).isEqualTo("true");
    assertThat(other.status()).isEqualTo(422);
    assertThat(gateway.ingest.asked).hasSize(1);
  }

  @Test
  void aSingleCallOfWhichNobodyKnowsHowItEndedIsLookedUp() {
    gateway.ingest.says(500, "{\"code\":\"UNKNOWN_ERROR\"}");
    assertThat(call(CALL).status()).isEqualTo(500);
    gateway.ingest.says(asked -> says(200, "repeated", "{\"callId\":\"call_c1-0-1\"}"));

    Reply again = call(CALL);

    assertThat(again.status()).isEqualTo(200);
    assertThat(again.header("Idempotency-Replayed")).isEqualTo("true");
    assertThat(header(lastAsked(), "X-Peal-Tried-Since")).isNotNull();
  }
}
