package peal.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static peal.gateway.RunningGateway.BATCH;
import static peal.gateway.RunningGateway.BATCHES;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import peal.domain.BatchPlan;
import peal.domain.CallLimit;
import peal.domain.CallLimits;
import peal.domain.DoNotCallList;
import peal.domain.Outcome;
import peal.domain.PlanRevision;
import peal.domain.RetryPlan;
import peal.domain.RetryRule;
import peal.domain.StopWhen;
import peal.domain.event.BatchCommand;
import peal.domain.event.BatchCommand.BatchChanged;
import peal.gateway.RunningGateway.Reply;
import peal.gateway.StubService.Says;
import peal.topics.DomainJson;

class BatchChangesTest {
  private static final JsonMapper JSON = DomainJson.newMapper();
  private static final PlanRevision START =
      new PlanRevision(1, Instant.EPOCH, null, new BatchPlan(5, null, null, null, null, null));
  private static final PlanRevision OTHERS =
      new PlanRevision(
          2, Instant.EPOCH, "key_other", new BatchPlan(9, null, null, null, null, null));

  private RunningGateway gateway;

  @BeforeEach
  void start() {
    gateway = new RunningGateway();
    lanesObey(START);
  }

  @AfterEach
  void stop() {
    gateway.close();
  }

  @Test
  void theFirstLaneIsAskedAndThenAllAreTold() {
    Reply reply = change("{\"callsPerSecond\":2.5,\"maxConcurrency\":4,\"priority\":5}");

    assertThat(reply.status()).isEqualTo(200);
    assertThat(reply.json().path("batchId").asText()).isEqualTo(BATCH);
    assertThat(reply.json().path("revision").asInt()).isEqualTo(2);
    assertThat(reply.json().path("changed").toString())
        .isEqualTo("[\"callsPerSecond\",\"maxConcurrency\"]");
    assertThat(reply.json().path("appliedAt").asLong()).isEqualTo(gateway.now.get().toEpochMilli());
    assertThat(gateway.commands).hasSize(2).allMatch(BatchChanged.class::isInstance);
    PlanRevision said = change(gateway.commands.getFirst());
    assertThat(said.by()).isEqualTo("key_acme");
    assertThat(said.plan()).isEqualTo(new BatchPlan(5, 2.5, 4, null, null, null));
    assertThat(change(gateway.commands.getLast())).isEqualTo(said);
  }

  @Test
  void whatIsNotDifferentMakesNoRevision() {
    Reply reply = change("{\"priority\":5,\"callsPerSecond\":null}");

    assertThat(reply.status()).isEqualTo(200);
    assertThat(reply.json().path("revision").asInt()).isEqualTo(1);
    assertThat(reply.json().path("changed")).isEmpty();
    assertThat(gateway.commands).isEmpty();
  }

  @Test
  void nullGivesAFieldBackToWhatIsUsual() {
    lanesObey(
        new PlanRevision(
            4, Instant.EPOCH, "key_other", new BatchPlan(9, 1.0, 3, null, null, null)));

    Reply reply = change("{\"priority\":null,\"callsPerSecond\":null}");

    assertThat(reply.json().path("revision").asInt()).isEqualTo(5);
    assertThat(change(gateway.commands.getFirst()).plan())
        .isEqualTo(new BatchPlan(5, null, 3, null, null, null));
  }

  @Test
  void ofTwoAtOnceOneIsMadeOnTopOfTheOther() {
    gateway.projector.says(asked -> state(heard().isEmpty() ? START : newest(OTHERS), true));

    Reply reply = change("{\"callsPerSecond\":2}");

    assertThat(reply.status()).isEqualTo(200);
    assertThat(reply.json().path("revision").asInt()).isEqualTo(3);
    assertThat(change(gateway.commands.getLast()).plan())
        .isEqualTo(new BatchPlan(9, 2.0, null, null, null, null));
  }

  @Test
  void whoeverHasSeenAnotherRevisionChangesNothing() {
    lanesObey(OTHERS);

    Reply reply = change("{\"callsPerSecond\":2}", "\"1\"");

    assertThat(reply.status()).isEqualTo(412);
    assertThat(reply.json().path("code").asText()).isEqualTo("REVISION_CHANGED");
    assertThat(reply.json().path("revision").asInt()).isEqualTo(2);
    assertThat(gateway.commands).isEmpty();
    assertThat(change("{\"callsPerSecond\":2}", "2").status()).isEqualTo(200);
    assertThat(change("{\"callsPerSecond\":3}", "*").status()).isEqualTo(200);
    assertThat(change("{\"callsPerSecond\":3}", "latest").status()).isEqualTo(400);
  }

  @Test
  void anothersChangeThatComesFirstIsSeenByWhoeverNamedARevision() {
    gateway.projector.says(asked -> state(heard().isEmpty() ? START : OTHERS, true));

    assertThat(change("{\"callsPerSecond\":2}", "1").status()).isEqualTo(412);
  }

  @Test
  void aRepeatWhoseAnswerWasLostIsNoOtherRevision() {
    assertThat(change("{\"callsPerSecond\":2}", "1").status()).isEqualTo(200);

    Reply repeat = change("{\"callsPerSecond\":2}", "1");

    assertThat(repeat.status()).isEqualTo(200);
    assertThat(repeat.json().path("revision").asInt()).isEqualTo(2);
    assertThat(change("{\"callsPerSecond\":4}", "1").status()).isEqualTo(412);
  }

  @Test
  void whatBrokeOffIsMadeWholeFirst() {
    gateway.projector.says(asked -> state(newest(OTHERS), !heard().isEmpty()));

    Reply reply = change("{\"priority\":9}");

    assertThat(reply.status()).isEqualTo(200);
    assertThat(reply.json().path("changed")).isEmpty();
    assertThat(gateway.commands).hasSize(1);
    assertThat(change(gateway.commands.getFirst())).isEqualTo(OTHERS);
  }

  @Test
  void lanesThatDoNotTakeItInTimeMakeTheClientComeAgain() {
    gateway.projector.says(asked -> state(START, true));

    Reply reply = change("{\"callsPerSecond\":2}");

    assertThat(reply.status()).isEqualTo(503);
    assertThat(reply.header("Retry-After")).isNotNull();
  }

  @Test
  void whatHasEndedIsNotChanged() {
    for (String status : List.of("completed", "cancelled")) {
      gateway.projector.says(
          200,
          "{\"found\":true,\"finished\":%s,\"status\":\"%s\"}"
              .formatted(status.equals("completed"), status));

      Reply reply = change("{\"callsPerSecond\":2}");

      assertThat(reply.status()).isEqualTo(409);
      assertThat(reply.json().path("code").asText()).isEqualTo("BATCH_ENDED");
    }
    gateway.projector.says(200, "{\"found\":false}");
    assertThat(change("{\"callsPerSecond\":2}").status()).isEqualTo(404);
    assertThat(gateway.commands).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{\"calls_per_second\":2} | calls_per_second | It is written callsPerSecond",
        "{\"name\":\"x\"} | name | What can be changed",
        "{\"callsPerSecond\":0} | callsPerSecond | 0.01",
        "{\"callsPerSecond\":\"2\"} | callsPerSecond | number",
        "{\"callsPerSecond\":11} | callsPerSecond | at most 10, the workspace's own",
        "{\"maxConcurrency\":1} | maxConcurrency | at least 2",
        "{\"maxConcurrency\":101} | maxConcurrency | at most 100",
        "{\"endAt\":\"\"} | endAt | offset",
        "{\"doNotCall\":{\"lists\":[]}} | doNotCall.lists | 1-50",
        "{\"doNotCall\":{\"lists\":[\"No Such\"]}} | doNotCall.lists | lower-case",
        "{\"callLimits\":[{\"hours\":1}]} | callLimits[0].max | required",
        "{\"callLimits\":[{\"max\":1}]} | callLimits[0].hours | Either",
        "{\"callLimits\":[{\"max\":1,\"hours\":721}]} | callLimits[0].hours | 1 to 720",
        "{\"callLimits\":[{\"max\":1,\"days\":1,\"per\":2}]} | callLimits[0].per | A limit has",
        "{\"afterConversationDays\":31} | afterConversationDays | 0 to 30",
        "{\"stopWhen\":{\"minCalls\":20}} | stopWhen.failureRate | required",
        "{\"stopWhen\":{\"failureRate\":0.5}} | stopWhen.minCalls | required",
        "{\"stopWhen\":{\"failureRate\":1.1,\"minCalls\":20}} | stopWhen.failureRate | 0.05",
        "{\"stopWhen\":{\"failureRate\":0.5,\"minCalls\":4}} | stopWhen.minCalls | 5 to 1000",
        "{\"stopWhen\":{\"failureRate\":0.5,\"minCalls\":9,\"window\":60}} | stopWhen.window |"
            + " There are",
        "{\"priority\":11} | priority | 1 to 10"
      })
  void aBadFieldIsNamed(String body, String field, String said) {
    Reply reply = change(body);

    assertThat(reply.status()).isEqualTo(400);
    assertThat(reply.json().path("field").asText()).isEqualTo(field);
    assertThat(reply.json().path("message").asText()).contains(field).contains(said);
    assertThat(gateway.commands).isEmpty();
  }

  @Test
  void theStartCanBeMovedUntilItHasCome() {
    Instant now = gateway.now.get();
    lanesObey(scheduled(now.plusSeconds(60)));

    assertThat(change("{\"scheduledAt\":\"2026-03-02T12:00:00+01:00\"}").status()).isEqualTo(200);
    assertThat(change(gateway.commands.getLast()).plan().scheduledAt())
        .isEqualTo(Instant.parse("2026-03-02T11:00:00Z"));
    assertThat(change("{\"scheduledAt\":null}").status()).isEqualTo(200);
    assertThat(change(gateway.commands.getLast()).plan().scheduledAt()).isNull();
    Reply late = change("{\"scheduledAt\":\"2026-03-02T12:00:00Z\"}");
    assertThat(late.status()).isEqualTo(409);
    assertThat(late.json().path("code").asText()).isEqualTo("BATCH_STARTED");
    assertThat(change("{\"scheduledAt\":null}").json().path("changed")).isEmpty();
  }

  @Test
  void theEndCanBeMovedAndLiesAfterTheStart() {
    Instant now = gateway.now.get();
    lanesObey(scheduled(now.plusSeconds(60)));

    assertThat(change("{\"endAt\":\"2026-03-02T12:00:00Z\"}").status()).isEqualTo(200);
    assertThat(change(gateway.commands.getLast()).plan().endAt())
        .isEqualTo(Instant.parse("2026-03-02T12:00:00Z"));
    assertThat(change("{\"endAt\":null}").status()).isEqualTo(200);
    assertThat(change(gateway.commands.getLast()).plan().endAt())
        .isEqualTo(now.plusSeconds(60).plus(Duration.ofDays(90)));
    assertThat(change("{\"endAt\":\"2026-03-01T12:00:59Z\"}").json().path("message").asText())
        .contains("after 'scheduledAt'");
    assertThat(change("{\"endAt\":\"2026-03-01T11:59:59Z\"}").json().path("message").asText())
        .contains("past");
  }

  @Test
  void listsOfItsOwnAreReadAndGivenBackByNull() {
    Reply reply = change("{\"doNotCall\":{\"lists\":[\"vip\"]}}");

    assertThat(reply.json().path("changed").toString()).isEqualTo("[\"doNotCall\"]");
    assertThat(change(gateway.commands.getLast()).plan().doNotCall())
        .containsExactly(new DoNotCallList("vip"));
    assertThat(change("{\"doNotCall\":null}").status()).isEqualTo(200);
    assertThat(change(gateway.commands.getLast()).plan().doNotCall()).isNull();
  }

  @Test
  void whenItPausesItselfIsTurnedOnChangedAndTurnedOff() {
    Reply reply = change("{\"stopWhen\":{\"failureRate\":0.5,\"minCalls\":20}}");

    assertThat(reply.json().path("changed").toString()).isEqualTo("[\"stopWhen\"]");
    StopWhen usual = new StopWhen(0.5, 120, 20);
    assertThat(change(gateway.commands.getLast()).plan().stopWhen()).isEqualTo(usual);
    assertThat(change("{\"priority\":3}").status()).isEqualTo(200);
    assertThat(change(gateway.commands.getLast()).plan().stopWhen()).isEqualTo(usual);
    assertThat(change("{\"stopWhen\":null}").status()).isEqualTo(200);
    assertThat(change(gateway.commands.getLast()).plan().stopWhen()).isNull();
  }

  @Test
  void limitsOfCallsAreReadApartFromTheRestAfterAConversation() {
    Reply reply = change("{\"callLimits\":[{\"max\":3,\"hours\":24}]}");

    assertThat(reply.json().path("changed").toString()).isEqualTo("[\"callLimits\"]");
    CallLimit limit = new CallLimit(3, 24, null, null, null);
    assertThat(change(gateway.commands.getLast()).plan().callLimits())
        .isEqualTo(new CallLimits(List.of(limit), 0));
    reply = change("{\"afterConversationDays\":2}");
    assertThat(reply.json().path("changed").toString()).isEqualTo("[\"afterConversationDays\"]");
    assertThat(change("{\"callLimits\":null}").status()).isEqualTo(200);
    assertThat(change("{\"afterConversationDays\":null}").status()).isEqualTo(200);
    assertThat(change(gateway.commands.getLast()).plan().callLimits()).isNull();
  }

  @Test
  void retriesAreRead() {
    String config = "{\"enabled\":true,\"maxAttempts\":3,\"gaps\":[{\"days\":1},{\"hours\":0.5}]}";

    Reply reply = change("{\"smartCallbackConfig\":" + config + "}");

    assertThat(reply.json().path("changed").toString()).isEqualTo("[\"smartCallbackConfig\"]");
    assertThat(change(gateway.commands.getLast()).plan().callbacks())
        .isEqualTo(RetryPlan.smartCallback(3, List.of(Duration.ofDays(1), Duration.ofMinutes(30))));
    assertThat(change("{\"smartCallbackConfig\":" + config + "}").json().path("changed")).isEmpty();
    assertThat(change("{\"smartCallbackConfig\":{\"enabled\":false}}").status()).isEqualTo(200);
    assertThat(change(gateway.commands.getLast()).plan().callbacks()).isNull();
  }

  @Test
  void retryRulesAreReadAndBeatASmartCallback() {
    String rules =
        "{\"maxAttempts\":2,\"rules\":{\"busy\":{\"maxAttempts\":3,\"gaps\":[{\"minutes\":30}]}}}";
    RetryRule busy = new RetryRule(Set.of(Outcome.BUSY), 3, List.of(Duration.ofMinutes(30)));

    Reply reply = change("{\"retryRules\":" + rules + "}");

    assertThat(reply.json().path("changed").toString()).isEqualTo("[\"retryRules\"]");
    assertThat(change(gateway.commands.getLast()).plan().callbacks())
        .isEqualTo(new RetryPlan(2, 0, List.of(busy)));
    assertThat(change("{\"retryRules\":" + rules + "}").json().path("changed")).isEmpty();
    reply = change("{\"smartCallbackConfig\":{\"maxAttempts\":1,\"gaps\":[{\"days\":1}]}}");
    assertThat(reply.json().path("changed").toString())
        .isEqualTo("[\"smartCallbackConfig\",\"retryRules\"]");
    assertThat(change("{\"retryRules\":{\"maxAttempts\":0}}").status()).isEqualTo(200);
    assertThat(change(gateway.commands.getLast()).plan().callbacks()).isEqualTo(RetryPlan.NONE);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "null | retryRules | must not be null",
        "{} | retryRules.maxAttempts | required",
        "{\"maxAttempts\":11} | retryRules.maxAttempts | 0 to 10",
        "{\"maxAttempts\":1} | retryRules.rules | one outcome at least",
        "{\"maxAttempts\":1,\"jitter\":5} | retryRules.jitter | Retry rules have",
        "{\"maxAttempts\":1,\"rules\":{\"answered\":{}}} | retryRules.rules.answered | rules for",
        "{\"maxAttempts\":1,\"rules\":{\"busy\":{}}} | retryRules.rules.busy.maxAttempts |"
            + " required",
        "{\"maxAttempts\":1,\"rules\":{\"busy\":{\"maxAttempts\":1,\"gaps\":[]}}} |"
            + " retryRules.rules.busy.gaps | one gap",
        "{\"maxAttempts\":1,\"rules\":{\"busy\":{\"maxAttempts\":1,\"gaps\":[{\"days\":0}]}}} |"
            + " retryRules.rules.busy.gaps[0] | one minute",
        "{\"maxAttempts\":1,\"rules\":{\"busy\":{\"maxAttempts\":1,\"gaps\":[{\"days\":31}]}}} |"
            + " retryRules.rules.busy.gaps[0].days | 0 to 30"
      })
  void retryRulesThatCannotBeAreRefused(String rules, String field, String said) {
    Reply reply = change("{\"retryRules\":" + rules + "}");

    assertThat(reply.status()).isEqualTo(400);
    assertThat(reply.json().path("field").asText()).isEqualTo(field);
    assertThat(reply.json().path("message").asText()).contains(said);
  }

  @Test
  void retryRulesBesideASmartCallbackAreRefused() {
    Reply reply =
        change("{\"retryRules\":{\"maxAttempts\":0},\"smartCallbackConfig\":{\"enabled\":false}}");

    assertThat(reply.status()).isEqualTo(400);
    assertThat(reply.json().path("field").asText()).isEqualTo("retryRules");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "null | smartCallbackConfig | must not be null",
        "5 | smartCallbackConfig | object",
        "{} | smartCallbackConfig.maxAttempts | required",
        "{\"maxAttempts\":11} | smartCallbackConfig.maxAttempts | 1 to 10",
        "{\"maxAttempts\":1} | smartCallbackConfig.gaps | required",
        "{\"maxAttempts\":1,\"gaps\":[{\"days\":31}]} | smartCallbackConfig.gaps[0].days | 0 to 30",
        "{\"maxAttempts\":1,\"gaps\":[{\"hours\":0.01}]} | smartCallbackConfig | one minute",
        "{\"maxAttempts\":10,\"gaps\":[{\"days\":4}]} | smartCallbackConfig | 30 days"
      })
  void retriesThatCannotBeAreRefused(String config, String field, String said) {
    Reply reply = change("{\"smartCallbackConfig\":" + config + "}");

    assertThat(reply.status()).isEqualTo(400);
    assertThat(reply.json().path("field").asText()).isEqualTo(field);
    assertThat(reply.json().path("message").asText()).contains(said);
  }

  @ParameterizedTest
  @CsvSource({
    "2026-03-01T11:59:59Z, past",
    "2027-03-03T12:00:00Z, 366 days",
    "2026-03-02T12:00:00, offset",
    "'', offset",
    "tomorrow, offset"
  })
  void aStartThatCannotBeIsRefused(String time, String said) {
    lanesObey(scheduled(gateway.now.get().plusSeconds(60)));

    Reply reply = change("{\"scheduledAt\":\"" + time + "\"}");

    assertThat(reply.status()).isEqualTo(400);
    assertThat(reply.json().path("field").asText()).isEqualTo("scheduledAt");
    assertThat(reply.json().path("message").asText()).contains(said);
  }

  private static PlanRevision scheduled(Instant at) {
    return new PlanRevision(1, Instant.EPOCH, null, new BatchPlan(5, null, null, at, null, null));
  }

  private Reply change(String body) {
    return gateway.ask("PATCH", BATCHES + "/" + BATCH, body);
  }

  private Reply change(String body, String ifMatch) {
    return gateway.send(
        "PATCH",
        BATCHES + "/" + BATCH,
        body,
        Map.of("x-api-key", RunningGateway.KEY, "x-workspace-id", "acme", "If-Match", ifMatch));
  }

  /** Lanes that go by {@code first}, and then by whatever they are told that follows it. */
  private void lanesObey(PlanRevision first) {
    // Told once, only the first lane knows; told twice, both do.
    gateway.projector.says(asked -> state(newest(first), heard().size() % 2 == 0));
  }

  private PlanRevision newest(PlanRevision first) {
    PlanRevision newest = first;
    for (PlanRevision heard : heard()) {
      newest = heard.revision() == newest.revision() + 1 ? heard : newest;
    }
    return newest;
  }

  private List<PlanRevision> heard() {
    return gateway.commands.stream().map(BatchChangesTest::change).toList();
  }

  private static PlanRevision change(BatchCommand command) {
    return ((BatchChanged) command).change();
  }

  private static Says state(PlanRevision newest, boolean applied) {
    try {
      return Says.json(
          200,
          "{\"found\":true,\"status\":\"processing\",\"change\":%s,\"changeApplied\":%s,\"firstLane\":0,\"openedAt\":1772366400000}"
              .formatted(JSON.writeValueAsString(newest), applied));
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }
}
