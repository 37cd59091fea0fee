package peal.ingest.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import peal.domain.Agent;
import peal.domain.event.BatchCommand.BatchOpened;
import peal.domain.event.BatchCommand.BatchSealed;
import peal.domain.event.CallQueued;
import peal.ingest.batch.RecordingLog;
import peal.ingest.batch.Samples;
import peal.ingest.http.RunningIngest.Answer;

@Timeout(180)
class CallRouteTest {
  private RunningIngest ingest;

  @BeforeEach
  void start(@TempDir Path folder) throws IOException {
    ingest = new RunningIngest(folder);
  }

  @AfterEach
  void stop() {
    ingest.close();
  }

  private Answer call(String body) {
    return ingest.post(
        "/workspaces/acme/calls", "application/json", body.getBytes(StandardCharsets.UTF_8));
  }

  @Test
  void aSingleCallIsABatchOfOneRowThatGoesFirst() {
    Answer answer =
        call(
            """
            {"agentId": "agent_1", "toNumber": "+1 212 555 0142",
             "metadata": {"order": 7}, "dynamic_variables": {"first_name": "Ada"}}\
            """);

    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.body().path("status").asText()).isEqualTo("success");
    assertThat(answer.body().path("toNumber").asText()).isEqualTo("+12125550142");
    assertThat(answer.body().path("fromNumber").asText()).isEqualTo(Samples.OWN.e164());
    String callId = answer.body().path("callId").asText();
    assertThat(answer.body().path("roomName").asText()).isEqualTo("agent_1-" + callId);
    assertThat(answer.body().path("agent").path("voice").path("voiceId").asText()).isEqualTo("v1");
    assertThat(ingest.log.events(BatchOpened.class))
        .singleElement()
        .matches(opened -> opened.single() && opened.total() == 1);
    assertThat(ingest.log.events(CallQueued.class))
        .singleElement()
        .satisfies(row -> {
          assertThat(row.call()).hasToString(callId);
          assertThat(row.variables())
              .containsEntry("first_name", "Ada")
              .containsEntry("order", "7");
        });
    assertThat(ingest.log.events(BatchSealed.class)).hasSize(1);
    assertThat(ingest.log.bulk).isFalse();
  }

  @Test
  void aNumberThatDeservesALookIsCalledWithAWarning() {
    Answer answer = call("{\"agentId\": \"agent_1\", \"toNumber\": \"+449061234567\"}");

    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.body().path("warnings").get(0).path("code").asText())
        .isEqualTo("premium_number");
  }

  @Test
  void theAliasSpellingIsAnsweredInItsOwnWords() {
    Answer answer = call("{\"call_agent_id\": \"agent_1\", \"to\": \"+12125550142\"}");

    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.body().has("call_id")).isTrue();
    assertThat(answer.body().has("callId")).isFalse();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          not json                                                       | Invalid JSON          |
          []                                                             | Invalid request       | body
          {"toNumber": "+12125550142"}                                   | Invalid request       | agentId
          {"agentId": 7, "toNumber": "+12125550142"}                     | Invalid request       | agentId
          {"agentId": "agent_1", "toNumber": "+12125550142", "to": []}   | Invalid request       | to
          {"agentId": "agent_1"}                                         | Invalid request       | toNumber
          {"agentId": "agent_1", "toNumber": " "}                        | Invalid request       | toNumber
          {"agentId": "agent_\\ud800", "toNumber": "+12125550142"}       | Invalid request       | agentId
          {"agentId": "agent_1", "call_agent_id": "agent_2", "to": "+12125550142"} | Invalid request | call_agent_id
          {"agentId": "agent_1", "toNumber": "+12125550142", "to": "+12125550143"} | Invalid request | to
          {"agentId": "agent_1", "to": "12125550142"}                    | Invalid configuration | to
          {"agentId": "agent_1", "toNumber": "12125550142"}              | Invalid configuration | toNumber
          {"agentId": "agent_1", "to": "+1 608 555 0145 x11"}            | Invalid configuration | to
          {"agentId": "agent_1", "to": "911", "defaultRegion": "US"}     | Invalid configuration | to
          {"agentId": "agent_1", "to": "911", "defaultRegion": "Mars"}   | Invalid request       | defaultRegion
          {"agentId": "agent_1", "toNumber": "+12125550142", "scheduled_at": "2027-01-01T00:00:00Z"} | Invalid request | scheduled_at
          {"agentId": "agent_1", "toNumber": "+12125550142", "missingVariables": "x"} | Invalid request | missingVariables
          {"agentId": "agent_1", "toNumber": "+12125550142", "metadata": []} | Invalid request   | metadata
          {"agentId": "agent_1", "toNumber": "+12125550142", "dynamic_variables": {"a": {}}} | Invalid request | dynamic_variables
          {"agentId": "agent_1", "toNumber": "+12125550142", "dynamicVariables": {"a": "b"}} | Invalid request | dynamicVariables
          {"agentId": "agent_1", "to_number": "+12125550142"}            | Invalid request       | to_number
          {"agentId": "agent_1", "toNumber": "+12125550142", "dynamic_variables": {"a b": "1", "A_B": "2"}} | Invalid request | dynamic_variables
          {"agentId": "agent_1", "toNumber": "+12125550142", "dynamic_variables": {"first_name": "{{first_name}}"}} | Invalid configuration | dynamic_variables
          {"agentId": "agent_1", "toNumber": "+12125550142", "metadata": {"a": "\\ud800"}} | Invalid request | metadata
          """)
  void whatIsWrongIsNamedAndNobodyIsCalled(String body, String error, String field) {
    Answer answer = call(body);

    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.body().path("error").asText()).isEqualTo(error);
    assertThat(answer.body().path("parameter").asText("")).isEqualTo(field == null ? "" : field);
    assertThat(ingest.log.written).isEmpty();
  }

  @Test
  void aPlaceholderThatNothingFillsIsRefusedByName() {
    Samples.AgentBuilder asking = Samples.agent();
    asking.prompt = "You call {first_name}.";
    asking.variableDefaults = null;
    ingest.agent = asking.build();
    String order = "{\"agentId\": \"agent_1\", \"toNumber\": \"+44 (0)7700 900123\"%s}";

    Answer refused = call(order.formatted(""));
    Answer empty = call(order.formatted(", \"missingVariables\": \"empty\""));
    Answer filled = call(order.formatted(", \"dynamic_variables\": {\"First Name\": \"Ada\"}"));

    assertThat(refused.status()).isEqualTo(400);
    assertThat(refused.body().path("code").asText()).isEqualTo("UNFILLED_PLACEHOLDER");
    assertThat(refused.body().path("placeholder").asText()).isEqualTo("first_name");
    assertThat(empty.status()).isEqualTo(200);
    assertThat(filled.status()).isEqualTo(200);
    assertThat(filled.body().path("toNumber").asText()).isEqualTo("+447700900123");
  }

  @Test
  void whatNobodyMeansToSayIsRefused() {
    String body =
        "{\"agentId\": \"agent_1\", \"toNumber\": \"+12125550142\", \"dynamic_variables\":"
            + " {\"first_name\": \"%s\"}}";
    for (String value : List.of("#REF!", "=A2&B2", "a\\u0000b", "a\\u001bb")) {
      assertThat(call(body.formatted(value)).status()).as(value).isEqualTo(400);
    }
  }

  @Test
  void textsThatWouldGrowTooLongAreRefused() {
    Samples.AgentBuilder growing = Samples.agent();
    growing.prompt = "{first_name}".repeat(10_000);
    ingest.agent = growing.build();

    Answer answer =
        call(
            "{\"agentId\": \"agent_1\", \"toNumber\": \"+12125550142\", \"dynamic_variables\": {\"first_name\": \"%s\"}}"
                .formatted("x".repeat(20_000)));

    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.body().path("code").asText()).isEqualTo("TEXT_TOO_LONG");
    assertThat(ingest.log.written).isEmpty();
  }

  @Test
  void aTenThousandDeepBodyIsRefused() {
    assertThat(call("[".repeat(10_000)).status()).isEqualTo(400);
  }

  @Test
  void anUnknownAgentIsNotFound() {
    Answer answer = call("{\"agentId\": \"agent_2\", \"toNumber\": \"+12125550142\"}");

    assertThat(answer.status()).isEqualTo(404);
    assertThat(answer.body().path("error").asText()).isEqualTo("Agent not found");
  }

  @Test
  void aTextAgentCannotCall() {
    Samples.AgentBuilder text = Samples.agent();
    text.architecture = Agent.Architecture.TEXT;
    ingest.agent = text.build();

    Answer answer = call("{\"agentId\": \"agent_1\", \"toNumber\": \"+12125550142\"}");

    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.body().path("error").asText()).isEqualTo("Invalid configuration");
  }

  @Test
  void whatARealtimeAgentDoesNotHaveIsLeftOut() {
    Samples.AgentBuilder realtime = Samples.agent();
    realtime.architecture = Agent.Architecture.REALTIME;
    realtime.model = null;
    realtime.voice = null;
    ingest.agent = realtime.build();

    Answer answer = call("{\"agentId\": \"agent_1\", \"toNumber\": \"+12125550142\"}");

    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.body().path("agent").properties())
        .extracting(Map.Entry::getKey)
        .containsExactly("id", "name");
  }

  @Test
  void aVoiceThatIsKnownInPartIsShownInPart() {
    Samples.AgentBuilder realtime = Samples.agent();
    realtime.voice = new Agent.TtsModel(null, "v1", null, null);
    ingest.agent = realtime.build();

    Answer answer = call("{\"agentId\": \"agent_1\", \"toNumber\": \"+12125550142\"}");

    assertThat(answer.body().path("agent").path("voice").toString())
        .isEqualTo("{\"voiceId\":\"v1\"}");
  }

  @Test
  void withoutKafkaNothingIsStarted() {
    ingest.log.failAt = RecordingLog.Step.SEAL;

    Answer answer = call("{\"agentId\": \"agent_1\", \"toNumber\": \"+12125550142\"}");

    assertThat(answer.status()).isEqualTo(503);
    assertThat(answer.raw().headers().firstValue("Retry-After")).isPresent();
  }

  @Test
  void aStartThatNobodyCanTellNamesTheCall() {
    ingest.log.failAt = RecordingLog.Step.COMMIT;

    Answer answer = call("{\"agentId\": \"agent_1\", \"toNumber\": \"+12125550142\"}");

    assertThat(answer.status()).isEqualTo(500);
    assertThat(answer.body().path("code").asText()).isEqualTo("UNKNOWN_ERROR");
    assertThat(answer.body().path("callId").asText()).startsWith("call_c1-");
  }

  /** Their texts may be long to fill: one workspace must not have every thread. */
  @Test
  void ofOneWorkspaceSomeAreStartedAtOnceAndTheOthersWait() {
    AtomicInteger inside = new AtomicInteger();
    AtomicInteger most = new AtomicInteger();
    ingest.log.opening =
        () -> {
          most.accumulateAndGet(inside.incrementAndGet(), Math::max);
          LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(50));
          inside.decrementAndGet();
        };
    int several = 4 * CallRoute.AT_ONCE + 4;

    List<CompletableFuture<Answer>> calls =
        Stream.generate(() ->
                CompletableFuture.supplyAsync(
                    () -> call("{\"agentId\": \"agent_1\", \"toNumber\": \"+12125550142\"}"),
                    Thread::startVirtualThread))
            .limit(several)
            .toList();

    assertThat(calls)
        .allSatisfy(each ->
            assertThat(each)
                .succeedsWithin(Duration.ofSeconds(120))
                .extracting(Answer::status)
                .isEqualTo(200));
    assertThat(most).hasValueLessThanOrEqualTo(CallRoute.AT_ONCE);
  }
}
