package peal.ingest.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import peal.domain.BatchExtent;
import peal.domain.WorkspaceId;
import peal.domain.event.BatchCommand.BatchExtended;
import peal.domain.event.BatchCommand.BatchOpened;
import peal.domain.event.CallQueued;
import peal.ingest.batch.RecordingLog;
import peal.ingest.http.RunningIngest.Answer;
import peal.topics.DomainJson;

class RowRoutesTest {
  private static final String BATCHES = "/workspaces/acme/batches";
  private static final String ROWS = BATCHES + "/batch_b1/rows";

  @TempDir private Path folder;
  private RunningIngest ingest;
  private BatchOpened opened;

  @BeforeEach
  void start() throws IOException {
    ingest = new RunningIngest(folder);
    Answer started =
        ingest.form(
            BATCHES,
            "phone_number,first_name\n+15551000001,Ada\n+15551000001,Ada\n+15551000003,Bob\n",
            "agentId",
            "agent_1",
            "keepOpen",
            "true");
    assertThat(started.status()).as("%s", started.body()).isEqualTo(200);
    opened = ingest.log.events(BatchOpened.class).getFirst();
    ingest.log.written.clear();
    knows(false);
  }

  @AfterEach
  void stop() {
    ingest.close();
  }

  /** What a projector would tell of the batch. */
  private void knows(boolean ended) throws IOException {
    Map<String, Object> open = new HashMap<>();
    open.put("batch", opened.batch());
    open.put("extent", opened.extent());
    open.put("reading", opened.reading());
    open.put("status", "processing");
    open.put("ended", ended);
    open.put("readTo", 0);
    byte[] json = DomainJson.newMapper().writeValueAsBytes(open);
    Map<String, String> headers = new HashMap<>(ingest.headers);
    headers.put("X-Peal-Open-Batch", Base64.getUrlEncoder().encodeToString(json));
    ingest.headers = headers;
  }

  @Test
  void aStartSaysHowFarItsRowsReachAndHowMoreAreRead() {
    assertThat(opened.extent().lastRow()).as("one row is a duplicate").isEqualTo(3);
    assertThat(opened.extent().total()).isEqualTo(2);
    assertThat(opened.reading().spoken()).isEqualTo(Map.of("first_name", 2));
    assertThat(opened.reading().bulk()).isFalse();
  }

  @Test
  void rowsAsJsonGoOnBehindTheLastRow() {
    Answer answer = json(row(11) + "," + row(12));

    assertThat(answer.status()).as("%s", answer.body()).isEqualTo(200);
    assertThat(answer.body().path("added").asInt()).isEqualTo(2);
    assertThat(answer.body().path("firstRow").asInt()).isEqualTo(4);
    assertThat(answer.body().path("lastRow").asInt()).isEqualTo(5);
    assertThat(answer.body().path("totalCalls").asInt()).isEqualTo(4);
    assertThat(rows()).containsExactly(4L, 5L);
    assertThat(newest().total()).isEqualTo(4);
    assertThat(newest().rowBytes()).isGreaterThan(opened.extent().rowBytes());
    assertThat(ingest.log.events(CallQueued.class).getFirst().variables())
        .isEqualTo(Map.of("first_name", "Eve"));
  }

  @Test
  void eachTimeTheyGoOnBehindWhatWasAddedBefore() {
    json(row(11));
    json(row(12));

    assertThat(rows()).containsExactly(4L, 5L);
    assertThat(newest().number()).isEqualTo(2);
    assertThat(newest().total()).isEqualTo(4);
  }

  @Test
  void aFileIsReadAsTheOneOfTheStart() throws IOException {
    Answer answer =
        ingest.form(
            ROWS,
            "first_name;phone_number\nEve;+15551000011\nEve;+15551000011\nMax;+15551000013\n");

    assertThat(answer.status()).as("%s", answer.body()).isEqualTo(200);
    assertThat(answer.body().path("skipped").path("duplicate").asInt()).isEqualTo(1);
    assertThat(answer.body().path("lastRow").asInt()).isEqualTo(6);
    assertThat(rows()).as("row 5 is a duplicate").containsExactly(4L, 6L);
    assertThat(answer.body().path("warnings").path("first"))
        .as("of the file that was sent")
        .filteredOn(warning -> warning.path("code").asText().equals("duplicate_number"))
        .extracting(warning -> warning.path("row").asInt())
        .containsExactly(2);
    Answer rejected = ingest.get(BATCHES + "/batch_b1/rejected.csv");
    assertThat(rejected.raw().body().lines())
        .as("of the start, and of this, by their rows in the batch, below one header")
        .hasSize(3);
    assertThat(rejected.raw().body().lines().toList().get(1))
        .startsWith("2,duplicate_number,")
        .endsWith(",+15551000001,Ada");
    assertThat(rejected.raw().body().lines().toList().getLast())
        .startsWith("5,duplicate_number,")
        .endsWith(",+15551000011,Eve");
  }

  @Test
  void aColumnThatIsSaidMustBeThere() {
    Answer answer = ingest.form(ROWS, "phone_number\n+15551000011\n");

    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.body().path("errors").get(0).path("code").asText())
        .isEqualTo("unfilled_placeholder");
    assertThat(answer.body().path("errors").get(0).path("message").asText())
        .contains("Add the column.")
        .doesNotContain("variableDefaults");
    assertThat(ingest.log.written).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "[]",
        "{}",
        "{\"rows\":{}}",
        "{\"rows\":[1]}",
        "{\"rows\":[{\"phone_number\":[\"+15551000011\"]}]}",
        "{\"rows\":[{\"phone_number\":\"+15551000011\"}],\"more\":1}",
        "{\"rows\":[{\"phone_number\":\"1\",\"phone_number\":\"2\"}]}",
        "{\"rows\":[{\"phone_number\":\"+15551000011\"}",
        "{\"rows\":[]}",
        "{\"rows\":[{}]}",
        "nothing"
      })
  void whatIsNoRowsIsRefusedAndAddsNothing(String body) {
    Answer answer = ingest.json(ROWS, body);

    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.body().path("code").asText()).isEqualTo("CSV_INVALID");
    assertThat(ingest.log.written).isEmpty();
  }

  /** What comes behind is not read: a row is as long as its sender likes. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "70 | This row has more than 65,536 characters.",
        "1 | This row has more than 1,000 different names"
      })
  void aRowThatIsTooMuchIsRefusedWhereItBecomesSo(int length, String why) {
    String fields =
        IntStream.range(0, 1_100)
            .mapToObj(i -> "\"field%d\":\"%s\"".formatted(i, "x".repeat(length)))
            .collect(Collectors.joining(","));

    Answer answer = json("{" + fields + ", and this is no JSON");

    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.body().path("errors").get(0).path("message").asText()).contains(why);
  }

  @Test
  void aNameIsNoLongerThanAColumns() {
    Answer answer = json("{\"%s\":\"x\"}".formatted("n".repeat(1_001)));

    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.body().path("errors").get(0).path("message").asText())
        .contains("names a field with more than 1,000 characters");
  }

  @Test
  void aRowThatIsWrongRefusesAllAndIsNamedAsItWasSent() {
    Answer answer = json(row(11) + ",{\"phone_number\":\"12\",\"first_name\":\"Eve\"}");

    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.body().path("errors").get(0).path("row").asInt()).isEqualTo(2);
    assertThat(ingest.log.written).isEmpty();
  }

  @Test
  void moreThanTenThousandRowsAreRefused() {
    String many =
        IntStream.rangeClosed(1, 10_001)
            .mapToObj(RowRoutesTest::row)
            .collect(Collectors.joining(","));

    Answer answer = json(many);

    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.body().path("message").asText()).contains("10,000 rows");
    assertThat(ingest.log.written).isEmpty();
  }

  @Test
  void aRepeatUnderTheSameClaimAddsNothingTwice() {
    claim();
    Answer first = json(row(11));

    Answer again = json(row(11));

    assertThat(again.status()).isEqualTo(200);
    assertThat(again.body()).isEqualTo(first.body());
    assertThat(again.raw().headers().firstValue("X-Peal-Tries")).contains("repeated");
    assertThat(rows()).containsExactly(4L);
  }

  @Test
  void aRepeatIsAnsweredAfterTheCloseToo() throws IOException {
    claim();
    Answer first = json(row(11));
    ingest.post(BATCHES + "/batch_b1/close", "application/json", new byte[0]);
    knows(true);

    assertThat(json(row(11)).body()).isEqualTo(first.body());
  }

  /** The workspace may add no more, but an earlier try may have added these. */
  @Test
  void whatMayOnlyLookAddsNothingAndSettlesEarlierTries() {
    claim();
    ingest.headers.put("X-Peal-Look-Only", "true");

    Answer looked = json(row(11));

    assertThat(looked.status()).isEqualTo(409);
    assertThat(looked.raw().headers().firstValue("X-Peal-Tries")).contains("settled");
    assertThat(ingest.log.written).isEmpty();
  }

  @Test
  void whatMayOnlyLookIsAnsweredWhatAnEarlierTryHasAdded() {
    claim();
    Answer first = json(row(11));
    ingest.headers.put("X-Peal-Look-Only", "true");

    assertThat(json(row(11)).body()).isEqualTo(first.body());
    assertThat(rows()).containsExactly(4L);
  }

  @Test
  void aRefusalAfterTheLookSettlesEarlierTries() {
    claim();

    Answer refused = json("{\"phone_number\":\"12\",\"first_name\":\"Eve\"}");

    assertThat(refused.status()).isEqualTo(400);
    assertThat(refused.raw().headers().firstValue("X-Peal-Tries")).contains("settled");
  }

  /** As where ingest is killed when the rows are written, and keeps nothing any more. */
  @Test
  void aRepeatKeepsTheLeftOutRowsThatItsFirstTryDidNot() {
    String file = "first_name,phone_number\nEve,+15551000011\nEve,+15551000011\n";
    WorkspaceId acme = new WorkspaceId("acme");
    claim();
    ingest.form(ROWS, file);
    ingest.rejected.forget(acme, opened.batch());

    ingest.form(ROWS, file);
    ingest.form(ROWS, file);

    Answer rejected = ingest.get(BATCHES + "/batch_b1/rejected.csv");
    assertThat(rejected.raw().body().lines()).hasSize(2);
    assertThat(rejected.raw().body()).contains("\n5,duplicate_number,");
  }

  private void claim() {
    Map<String, String> headers = new HashMap<>(ingest.headers);
    headers.put("X-Peal-Claim", "c1");
    ingest.headers = headers;
  }

  @Test
  void whatHasEndedOrIsClosedTakesNoMore() throws IOException {
    Answer closed = ingest.post(BATCHES + "/batch_b1/close", "application/json", new byte[0]);
    assertThat(closed.status()).isEqualTo(200);
    assertThat(newest().closed()).isTrue();
    assertThat(newest().total()).isEqualTo(2);

    assertThat(json(row(11)).body().path("code").asText()).isEqualTo("BATCH_ENDED");
    Answer again = ingest.post(BATCHES + "/batch_b1/close", "application/json", new byte[0]);
    assertThat(again.body()).isEqualTo(closed.body());

    ingest.log.extents.clear();
    knows(true);
    assertThat(json(row(11)).body().path("code").asText()).isEqualTo("BATCH_ENDED");
    assertThat(rows()).isEmpty();
  }

  @Test
  void whileOthersAreAddedTheseAreToComeAgain() {
    ingest.log.inProgress = true;

    Answer answer = json(row(11));

    assertThat(answer.status()).isEqualTo(409);
    assertThat(answer.body().path("code").asText()).isEqualTo("ROWS_IN_PROGRESS");
    assertThat(answer.raw().headers().firstValue("Retry-After")).contains("1");
  }

  @ParameterizedTest
  @CsvSource({
    "CLAIM, 503, KAFKA_UNAVAILABLE",
    "SEAL, 503, KAFKA_UNAVAILABLE",
    "COMMIT, 500, ROWS_UNKNOWN"
  })
  void aFaultOfKafkaSaysWhetherAnythingWasAdded(RecordingLog.Step step, int status, String code) {
    ingest.log.failAt = step;

    Answer answer = json(row(11));

    assertThat(answer.status()).isEqualTo(status);
    assertThat(answer.body().path("code").asText()).isEqualTo(code);
    assertThat(ingest.log.written).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"agentId", "onDuplicates", "keepOpen"})
  void whatTheStartHasSaidCannotBeSaidAnew(String field) {
    Answer answer = ingest.form(ROWS, "phone_number,first_name\n+15551000011,Eve\n", field, "skip");

    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.body().path("code").asText()).isEqualTo("UNKNOWN_FIELD");
  }

  private Answer json(String rows) {
    return ingest.json(ROWS, "{\"rows\":[" + rows + "]}");
  }

  private static String row(long number) {
    return "{\"phone_number\":\"+1555%07d\",\"first_name\":\"Eve\"}".formatted(number);
  }

  private List<Long> rows() {
    return ingest.log.events(CallQueued.class).stream().map(row -> row.call().row()).toList();
  }

  private BatchExtent newest() {
    return ingest.log.events(BatchExtended.class).stream()
        .map(BatchExtended::extent)
        .filter(extent -> extent.rowBytes() != null)
        .reduce((one, other) -> other)
        .orElseThrow();
  }
}
