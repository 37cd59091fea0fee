package peal.ingest.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import peal.domain.Agent;
import peal.domain.BatchId;
import peal.domain.BatchPlan;
import peal.domain.PhoneNumber;
import peal.domain.RetryPlan;
import peal.domain.StopWhen;
import peal.domain.event.BatchCommand.BatchOpened;
import peal.domain.event.CallQueued;
import peal.ingest.batch.RecordingLog;
import peal.ingest.batch.Samples;
import peal.ingest.http.RunningIngest.Answer;

@Timeout(180)
class RedialRouteTest {
  private static final String REDIALS = "/workspaces/acme/redials";
  private static final String TERMS =
      """
      {"of": "batch_b0", "agentId": "agent_1", "name": "June",
       "plan": {"priority": 7, "callsPerSecond": 2.5, "maxConcurrency": 4, "scheduledAt": 1, "endAt": 2,
                "callbacks": {"maxAttempts": 2, "gaps": [3600000]}},
       "hours": {"windows": [{"start": 540, "end": 1200}]}}\
      """;
  private static final String TITLES =
      "row,job_id,phone_number,status,outcome,error,attempts,started_at,ended_at,"
          + "next_attempt_at,talk_seconds,redial_of,first_name,topic,other_variables\r\n";
  private static final String ROWS =
      TITLES
          + "3,,+12125550103,,,,,,,,,,Ada,'=1+1,\"{\"\"note\"\":\"\"late\"\"}\"\r\n"
          + "70000,,+12125550104,,,,,,,,,,\"a \"\"b\"\",\nc\",x,\r\n"
          + "70002,,+12125550103,,,,,,,,,,Ada,x,\r\n";

  private RunningIngest ingest;

  @BeforeEach
  void start(@TempDir Path folder) throws IOException {
    ingest = new RunningIngest(folder);
    ingest.agent = Samples.agent().build();
  }

  @AfterEach
  void nothingIsLeftInTheSpool() {
    assertThat(ingest.spooled()).isZero();
    ingest.close();
  }

  private Answer redial(String overrides) {
    return ingest.form(REDIALS, ROWS, "terms", TERMS, "overrides", overrides);
  }

  private BatchOpened opened() {
    return ingest.log.written.stream()
        .map(RecordingLog.Written::event)
        .filter(BatchOpened.class::isInstance)
        .map(BatchOpened.class::cast)
        .findFirst()
        .orElseThrow();
  }

  private List<CallQueued> rows() {
    return ingest.log.written.stream()
        .map(RecordingLog.Written::event)
        .filter(CallQueued.class::isInstance)
        .map(CallQueued.class::cast)
        .toList();
  }

  @Test
  void eachRowKeepsItsNumberItsVariablesAndIsDialedWhateverOthersHaveItsNumber() {
    Answer answer = redial("{}");

    assertThat(answer.status()).as(answer.raw().body()).isEqualTo(200);
    assertThat(answer.body().path("redialOf").asText()).isEqualTo("batch_b0");
    assertThat(answer.body().path("totalCalls").asInt()).isEqualTo(3);
    assertThat(rows()).extracting(row -> row.call().row()).containsExactly(3L, 70_000L, 70_002L);
    assertThat(rows())
        .extracting(CallQueued::number)
        .containsExactly(
            new PhoneNumber("+12125550103"),
            new PhoneNumber("+12125550104"),
            new PhoneNumber("+12125550103"));
    assertThat(rows().getFirst().variables())
        .isEqualTo(Map.of("first_name", "Ada", "topic", "=1+1", "note", "late"));
    assertThat(rows().get(1).variables())
        .isEqualTo(Map.of("first_name", "a \"b\",\nc", "topic", "x"));
    assertThat(opened().columns()).containsExactly("first_name", "topic", "note");
  }

  @Test
  void whatWasSaidOfTheBatchHoldsButForItsStartAndItsEnd() {
    redial("{}");

    assertThat(opened().redialOf()).isEqualTo(new BatchId("batch_b0"));
    assertThat(opened().name()).isEqualTo("June");
    assertThat(opened().plan())
        .isEqualTo(
            new BatchPlan(
                7,
                2.5,
                4,
                null,
                Samples.NOW.plus(BatchPlan.USUAL_LENGTH),
                RetryPlan.smartCallback(2, List.of(Duration.ofHours(1)))));
    assertThat(opened().hours().windows()).hasSize(1);
    assertThat(rows()).allMatch(row -> row.zones() != null);
  }

  @Test
  void overridesBeatItAndNullGivesAFieldBackToWhatIsUsual() {
    Answer answer =
        redial(
            """
            {"name": "Again", "priority": null, "callsPerSecond": null, "maxConcurrency": 6,
             "callTimeWindow": null, "smartCallbackConfig": {"enabled": false}, "onDuplicates": "skip"}\
            """);

    assertThat(answer.status()).as(answer.raw().body()).isEqualTo(200);
    assertThat(answer.body().path("totalCalls").asInt()).isEqualTo(2);
    assertThat(opened().name()).isEqualTo("Again");
    assertThat(opened().plan())
        .isEqualTo(new BatchPlan(5, null, 6, null, Samples.NOW.plus(BatchPlan.USUAL_LENGTH), null));
    assertThat(opened().hours()).isNull();
  }

  @Test
  void whenItPausesItselfIsKeptOverriddenAndDropped() {
    String terms =
        TERMS.replace(
            "\"priority\": 7,",
            "\"priority\": 7, \"stopWhen\": {\"failureRate\": 0.5, \"windowSeconds\": 60,"
                + " \"minCalls\": 9},");

    ingest.form(REDIALS, ROWS, "terms", terms, "overrides", "{}");
    assertThat(opened().stopWhen()).isEqualTo(new StopWhen(0.5, 60, 9));

    ingest.log.written.clear();
    String other = "{\"stopWhen\": {\"failureRate\": 0.9, \"minCalls\": 30}}";
    ingest.form(REDIALS, ROWS, "terms", terms, "overrides", other);
    assertThat(opened().stopWhen()).isEqualTo(new StopWhen(0.9, 120, 30));

    ingest.log.written.clear();
    ingest.form(REDIALS, ROWS, "terms", terms, "overrides", "{\"stopWhen\": null}");
    assertThat(opened().stopWhen()).isNull();
  }

  @Test
  void retryRulesBeatTheSmartCallbackOfBefore() {
    Answer answer = redial("{\"retryRules\": {\"maxAttempts\": 0}}");

    assertThat(answer.status()).as(answer.raw().body()).isEqualTo(200);
    assertThat(opened().plan().callbacks()).isEqualTo(RetryPlan.NONE);
  }

  /** The hours themselves stay: only whoever rings nobody knows where is skipped again. */
  @Test
  void aNullZoneOfTheUnknownIsGivenBackToSkip() {
    String terms = TERMS.replace("\"hours\": {", "\"hours\": {\"unknownTimezone\": \"UTC\", ");

    ingest.form(REDIALS, ROWS, "terms", terms, "overrides", "{\"unknownTimezone\": null}");

    assertThat(opened().hours().windows()).hasSize(1);
    assertThat(opened().hours().unknownTimezone()).isNull();
  }

  /** A projector that knows no more than when a batch of old started tells of no retries either. */
  @Test
  void theAgentsRetriesAreThoseOfABatchWhosePlanWasNotKept() {
    Samples.AgentBuilder agent = Samples.agent();
    agent.smartCallback = true;
    agent.maxAttempts = 3;
    agent.gaps = List.of(new Agent.Gap(0, 2));
    ingest.agent = agent.build();
    String terms =
        "{\"of\": \"batch_b0\", \"agentId\": \"agent_1\", \"plan\": {\"scheduledAt\": 1}}";

    ingest.form(REDIALS, ROWS, "terms", terms, "overrides", "{}");
    assertThat(opened().plan().callbacks().maxAttempts()).isEqualTo(3);

    ingest.log.written.clear();
    String never = terms.replace("{\"scheduledAt\"", "{\"priority\": 5, \"scheduledAt\"");
    ingest.form(REDIALS, ROWS, "terms", never, "overrides", "{\"priority\": null}");
    assertThat(opened().plan().callbacks()).isNull();
  }

  @Test
  void noRowsAreNothingToRedial() {
    Answer answer = ingest.form(REDIALS, TITLES, "terms", TERMS, "overrides", "{}");

    assertThat(answer.status()).isEqualTo(422);
    assertThat(answer.body().path("code").asText()).isEqualTo("NOTHING_TO_REDIAL");
    assertThat(ingest.log.written).isEmpty();
  }

  /** The names of a file's columns are kept up to a length; the zone's may lie behind it. */
  @Test
  void aRowsOwnZoneCountsWhereItsColumnIsOneOfTheOthers() {
    String other = "\"{\"\"note\"\":\"\"late\"\"}\"";

    Answer found =
        ingest.form(
            REDIALS,
            ROWS.replace(other, "\"{\"\"Timezone\"\":\"\" Asia/Tokyo\"\"}\""),
            "terms",
            TERMS,
            "overrides",
            "{}");
    Answer wrong =
        ingest.form(
            REDIALS,
            ROWS.replace(other, "\"{\"\"Timezone\"\":\"\"Mars/Olympus\"\"}\""),
            "terms",
            TERMS,
            "overrides",
            "{}");

    assertThat(found.status()).as(found.raw().body()).isEqualTo(200);
    assertThat(rows().getFirst().zones()).isEqualTo("Asia/Tokyo");
    assertThat(wrong.status()).isEqualTo(400);
    assertThat(wrong.body().path("errors").get(0).path("code").asText()).isEqualTo("bad_timezone");
    assertThat(wrong.body().path("errors").get(0).path("column").asText())
        .isEqualTo("other_variables");
  }

  @Test
  void aRowThatIsRefusedIsNamedByTheNumberThatItsFileGaveIt() {
    Answer answer =
        ingest.form(REDIALS, ROWS.replace("+12125550104", "+1"), "terms", TERMS, "overrides", "{}");

    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.body().path("errors").get(0).path("row").asLong()).isEqualTo(70_000);
    assertThat(ingest.log.written).isEmpty();
  }

  @Test
  void whatIsHeldToAWorkspacesLimitsHereIsAtAnyStart() {
    Answer answer = redial("{\"callsPerSecond\": 9999}");

    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.body().path("field").asText()).isEqualTo("callsPerSecond");
  }

  @Test
  void aPublicFormHasNoTerms() {
    Answer answer =
        ingest.form("/workspaces/acme/batches", ROWS, "agentId", "agent_1", "terms", TERMS);

    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.body().path("code").asText()).isEqualTo("UNKNOWN_FIELD");
  }
}
