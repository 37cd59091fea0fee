package peal.ingest.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import peal.domain.Agent;
import peal.domain.Flow;
import peal.domain.event.CallQueued;
import peal.ingest.batch.RecordingLog;
import peal.ingest.batch.Samples;
import peal.ingest.http.RunningIngest.Answer;

@Timeout(180)
class IngestRoutesTest {
  private static final String START = "/workspaces/acme/batches";
  private static final String VALIDATE = START + "/validate";
  private static final String PREVIEW = START + "/preview";

  private RunningIngest ingest;

  @BeforeEach
  void start(@TempDir Path folder) throws IOException {
    ingest = new RunningIngest(folder);
  }

  @AfterEach
  void nothingIsLeftInTheSpool() {
    assertThat(ingest.spooled()).isZero();
    ingest.close();
  }

  @Test
  void theTemplateIsADownload() {
    Answer answer = ingest.get("/template");

    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.raw().headers().firstValue("Content-Type"))
        .hasValueSatisfying(
            type -> assertThat(type).isEqualToIgnoringCase("text/csv; charset=utf-8"));
    assertThat(answer.raw().headers().firstValue("Content-Disposition"))
        .contains("attachment; filename=\"batch-calls-template.csv\"");
    assertThat(answer.raw().body())
        .startsWith("phone_number,first_name,last_name,email,custom_field_1,custom_field_2\r\n+");
  }

  @Test
  void theTemplateOfAnAgentHasItsPlaceholdersAsColumns() {
    ingest.flows =
        List.of(
            Samples.flow(
                "flow_1", Flow.Direction.OUTBOUND, true, "{first_name} of {Company}, on {{day}}"));

    Answer answer = ingest.get("/workspaces/acme/template?agentId=agent_1");

    assertThat(answer.raw().body())
        .isEqualTo(
            "phone_number,first_name,Company,day,name\r\n"
                + "+12125550123,Ada,Company 1,day 1,name 1\r\n"
                + "+12125550145,Alan,Company 2,day 2,name 2\r\n");
    assertThat(ingest.form(VALIDATE, answer.raw().body()).body().path("valid").booleanValue())
        .isTrue();
    refused(ingest.get("/workspaces/acme/template?agentId=agent_2"), 404, "AGENT_NOT_FOUND");
  }

  @Test
  void theTemplatePassesValidation() {
    Answer answer = ingest.form(VALIDATE, ingest.get("/template").raw().body());

    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.body().toString())
        .isEqualTo(
            "{\"valid\":true,\"totalRows\":2,\"validRows\":2,\"invalidRows\":0,\"duplicateRows\":0,"
                + "\"columns\":[\"phone_number\",\"first_name\",\"last_name\",\"email\",\"custom_field_1\",\"custom_field_2\"],"
                + "\"delimiter\":\",\",\"encoding\":\"UTF-8\",\"dials\":{\"count\":0,\"first\":[]},\"errors\":[],\"warnings\":[]}");
  }

  @Test
  void aFileWithProblemsIsAnsweredWith200AndTheProblems() {
    Answer answer = ingest.form(VALIDATE, "phone_number\n+12125550123\nabc\n+12125550123\n");

    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.body().path("valid").booleanValue()).isFalse();
    assertThat(answer.body().path("errors").get(0).toString())
        .startsWith(
            "{\"row\":2,\"line\":3,\"column\":\"phone_number\",\"code\":\"not_a_number\",\"message\":")
        .endsWith("\"value\":\"abc\"}");
    assertThat(answer.body().path("duplicateRows").intValue()).isEqualTo(1);
    assertThat(answer.body().path("warnings").get(0).path("code").textValue())
        .isEqualTo("duplicate_number");
  }

  @Test
  void whatIsNoCsvAtAllIsRefused() {
    Answer empty = ingest.form(VALIDATE, "");
    Answer none = ingest.form(VALIDATE, null, "name", "x");

    assertThat(empty.status()).isEqualTo(400);
    assertThat(empty.body().path("errors").get(0).path("code").textValue()).isEqualTo("no_header");
    assertThat(none.status()).isEqualTo(400);
    assertThat(none.body().path("code").textValue()).isEqualTo("NO_FILE");
  }

  @Test
  void aStartSaysWhatIsDoubtfulInItsFile() {
    StringBuilder file = new StringBuilder("phone_number\n");
    for (int i = 0; i < 25; i++) {
      file.append("+1 555 000 00").append(10 + i).append('\n');
    }
    file.append("+1234567890\n");

    Answer answer = ingest.form(START, file.toString(), "agentId", "agent_1");

    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.body().path("warnings").path("counts").toString())
        .isEqualTo("{\"doubtful_number\":25,\"too_short\":1}");
    assertThat(answer.body().path("warnings").path("first")).hasSize(20);
    assertThat(answer.body().path("warnings").path("first").get(0).path("dials").textValue())
        .isEqualTo("+15550000010");
  }

  @Test
  void aValidateThatNamesTheAgentSaysWhatNothingFills() {
    Samples.AgentBuilder agent = Samples.agent();
    agent.variableDefaults = null;
    ingest.agent = agent.build();
    String file = "phone_number,first_name\n+44 (0)7700 900123,Ada\n";

    Answer answer = ingest.form(VALIDATE, file, "agentId", "agent_1");
    Answer empty = ingest.form(VALIDATE, file, "agentId", "agent_1", "missingVariables", "empty");

    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.body().path("valid").booleanValue()).isFalse();
    assertThat(answer.body().path("errors").get(0).path("code").textValue())
        .isEqualTo("unfilled_placeholder");
    assertThat(answer.body().path("dials").toString())
        .isEqualTo(
            "{\"count\":1,\"first\":[{\"row\":1,\"line\":2,\"value\":\"+44 (0)7700"
                + " 900123\",\"dials\":\"+447700900123\"}]}");
    assertThat(empty.body().path("valid").booleanValue()).isTrue();
  }

  @Test
  void aPreviewShowsTheFirstRows() {
    Samples.AgentBuilder agent = Samples.agent();
    agent.variableDefaults = null;
    ingest.agent = agent.build();
    Answer answer =
        ingest.form(
            PREVIEW,
            "phone_number,first_name\n+1 212 555 0123,Ada\nbad,\n+12125550124,Alan\n",
            "limit",
            "2",
            "agentId",
            "agent_1");

    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.body().path("totalRows").intValue()).isEqualTo(3);
    assertThat(answer.body().path("rows")).hasSize(2);
    assertThat(answer.body().path("rows").get(0).path("phone_number").textValue())
        .isEqualTo("+1 212 555 0123");
    assertThat(answer.body().path("rows").get(0).path("dials").textValue())
        .isEqualTo("+12125550123");
    assertThat(answer.body().path("rows").get(0).path("metadata").toString())
        .isEqualTo("{\"first_name\":\"Ada\"}");
    assertThat(answer.body().path("rows").get(0).path("prompt").textValue())
        .isEqualTo("You call Ada about {topic}.");
    assertThat(answer.body().path("errors").toString())
        .contains("unfilled_placeholder")
        .contains("{topic}");
    assertThat(answer.body().path("rows").get(1).path("errors").get(0).path("code").textValue())
        .isEqualTo("not_a_number");
  }

  /** A character may take six bytes, and a hundred rows may each have as many as a prompt. */
  @Test
  void aPreviewHasABoundForAllOfItsRows() {
    String cell = "\u0001".repeat(60_000);
    String rows = ("+12125550123," + cell + "\n").repeat(20);

    Answer answer = ingest.form(PREVIEW, "phone_number,note\n" + rows, "limit", "20");

    assertThat(answer.body().path("totalRows").intValue()).isEqualTo(20);
    assertThat(answer.body().path("rows"))
        .hasSize(1 + (int) (PreviewAnswer.MOST_BYTES / (6 * cell.length())));
  }

  @Test
  void aPreviewShowsTheWordsOfTheAgentsFlow() {
    ingest.flows =
        List.of(
            Samples.flow(
                "flow_1", Flow.Direction.OUTBOUND, true, "{first_name} of {Company}, on {{day}}"));

    Answer answer =
        ingest.form(
            PREVIEW,
            "phone_number,first_name\n+12125550123,Ada\n+12125550124,{day}\n",
            "agentId",
            "agent_1");

    assertThat(answer.body().path("rows").get(0).path("prompt").textValue())
        .as("the row, then the agent, then the flow")
        .isEqualTo("Ada of Acme, on Monday");
    JsonNode braced = answer.body().path("rows").get(1);
    assertThat(braced.has("prompt")).as("a filled value is not expanded, nor said").isFalse();
    assertThat(braced.path("errors").get(0).path("code").textValue())
        .isEqualTo("unfilled_placeholder");
    assertThat(braced.path("errors").get(0).path("column").textValue()).isEqualTo("first_name");
    assertThat(answer.body().path("rows").get(0).path("welcomeMessage").textValue())
        .isEqualTo("Hi {name}!");
  }

  @ParameterizedTest
  @ValueSource(strings = {"scheduled_at", "ScheduledAt", "default-region", "agent_id"})
  void aFieldInAnotherSpellingIsNotLeftAside(String name) {
    Answer answer =
        ingest.form(
            START,
            "phone_number\n+12125550123\n",
            "agentId",
            "agent_1",
            name,
            "2030-01-01T00:00:00Z");

    refused(answer, 400, "UNKNOWN_FIELD");
    assertThat(answer.body().path("field").textValue()).isEqualTo(name);
    assertThat(ingest.log.written).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"\"Ada", "\"Ada\"da"})
  void aPreviewSaysWhereTheFileEnds(String cell) {
    Answer answer =
        ingest.form(
            PREVIEW, "phone_number,first_name\n+12125550124,Ben\n+12125550123," + cell + "\n");

    assertThat(answer.body().path("rows")).hasSize(1);
    assertThat(answer.body().path("errors").get(0).path("row").intValue()).isEqualTo(2);
    assertThat(answer.body().path("errors").get(0).path("code").textValue()).contains("quote");
  }

  @Test
  void aPreviewWithoutNumbersSaysWhichColumnHoldsThem() {
    Answer answer = ingest.form(PREVIEW, "phone\n+12125550123\n");

    assertThat(answer.status()).as("as validate").isEqualTo(200);
    assertThat(answer.body().path("columns").get(0).textValue()).isEqualTo("phone");
    assertThat(answer.body().path("rows")).isEmpty();
    assertThat(answer.body().path("totalRows").intValue()).isEqualTo(1);
    assertThat(answer.body().path("errors").get(0).path("code").textValue())
        .isEqualTo("missing_phone_number");
  }

  @Test
  void aPreviewWithoutACsvOrWithAWrongLimitIsRefused() {
    assertThat(ingest.form(PREVIEW, "").status()).isEqualTo(400);
    assertThat(ingest.form(PREVIEW, "phone_number\n+12125550123", "limit", "101").status())
        .isEqualTo(400);
    assertThat(ingest.form(PREVIEW, "phone_number\n+12125550123", "agentId", "agent_2").status())
        .isEqualTo(404);
  }

  @Test
  void aGoodFileStartsABatch() {
    Answer answer =
        ingest.form(
            START,
            "phone_number,first_name\n+12125550123,Ada\nbad,\n+12125550123,\n",
            "agentId",
            "agent_1",
            "onInvalidRows",
            "skip");

    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.body().path("batchId").textValue()).isEqualTo("batch_b1");
    assertThat(answer.body().path("totalCalls").intValue()).isEqualTo(1);
    assertThat(answer.body().path("status").textValue()).isEqualTo("queued");
    assertThat(answer.body().path("message").textValue())
        .isEqualTo("1 call queued; 2 rows skipped.");
    assertThat(answer.body().path("skipped").path("invalid").intValue()).isEqualTo(1);
    assertThat(answer.body().path("skipped").path("duplicate").intValue()).isEqualTo(1);
    assertThat(ingest.log.events(CallQueued.class)).hasSize(1);
    assertThat(ingest.get("/metrics").raw().body())
        .contains("peal_ingest_rows_total 1.0")
        .contains("kind=\"start\",result=\"accepted\"");
  }

  @Test
  void everyMissingPieceOfAStartIsNamed() {
    String csv = "phone_number\n+12125550123\n";

    refused(ingest.form(START, null, "agentId", "agent_1"), 400, "NO_FILE");
    refused(ingest.form(START, csv), 400, "NO_AGENT_ID");
    refused(ingest.form(START, csv, "agentId", "agent_2"), 404, "AGENT_NOT_FOUND");
    refused(
        ingest.form(START, csv, "agentId", "agent_1", "scheduledAt", "2029-01-01T00:00:00Z"),
        400,
        "INVALID_SCHEDULED_AT");
    refused(
        ingest.form(START, csv, "agentId", "agent_1", "smartCallbackConfig", "{"),
        400,
        "INVALID_SMART_CALLBACK_CONFIG");
    refused(ingest.form(START, "phone_number\nbad", "agentId", "agent_1"), 400, "CSV_INVALID");
    refused(
        ingest.form("/workspaces/other/batches", csv, "agentId", "agent_1"),
        404,
        "WORKSPACE_NOT_FOUND");
    refused(
        ingest.form("/workspaces/o%20r/batches", csv, "agentId", "agent_1"),
        404,
        "WORKSPACE_NOT_FOUND");
    Samples.AgentBuilder text = Samples.agent();
    text.architecture = Agent.Architecture.TEXT;
    ingest.agent = text.build();
    refused(ingest.form(START, csv, "agentId", "agent_1"), 400, "AGENT_CANNOT_CALL");
    assertThat(ingest.log.written).isEmpty();
  }

  @Test
  void withoutKafkaNothingIsStartedAndTheClientIsToldToComeAgain() {
    ingest.log.failAt = RecordingLog.Step.OPEN;

    Answer answer = ingest.form(START, "phone_number\n+12125550123", "agentId", "agent_1");

    refused(answer, 503, "KAFKA_UNAVAILABLE");
    assertThat(answer.raw().headers().firstValue("Retry-After")).isPresent();
    assertThat(answer.body().path("message").textValue()).contains("not started");
  }

  @Test
  void withoutRoomOnTheDiskNothingIsStartedAndTheClientIsToldToComeAgain() {
    ingest.room = 1_000_000;

    String csv = "phone_number\n+12125550123";

    Answer answer = ingest.form(START, csv, "agentId", "agent_1");

    refused(answer, 503, "SPOOL_UNAVAILABLE");
    assertThat(answer.raw().headers().firstValue("Retry-After")).isPresent();
    assertThat(ingest.log.written).isEmpty();
    assertThat(ingest.spooled()).isZero();

    ingest.room = Long.MAX_VALUE;
    assertThat(ingest.form(START, csv, "agentId", "agent_1").status()).isEqualTo(200);
  }

  @Test
  void anUnknownStartIsNoInvitationToTryAgain() {
    ingest.log.failAt = RecordingLog.Step.COMMIT;

    Answer answer = ingest.form(START, "phone_number\n+12125550123", "agentId", "agent_1");

    refused(answer, 500, "START_UNKNOWN");
    assertThat(answer.body().path("batchId").textValue()).isEqualTo("batch_b1");
    assertThat(answer.raw().headers().firstValue("Retry-After")).isEmpty();
  }

  @Test
  void beforeTheTablesAreReadNothingIsCalledUnknown() {
    ingest.ready = false;

    refused(ingest.form(START, "phone_number\n", "agentId", "agent_1"), 503, "STARTING");
  }

  @Test
  void whereAgentsMayHaveChangedUnseenNoneIsDeniedAndNoneSpeaksAsBefore() {
    ingest.current = false;

    refused(ingest.form(START, "phone_number\n", "agentId", "new"), 503, "KAFKA_UNAVAILABLE");
    refused(ingest.form(START, "phone_number\n", "agentId", "agent_1"), 503, "KAFKA_UNAVAILABLE");
    assertThat(ingest.log.written).isEmpty();
  }

  @Test
  void aFormThatIsNoneIsRefused() {
    byte[] part =
        RunningIngest.part("file", "a.csv", "phone_number\n").getBytes(StandardCharsets.UTF_8);
    byte[] twice =
        (RunningIngest.part("file", "a.csv", "phone_number\n").repeat(2)
                + "--"
                + RunningIngest.BOUNDARY
                + "--\r\n")
            .getBytes(StandardCharsets.UTF_8);
    byte[] fieldTwice =
        (RunningIngest.part("agentId", null, "agent_1").repeat(2)
                + "--"
                + RunningIngest.BOUNDARY
                + "--\r\n")
            .getBytes(StandardCharsets.UTF_8);

    refused(ingest.post(VALIDATE, "multipart/form-data", part), 400, "NO_BOUNDARY");
    refused(ingest.post(VALIDATE, "text/csv", part), 400, "NOT_MULTIPART");
    refused(ingest.post(VALIDATE, RunningIngest.contentType(), part), 400, "BROKEN_FORM");
    refused(ingest.post(VALIDATE, RunningIngest.contentType(), new byte[0]), 400, "BROKEN_FORM");
    refused(
        ingest.post(VALIDATE, RunningIngest.contentType(), "x".repeat(99_999).getBytes()),
        400,
        "BROKEN_FORM");
    refused(ingest.post(VALIDATE, RunningIngest.contentType(), twice), 400, "TWO_FILES");
    refused(ingest.post(VALIDATE, RunningIngest.contentType(), fieldTwice), 400, "FIELD_TWICE");
  }

  @Test
  void aFileBeyondTheServersUsualBodySizeIsTaken() {
    Answer answer =
        ingest.form(VALIDATE, "phone_number,a\n" + "+12125550123,xxxxxxxxxxxxxxx\n".repeat(60_000));

    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.body().path("totalRows").intValue()).isEqualTo(60_000);
  }

  private static void refused(Answer answer, int status, String code) {
    assertThat(answer.raw().body()).contains("\"code\":\"" + code + "\"");
    assertThat(answer.status()).isEqualTo(status);
    assertThat(answer.body().path("error").isTextual()).isTrue();
    assertThat(answer.body().path("message").textValue())
        .isEqualTo(answer.body().path("details").textValue());
  }
}
