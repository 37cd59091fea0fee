package peal.ingest.batch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import peal.domain.Agent;
import peal.domain.CallingAgent;
import peal.domain.Wording;
import peal.domain.event.BatchCommand.BatchOpened;
import peal.domain.event.CallQueued;
import peal.ingest.csv.CsvRules.OnDuplicates;
import peal.service.http.ApiError;

/** What a batch's calls will say, from the file to the dialer. */
class PlaceholdersOfABatchTest {
  private static final String TWO_ROWS =
      "phone_number,First Name,Prénom,city\n"
          + "+447700900170,Ada,Amélie,Leeds\n+447700900171,,Amélie,York\n";

  /** A row of results as far as its last cell, which has the variables that no column has. */
  private static final String RESULTS =
      "row,job_id,phone_number,status,outcome,error,attempts,started_at,ended_at,next_attempt_at,"
          + "talk_seconds,other_variables\n,,+447700900170,,,,,,,,,";

  private final RecordingLog log = new RecordingLog();
  private final BatchStart batches = new BatchStart(log, () -> "b1", () -> Samples.NOW);

  @Test
  void everySpellingOfAColumnsNameIsFilled() throws Exception {
    start(
        TWO_ROWS, agent("{first_name} {firstName} {{First Name}} {prénom} {phone_number}"), form());

    assertThat(said(0)).isEqualTo("Ada Ada Ada Amélie +447700900170");
  }

  @Test
  void aColumnFillsWhateverItsNameIsMadeOf() throws Exception {
    start(
        "phone_number,\"Name, Vorname\",Size: EU\n+447700900170,Ada,38\n+447700900171,,39\n",
        agent("{Name, Vorname} has {size: eu}{a: 1}"),
        form());

    assertThat(said(0)).isEqualTo("Ada has 38{a: 1}");
    assertThat(said(1)).isEqualTo(" has 39{a: 1}");
  }

  @Test
  void aPlaceholderOfAnotherPlatformIsNotSaidAloud() throws Exception {
    for (String placeholder :
        List.of(
            "{first_name|there}",
            "{first_name: there}",
            "{first_name , there}",
            "{first_name=there}",
            "{{ $json.first_name }}",
            "{{#if first_name}}",
            "{!Contact.first_name}")) {
      Agent agent = agent("Hi " + placeholder + "!");
      assertThatThrownBy(() -> start(TWO_ROWS, agent, form()))
          .isInstanceOf(ApiError.class)
          .hasMessageContaining("which no column, variable or default fills");
    }
    start(TWO_ROWS, agent("Hi {first_name|there}!"), form(false, true));

    assertThat(said(0)).isEqualTo("Hi !");
  }

  @Test
  void anEmptyCellIsEmptyWhateverTheAgentHas() throws Exception {
    start(TWO_ROWS, agent("[{first_name}]"), form());

    assertThat(said(1)).isEqualTo("[]");
  }

  @Test
  void whatNothingFillsRefusesTheStartAndNamesTheNearestColumn() {
    assertThatThrownBy(() -> start(TWO_ROWS, agent("{frist_name} lives in {citty}"), form()))
        .isInstanceOfSatisfying(
            ApiError.class,
            e ->
                assertThat(e.body().get("errors").toString())
                    .contains("unfilled_placeholder")
                    .contains("frist_name")
                    .contains("citty"))
        .hasMessageContaining("did you mean {First Name}?");
    assertThat(log.written).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Hello {first_name",
        "Hello {First Name, how are you?",
        "Hello first_name}!",
        "Hello {{first_name}!",
        "Hello {=first_name}",
        "Hello {^first_name}",
        "Hello {first_name;}",
        "Hello {first_name \"there\"}",
        "Hello \\{first_name\\}",
        "Hello {First&nbsp;Name}",
        "Hello \uFF5Bfirst_name\uFF5D",
        "Hello {phone_number",
        "Hello {first_name}}",
        "Hello {{first_name}}}",
        "Hello { {first_name} }",
        "Hello {{ {first_name} }}",
        "Hello {\\first_name}",
        "Hello {row[\"first_name\"]}",
        "Hello {(first_name)}",
        "Hello {nope, how are you?",
        "Hello {{nope, how are you?"
      })
  void bracesThatWouldBeSaidAreRefused(String prompt) {
    assertThatThrownBy(() -> start(TWO_ROWS, agent(prompt), form()))
        .hasMessageContaining("so it would be said. Write {");
    assertThat(log.written).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Answer with {\"first_name\": \"...\"}",
        "Answer with {\"age\": 3, \"name\": \"{first_name}\"}",
        "Answer with {\"name\": {first_name}}",
        "Answer with {\"a\": {\"name\": {first_name}}, \"city\": {city}}",
        "A smile: :-} or {:"
      })
  void bracesOfAnythingElseAreText(String prompt) throws Exception {
    start(TWO_ROWS, agent(prompt), form());

    assertThat(said(0)).isNotEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Hello [first_name]",
        "Hello [[First Name]]",
        "Hello %first_name%",
        "50% of %first_name%",
        "Hello <firstName>, <<city>>",
        "Hello «first_name»",
        "Hello #first_name#",
        "Hello $first_name!",
        "Hello *|FNAME|*",
        "Hello ${first_name}",
        "Hello #{first_name}"
      })
  void placeholdersOfOtherProgramsAreWarnedOf(String prompt) throws Exception {
    Started started = start(TWO_ROWS, agent(prompt), form());

    assertThat(started.warnings().counts()).containsKey("other_placeholder");
    assertThat(started.warnings().listed().getFirst().message()).contains("Write {");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "[{first_name}]",
        "[laughs] <break time=\"1s\"/>",
        "50% off, 20% now",
        "$20, and #1 in Leeds",
        "a city, or a first name"
      })
  void marksOfAnythingElseAreNot(String prompt) throws Exception {
    assertThat(start(TWO_ROWS, agent(prompt), form()).warnings().counts())
        .doesNotContainKey("other_placeholder");
  }

  @Test
  void whereNothingIsNearAllColumnsAreNamed() {
    assertThatThrownBy(() -> start(TWO_ROWS, agent("{Vorname}"), form()))
        .hasMessageContaining("fills. What could fill it: {First Name}");
  }

  @Test
  void leavingRowsOutDoesNotLetAPlaceholderThrough() {
    assertThatThrownBy(() -> start(TWO_ROWS, agent("{nobody}"), form(true, false)))
        .isInstanceOf(ApiError.class);
  }

  @Test
  void whatNothingFillsIsEmptyWhereTheClientSaysSo() throws Exception {
    Started started = start(TWO_ROWS, agent("[{nobody}]"), form(false, true));

    assertThat(said(0)).isEqualTo("[]");
    assertThat(started.warnings().counts()).containsEntry("unfilled_placeholder", 1L);
    assertThat(started.warnings().listed().getFirst().message())
        .contains("{nobody}")
        .endsWith("It is empty, for missingVariables=empty was sent.");
  }

  @Test
  void whatIsEmptyWhereTheClientSaysSoIsAPlaceholderAndNothingElse() {
    for (String prompt :
        List.of("Say {first_name to", "{=first_name}", "{{nope}", "{{#if vip}}VIP{{/if}}")) {
      assertThatThrownBy(() -> start(TWO_ROWS, agent(prompt), form(false, true)))
          .as(prompt)
          .isInstanceOf(ApiError.class);
    }
  }

  @Test
  void defaultsOfTheAgentFillWhatNoColumnDoes() throws Exception {
    start("phone_number\n+447700900170\n", agent("{First Name} of {COMPANY}"), form());

    assertThat(said(0)).isEqualTo("you of Acme");
  }

  /** Without it results of the file would be no good upload for the same texts. */
  @Test
  void aBatchKnowsAColumnThatIsEmptyInEveryRow() throws Exception {
    start("phone_number,nickname\n+447700900170,\n+447700900171,\n", agent("[{nickname}]"), form());

    assertThat(said(0)).isEqualTo("[]");
    assertThat(log.events(BatchOpened.class).getFirst().columns()).containsExactly("nickname");
    assertThat(log.events(CallQueued.class))
        .extracting(CallQueued::variables)
        .containsExactly(Map.of(), Map.of());
  }

  @Test
  void resultsGiveBackVariablesThatNoColumnHas() throws Exception {
    start(
        RESULTS + "\"{\"\"City\"\":\"\"Leeds\"\"}\"\n,,+447700900171" + ",".repeat(9),
        agent("[{city}]"),
        form());

    assertThat(said(0)).isEqualTo("[Leeds]");
    assertThat(said(1)).isEqualTo("[]");
  }

  @Test
  void resultsOfAFileWithAColumnOfThatNameAreRead() throws Exception {
    start(
        RESULTS.replace("other_variables\n", "file_other_variables,other_variables\n") + "\"[]\",",
        agent("{Other Variables}"),
        form());

    assertThat(said(0)).isEqualTo("[]");
  }

  @Test
  void whatAProgramHasNotFilledIsNotSaid() {
    assertThatThrownBy(() ->
            start(
                "phone_number,first_name\n+447700900170,Hello {{first_name}}\n",
                agent("{first name}"),
                form()))
        .isInstanceOfSatisfying(
            ApiError.class,
            e ->
                assertThat(e.body().get("errors").toString())
                    .contains("unfilled_placeholder at row 1", "column first_name"));
  }

  @Test
  void norInWhatLiesInOtherVariables() {
    assertThatThrownBy(() ->
            start(RESULTS + "\"{\"\"note\"\":\"\"{first_name}\"\"}\"", agent("{note}"), form()))
        .isInstanceOfSatisfying(
            ApiError.class,
            e ->
                assertThat(e.body().get("errors").toString())
                    .contains("unfilled_placeholder at row 1"));
  }

  @Test
  void anIdInBracesIsSaidAsItIs() throws Exception {
    start(
        "phone_number,id\n+447700900170,{3F2504E0-4F89-11D3-9A0C-0305E82C3301}\n",
        agent("{id}"),
        form());

    assertThat(said(0)).isEqualTo("{3F2504E0-4F89-11D3-9A0C-0305E82C3301}");
  }

  @Test
  void aDefaultThatHoldsAPlaceholderIsNotSaid() {
    Samples.AgentBuilder agent = Samples.agent();
    agent.prompt = "{name} {other}";
    agent.variableDefaults = Map.of("name", "{first}", "other", "fine");

    assertThatThrownBy(
            () -> start("phone_number\n+447700900170\n", agent.build(), form(false, true)))
        .isInstanceOfSatisfying(
            ApiError.class,
            e ->
                assertThat(e.body().get("errors").toString())
                    .contains("unfilled_placeholder", "name")
                    .doesNotContain("other"));
  }

  @Test
  void bracesThatNobodyWouldSayAndThatHoldNoNameStay() throws Exception {
    start(
        "phone_number,note,unsaid\n+447700900170,\"{\"\"a\"\": 1}\",{first_name}\n",
        agent("{note}"),
        form());

    assertThat(said(0)).isEqualTo("{\"a\": 1}");
  }

  @Test
  void suchAVariableMakesTheTextsLongAsWell() {
    String row = RESULTS + "\"{\"\"note\"\":\"\"" + "x".repeat(60_000) + "\"\"}\"";

    assertThatThrownBy(() -> start(row, agent("{note}{note}{note}"), form()))
        .isInstanceOfSatisfying(
            ApiError.class,
            e -> assertThat(e.body().get("errors").toString()).contains("text_too_long"));
  }

  @Test
  void aRowThatMakesTheTextsTooLongIsLeftOut() throws Exception {
    String file =
        "phone_number,x\n+447700900170,%s\n+447700900171,short\n".formatted("y".repeat(20_000));

    assertThatThrownBy(() -> start(file, agent("{x}".repeat(10_000)), form()))
        .isInstanceOf(ApiError.class)
        .hasMessageContaining("row 1")
        .hasMessageContaining("200,");
    Started started = start(file, agent("{x}".repeat(10_000)), form(true, false));

    assertThat(started.totalCalls()).isEqualTo(1);
    assertThat(started.invalid()).isEqualTo(1);
    assertThat(said(0)).hasSize(50_000);
  }

  @Test
  void theSumOfPromptAndWelcomeMessageIsBounded() {
    String half = "z".repeat(Wording.LONGEST / 2);
    String file = "phone_number,first_name\n+447700900170,%s\n".formatted("y".repeat(100));

    assertThatThrownBy(() -> start(file, agent(half + "{first_name}".repeat(700)), form()))
        .isInstanceOfSatisfying(
            ApiError.class,
            e -> assertThat(e.body().get("errors").toString()).contains("text_too_long"));
  }

  private Started start(String csv, Agent agent, StartForm form) throws Exception {
    return batches.start(Samples.workspace(1), agent, Optional.empty(), form, Samples.csv(csv));
  }

  private static Agent agent(String prompt) {
    Samples.AgentBuilder agent = Samples.agent();
    agent.prompt = prompt;
    return agent.build();
  }

  private static StartForm form() {
    return form(false, false);
  }

  private static StartForm form(boolean skipInvalid, boolean emptyWhereMissing) {
    return new StartForm(
        "agent_1",
        Optional.empty(),
        Samples.PLAN,
        Optional.empty(),
        skipInvalid,
        OnDuplicates.SKIP,
        Optional.empty(),
        emptyWhereMissing,
        Optional.empty());
  }

  /** As the dialer would fill it. */
  private String said(int row) {
    CallingAgent agent =
        log.written.stream()
            .map(RecordingLog.Written::event)
            .filter(BatchOpened.class::isInstance)
            .map(BatchOpened.class::cast)
            .findFirst()
            .orElseThrow()
            .agent();
    CallQueued call =
        log.written.stream()
            .map(RecordingLog.Written::event)
            .filter(CallQueued.class::isInstance)
            .map(CallQueued.class::cast)
            .skip(row)
            .findFirst()
            .orElseThrow();
    return agent.says(call.number(), call.variables()).orElseThrow().prompt();
  }
}
