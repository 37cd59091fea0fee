package peal.projector.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;
import static peal.projector.http.RunningProjector.STORY;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.lang.ref.WeakReference;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import peal.domain.BatchId;
import peal.domain.CallStatus;
import peal.domain.Lane;
import peal.domain.Outcome;
import peal.domain.event.CallQueued;
import peal.projector.Story;
import peal.projector.query.CallShare;
import peal.projector.query.LaneCall;
import peal.projector.query.LaneDirectory;
import peal.projector.query.LaneReader;
import peal.projector.query.LaneUnavailable;
import peal.projector.query.RelayedLane;
import peal.projector.query.RowRange;
import peal.service.ByteBudget;

class ResultRoutesTest {
  private static final CSVFormat FORMAT =
      CSVFormat.RFC4180.builder().setHeader().setSkipHeaderRecord(true).get();

  private final RunningProjector projector = new RunningProjector();

  @AfterEach
  void close() {
    projector.close();
  }

  private static List<CSVRecord> records(String csv) throws IOException {
    try (CSVParser parser = CSVParser.parse(csv, FORMAT)) {
      return parser.getRecords();
    }
  }

  /** Row 1 answered, row 2 busy, row 3 waits. */
  private void givenThreeCalls() {
    projector.given(STORY.opened(3, 3), STORY.sealed(3));
    projector.given(STORY.row(1), STORY.row(2), STORY.row(3));
    projector.given(STORY.dialing(1, 1, 2), STORY.ended(1, 1, 12, Outcome.ANSWERED, 7.5));
    projector.given(STORY.settled(1, 1, 12, Outcome.ANSWERED));
    projector.given(STORY.dialing(2, 1, 3), STORY.ended(2, 1, 4, Outcome.BUSY, null));
    projector.given(STORY.settled(2, 1, 4, Outcome.BUSY));
  }

  @Test
  void everyCallIsALineWithItsOutcomeItsTimesAndTheFilesOwnColumns() throws Exception {
    givenThreeCalls();

    HttpResponse<String> answer = projector.get("/batch_b1/results.csv?lanes=1");

    assertThat(answer.headers().firstValue("Content-Type")).contains("text/csv; charset=utf-8");
    assertThat(answer.headers().firstValue("Content-Disposition"))
        .contains("attachment; filename=\"batch_b1-results.csv\"");
    assertThat(answer.body())
        .isEqualTo(
            """
            row,job_id,phone_number,status,outcome,error,attempts,started_at,ended_at,\
            next_attempt_at,talk_seconds,redial_of,first_name,other_variables
            1,call_b1-0-1,+15551000001,completed,successful,,1,2023-11-14T22:13:22Z,\
            2023-11-14T22:13:32Z,,7.5,,N1,
            2,call_b1-0-2,+15551000002,failed,busy,Number busy,1,2023-11-14T22:13:23Z,\
            2023-11-14T22:13:24Z,,,,N2,
            3,call_b1-0-3,+15551000003,waiting,,,0,,,,,,N3,
            """
                .replace("\n", "\r\n"));
  }

  @Test
  void jsonLinesTellAllThatIsKnownOfACallInTheApisOwnWords() throws Exception {
    givenThreeCalls();

    HttpResponse<String> answer = projector.get("/batch_b1/results.jsonl?lanes=1&status=completed");

    assertThat(answer.headers().firstValue("Content-Type"))
        .contains("application/x-ndjson; charset=utf-8");
    assertThat(answer.body().lines()).hasSize(1);
    JsonNode line = RunningProjector.body(answer);
    assertThat(line.path("row").asInt()).isEqualTo(1);
    assertThat(line.path("phone_number").asText()).isEqualTo("+15551000001");
    assertThat(line.path("outcome").asText()).isEqualTo("successful");
    assertThat(line.path("transcript").asText()).isEqualTo("hello from 1");
    assertThat(line.path("metadata").path("first_name").asText()).isEqualTo("N1");
    assertThat(line.path("attempts").get(0).path("outcome").asText()).isEqualTo("successful");
  }

  @Test
  void whatAFileSaysCannotActInASpreadsheet() throws Exception {
    projector.given(STORY.opened(1, 1, List.of("first_name", "=cmd")));
    projector.given(
        new CallQueued(
            STORY.call(1),
            Story.at(0.5),
            Story.number(1),
            Map.of("first_name", "=HYPERLINK(\"http://evil\")", "=cmd", "@x, \"y\"")));

    CSVRecord row = records(projector.get("/batch_b1/results.csv?lanes=1").body()).getFirst();

    assertThat(row.get("first_name")).isEqualTo("'=HYPERLINK(\"http://evil\")");
    assertThat(row.get("'=cmd")).isEqualTo("'@x, \"y\"");
  }

  @Test
  void columnsOfTheFileNeverTakeThePlaceOfTheFixedOnes() throws Exception {
    projector.given(STORY.opened(1, 1, List.of("status", "file_status")));
    projector.given(
        new CallQueued(
            STORY.call(1),
            Story.at(0.5),
            Story.number(1),
            Map.of("status", "gold", "file_status", "old")));

    CSVRecord row = records(projector.get("/batch_b1/results.csv?lanes=1").body()).getFirst();

    assertThat(row.get("status")).isEqualTo("waiting");
    assertThat(row.get("file_status")).isEqualTo("gold");
    assertThat(row.get("file_file_status")).isEqualTo("old");
  }

  @Test
  void aColumnIsThereWhateverRowsAreAskedForAndWhatHasNoneIsNotLost() throws Exception {
    projector.given(STORY.opened(2, 2, List.of("first_name", "empty")), STORY.row(1));
    projector.given(
        new CallQueued(STORY.call(2), Story.at(1), Story.number(2), Map.of("late", "x")));

    List<CSVRecord> rows = records(projector.get("/batch_b1/results.csv?lanes=1").body());
    String none = projector.get("/batch_b1/results.csv?lanes=1&status=failed").body();

    assertThat(rows).hasSize(2);
    assertThat(rows.getFirst().get("empty")).isEmpty();
    assertThat(rows.getLast().get("other_variables")).isEqualTo("{\"late\":\"x\"}");
    assertThat(none).endsWith("talk_seconds,redial_of,first_name,empty,other_variables\r\n");
  }

  @Test
  void columnsOfABatchThatDoesNotKnowThemAreThoseOfItsFirstRows() throws Exception {
    projector.given(STORY.opened(1_200, 1_200, null));
    for (long row = 1; row < 1_200; row++) {
      projector.given(STORY.row(row));
    }
    projector.given(
        new CallQueued(STORY.call(1_200), Story.at(1), Story.number(1_200), Map.of("late", "x")));

    List<CSVRecord> rows = records(projector.get("/batch_b1/results.csv?lanes=1").body());

    assertThat(rows).hasSize(1_200);
    assertThat(rows.getFirst().get("first_name")).isEqualTo("N1");
    assertThat(rows.getLast().get("other_variables")).isEqualTo("{\"late\":\"x\"}");
  }

  @Test
  void columnsAreKnownByOneLane() throws Exception {
    Story other = Story.of("b1", 1);
    projector.given(STORY.opened(2, 1), other.opened(2, 1, null), STORY.row(1), other.row(2));

    assertThat(projector.get("/batch_b1/results.csv?lanes=2").body().lines().findFirst())
        .hasValueSatisfying(titles -> assertThat(titles).endsWith(",first_name,other_variables"));
  }

  @Test
  void aBatchWithoutCallsThatMatchIsAHeaderAlone() throws Exception {
    givenThreeCalls();

    HttpResponse<String> answer = projector.get("/batch_b1/results.csv?lanes=1&status=cancelled");

    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.body().lines()).hasSize(1);
  }

  @Test
  void whatCannotBeAnsweredIsRefusedBeforeTheFirstByte() throws Exception {
    givenThreeCalls();

    assertThat(projector.get("/batch_b9/results.csv?lanes=1").statusCode()).isEqualTo(404);
    assertThat(projector.get("/batch_b1/results.jsonl?lanes=1&status=lost").body())
        .contains("\"parameter\":\"status\"");
    projector.directory = lane -> new LaneDirectory.Sources(Optional.empty(), List.of());
    HttpResponse<String> moving = projector.get("/batch_b1/results.csv?lanes=1");
    assertThat(moving.statusCode()).isEqualTo(503);
    assertThat(moving.headers().firstValue("Content-Type")).contains("application/json");
    assertThat(moving.headers().firstValue("Retry-After")).contains("1");
  }

  @Test
  void aLaneThatGoesAwayHalfWayBreaksTheConnectionSoThatNobodyTakesAPartForTheWhole()
      throws Exception {
    projector.given(STORY.opened(3_000, 3_000));
    for (long row = 1; row <= 3_000; row++) {
      projector.given(STORY.row(row));
    }
    projector.directory =
        lane ->
            new LaneDirectory.Sources(
                Optional.of(new Leaving(projector.memory.reader(lane))), List.of());

    assertThatThrownBy(() -> projector.get("/batch_b1/results.jsonl?lanes=1"))
        .isInstanceOf(IOException.class);
    assertThatThrownBy(() -> projector.get("/batch_b1/results.csv?lanes=1"))
        .isInstanceOf(IOException.class);
  }

  /** A list of a thousand calls with transcripts is not small, and a slow client takes minutes. */
  @Test
  void callsThatAreWrittenAreLetGo() throws Exception {
    projector.given(STORY.opened(5_000, 5_000));
    for (long row = 1; row <= 5_000; row++) {
      projector.given(STORY.row(row));
    }
    Watched lane = new Watched(projector.memory.reader(Story.lane(0)));
    projector.directory = any -> new LaneDirectory.Sources(Optional.of(lane), List.of());

    HttpResponse<String> answer = projector.get("/batch_b1/results.csv?lanes=1");

    assertThat(answer.body().lines()).hasSize(5_001);
    assertThat(lane.first).hasSizeGreaterThan(900);
    assertThat(lane.heldAtTheEnd).isZero();
  }

  @Test
  void asManyFilesAndPagesAreWrittenAtOnceAsAreHeld() throws Exception {
    projector.givenABatchUnderWay();
    try (ByteBudget.Held all = projector.budget.take("ws-1", 16 << 20).orElseThrow()) {
      for (String path : new String[] {"results.csv", "results.jsonl", "calls"}) {
        HttpResponse<String> refused = projector.get("/batch_b1/" + path + "?lanes=1");

        assertThat(refused.statusCode()).as(path).isEqualTo(503);
        assertThat(RunningProjector.body(refused).get("code").asText())
            .isEqualTo("TOO_MANY_READERS");
        assertThat(refused.headers().firstValue("Retry-After")).isPresent();
      }
    }

    assertThat(projector.get("/batch_b1/results.csv?lanes=1").statusCode()).isEqualTo(200);
    assertThat(projector.get("/batch_b1/calls?lanes=1").statusCode()).isEqualTo(200);
    await().atMost(Duration.ofSeconds(120)).until(() -> projector.budget.taken() == 0);
  }

  /** Looks, when its last rows are read, who still holds the first ones. */
  private static final class Watched implements RelayedLane {
    private final LaneReader lane;
    private final List<WeakReference<LaneCall>> first = new ArrayList<>();
    private long heldAtTheEnd = -1;

    Watched(LaneReader lane) {
      this.lane = lane;
    }

    @Override
    public Lane lane() {
      return lane.lane();
    }

    @Override
    public <T> T ask(Function<LaneReader, T> question) {
      return question.apply(lane);
    }

    @Override
    public List<LaneCall> calls(
        BatchId batch,
        List<RowRange> ranges,
        Set<CallStatus> statuses,
        int limit,
        CallShare share) {
      List<LaneCall> read = lane.calls(batch, ranges, statuses, limit, share);
      if (first.isEmpty()) {
        read.forEach(call -> first.add(new WeakReference<>(call)));
      }
      if (read.getLast().id().row() == 5_000) {
        System.gc();
        heldAtTheEnd = first.stream().filter(call -> call.get() != null).count();
      }
      return read;
    }
  }

  /** Answers for the first 2,000 rows and is gone then. */
  private record Leaving(LaneReader lanes) implements RelayedLane {
    @Override
    public Lane lane() {
      return lanes.lane();
    }

    @Override
    public <T> T ask(Function<LaneReader, T> question) {
      return question.apply(lanes);
    }

    @Override
    public List<LaneCall> calls(
        BatchId batch,
        List<RowRange> ranges,
        Set<CallStatus> statuses,
        int limit,
        CallShare share) {
      if (ranges.getLast().last() > 2_000) {
        throw new LaneUnavailable(lane(), "gone", null);
      }
      return lanes.calls(batch, ranges, statuses, limit, share);
    }
  }
}
