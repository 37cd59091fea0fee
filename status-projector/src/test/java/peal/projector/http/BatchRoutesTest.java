package peal.projector.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import peal.domain.Outcome;
import peal.domain.event.LaneEvent;
import peal.projector.MemoryLanes;
import peal.projector.Story;
import peal.projector.fold.LaneFold;
import peal.projector.query.LaneDirectory;
import peal.projector.query.RoutedLane;
import peal.service.http.HttpServer;

class BatchRoutesTest {
  private static final Story STORY = Story.of("b1", 0);
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Pattern TIME = Pattern.compile("@(\\d+)");
  private static final long START = Story.START.toEpochMilli();

  private final MemoryLanes memory = new MemoryLanes();
  private final HttpClient client = HttpClient.newHttpClient();
  private LaneDirectory directory = memory;
  private HttpServer server;

  @BeforeEach
  void open() {
    server =
        HttpServer.start(
            "127.0.0.1",
            0,
            new HttpServer.Health(() -> true, () -> true),
            new PrometheusMeterRegistry(PrometheusConfig.DEFAULT),
            config ->
                new BatchRoutes(
                        lane -> new RoutedLane(lane, any -> directory.sources(any)),
                        () -> Story.at(100))
                    .addTo(config));
  }

  @AfterEach
  void close() {
    server.close();
  }

  private void given(LaneEvent... events) {
    LaneFold fold = new LaneFold(memory);
    Stream.of(events).forEach(event -> fold.apply(Story.lane(0), event));
  }

  /** Row 1 answered, row 2 busy twice, row 3 waits for its callback, row 4 waits. */
  private void givenABatchUnderWay() {
    given(STORY.opened(4, 4), STORY.sealed(4));
    given(STORY.row(1), STORY.row(2), STORY.row(3), STORY.row(4));
    given(STORY.dialing(1, 1, 2), STORY.ended(1, 1, 12, Outcome.ANSWERED, 7.5));
    given(STORY.settled(1, 1, 12, Outcome.ANSWERED));
    given(STORY.dialing(2, 1, 3), STORY.ended(2, 1, 4, Outcome.BUSY, null));
    given(STORY.callback(2, 1, 4, Outcome.BUSY, 64), STORY.dialing(2, 2, 64));
    given(STORY.ended(2, 2, 65, Outcome.BUSY, null), STORY.settled(2, 2, 65, Outcome.BUSY));
    given(STORY.dialing(3, 1, 5), STORY.ended(3, 1, 25, Outcome.NO_ANSWER, null));
    given(STORY.callback(3, 1, 25, Outcome.NO_ANSWER, 85));
  }

  private HttpResponse<String> get(String path) throws Exception {
    URI uri = server.address().resolve("/workspaces/ws-1/batches" + path);
    return client.send(HttpRequest.newBuilder(uri).build(), BodyHandlers.ofString());
  }

  private JsonNode json(String path) throws Exception {
    HttpResponse<String> answer = get(path);
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    return JSON.readTree(answer.body());
  }

  /** JSON with single quotes, in which {@code @n} is n seconds after the start. */
  private static JsonNode expected(String text) throws Exception {
    return JSON.readTree(
        TIME.matcher(text.replace('\'', '"'))
            .replaceAll(at -> Long.toString(START + 1_000L * Long.parseLong(at.group(1)))));
  }

  @Test
  void statusHasProgressInside() throws Exception {
    givenABatchUnderWay();

    assertThat(json("/batch_b1?lanes=1"))
        .isEqualTo(
            expected(
                """
                {'id': 'batch_b1', 'status': 'processing', 'isComplete': false, 'totalCalls': 4,
                 'progress': {
                   'waiting': 2, 'active': 0, 'completed': 1, 'failed': 1, 'cancelled': 0,
                   'total': 4, 'startTime': @2, 'lastCompletedTime': @12, 'completedTime': null,
                   'averageCallDuration': 7.5,
                   'recent_calls': [
                     {'jobId': 'call_b1-0-2', 'status': 'failed', 'phone_number': '+15551000002',
                      'failedAt': @65,
                      'error': 'Number busy - unable to connect after 2 attempts'},
                     {'jobId': 'call_b1-0-1', 'status': 'completed',
                      'phone_number': '+15551000001', 'completedAt': @12, 'duration': 7.5}]},
                 'timestamp': @100}
                """));
  }

  @Test
  void progressHasItsFieldsAtTheTop() throws Exception {
    given(STORY.scheduled(2, 50), STORY.row(1), STORY.row(2), STORY.sealed(2));

    assertThat(json("/batch_b1/status?lanes=1"))
        .isEqualTo(
            expected(
                """
                {'status': 'queued', 'isComplete': false, 'scheduledAt': @50,
                 'waiting': 2, 'active': 0, 'completed': 0, 'failed': 0, 'cancelled': 0,
                 'total': 2, 'completedTime': null, 'averageCallDuration': 0.0,
                 'recent_calls': []}
                """));
  }

  @Test
  void callsComeInFileOrderWithPaginationAndSummary() throws Exception {
    givenABatchUnderWay();

    assertThat(json("/batch_b1/calls?lanes=1&limit=3"))
        .isEqualTo(
            expected(
                """
                {'calls': [
                   {'jobId': 'call_b1-0-1', 'status': 'completed', 'phone_number': '+15551000001',
                    'startTime': @2, 'endTime': @12, 'duration': 7.5,
                    'metadata': {'first_name': 'N1'}, 'attempt': 1, 'outcome': 'successful'},
                   {'jobId': 'call_b1-0-2', 'status': 'failed', 'phone_number': '+15551000002',
                    'startTime': @64, 'endTime': @65,
                    'error': 'Number busy - unable to connect after 2 attempts',
                    'metadata': {'first_name': 'N2'}, 'attempt': 2, 'outcome': 'busy'},
                   {'jobId': 'call_b1-0-3', 'status': 'waiting', 'phone_number': '+15551000003',
                    'startTime': @5, 'metadata': {'first_name': 'N3'}, 'attempt': 1,
                    'nextAttemptAt': @85, 'outcome': 'no_answer'}],
                 'pagination': {'page': 1, 'limit': 3, 'total': 4, 'totalPages': 2,
                   'hasNext': true, 'hasPrev': false},
                 'summary': {'total': 4, 'waiting': 2, 'active': 0, 'completed': 1, 'failed': 1,
                   'cancelled': 0}}
                """));
  }

  @Test
  void aPageBeyondTheEndIsEmpty() throws Exception {
    givenABatchUnderWay();

    JsonNode page = json("/batch_b1/calls?lanes=1&status=failed&page=9");

    assertThat(page.get("calls")).isEmpty();
    assertThat(page.get("pagination"))
        .isEqualTo(
            expected(
                """
                {'page': 9, 'limit': 20, 'total': 1, 'totalPages': 1, 'hasNext': false,
                 'hasPrev': true}
                """));
  }

  @Test
  void aCompletedCallHasAResult() throws Exception {
    givenABatchUnderWay();

    assertThat(json("/batch_b1/calls/call_b1-0-1?lanes=1"))
        .isEqualTo(
            expected(
                """
                {'jobId': 'call_b1-0-1', 'status': 'completed', 'phone_number': '+15551000001',
                 'startTime': @2, 'endTime': @12, 'duration': 7.5,
                 'result': {'callId': 'call_b1-0-1', 'transcript': 'hello from 1',
                   'outcome': 'successful', 'metadata': {'first_name': 'N1'}},
                 'attempts': [{'attempt': 1, 'startTime': @2, 'endTime': @12,
                   'outcome': 'successful'}]}
                """));
  }

  @Test
  void aFailedCallHasAnErrorAndItsAttempts() throws Exception {
    givenABatchUnderWay();

    assertThat(json("/batch_b1/calls/call_b1-0-2?lanes=1"))
        .isEqualTo(
            expected(
                """
                {'jobId': 'call_b1-0-2', 'status': 'failed', 'phone_number': '+15551000002',
                 'startTime': @64, 'endTime': @65,
                 'error': 'Number busy - unable to connect after 2 attempts',
                 'attempts': [
                   {'attempt': 1, 'startTime': @3, 'endTime': @4, 'outcome': 'busy',
                    'error': 'Number busy'},
                   {'attempt': 2, 'startTime': @64, 'endTime': @65, 'outcome': 'busy',
                    'error': 'Number busy'}]}
                """));
  }

  @ParameterizedTest
  @CsvSource({"call_b1-0-99", "call_b2-0-1", "call_b1-7-1", "nonsense"})
  void anUnknownJobIsNotFound(String job) throws Exception {
    givenABatchUnderWay();

    HttpResponse<String> answer = get("/batch_b1/calls/" + job + "?lanes=1");

    assertThat(answer.statusCode()).isEqualTo(404);
    assertThat(JSON.readTree(answer.body()).get("status").asText()).isEqualTo("not_found");
    assertThat(JSON.readTree(answer.body()).has("error")).isTrue();
  }

  @ParameterizedTest
  @CsvSource({"/batch_zz", "/nonsense", "/batch_zz/status", "/batch_zz/calls"})
  void anUnknownBatchIsNotFoundAndNamed(String path) throws Exception {
    HttpResponse<String> answer = get(path + "?lanes=2");

    JsonNode body = JSON.readTree(answer.body());
    assertThat(answer.statusCode()).isEqualTo(404);
    assertThat(body.get("id").asText()).isEqualTo(path.split("/")[1]);
    assertThat(body.has("error") && body.has("message")).isTrue();
  }

  @ParameterizedTest
  @CsvSource({
    "page=0, page", "page=x, page", "limit=0, limit", "limit=101, limit", "status=done, status",
    "status=WAITING, status", "lanes=0, lanes", "page=99999999999, page"
  })
  void aParameterOutOfRangeIsNamed(String query, String name) throws Exception {
    givenABatchUnderWay();
    String lanes = query.startsWith("lanes") ? "" : "lanes=1&";

    HttpResponse<String> answer = get("/batch_b1/calls?" + lanes + query);

    assertThat(answer.statusCode()).isEqualTo(400);
    assertThat(JSON.readTree(answer.body()).get("message").asText()).startsWith(name + " must be");
  }

  @Test
  void batchesAreListedNewestFirstAndFiltered() throws Exception {
    givenABatchUnderWay();
    Story newer = Story.of("b2", 0);
    given(newer.opened(1, 1));

    JsonNode all = json("?lanes=1");
    assertThat(all.get("batches").findValuesAsText("id")).containsExactly("batch_b2", "batch_b1");
    assertThat(all.get("batches").get(0).get("progress").get("waiting").asLong()).isEqualTo(1);
    assertThat(all.get("pagination").get("total").asLong()).isEqualTo(2);

    JsonNode queued = json("?lanes=1&status=queued");
    assertThat(queued.get("batches").findValuesAsText("id")).containsExactly("batch_b2");
  }

  @Test
  void cancellationTellsWhatTheGatewayNeeds() throws Exception {
    assertThat(json("/batch_b1/cancellation?lanes=1"))
        .isEqualTo(expected("{'found': false, 'finished': false, 'settled': false}"));
    givenABatchUnderWay();
    given(STORY.stopped(90));

    assertThat(json("/batch_b1/cancellation?lanes=1"))
        .isEqualTo(
            expected(
                """
                {'found': true, 'finished': false, 'settled': true, 'status': 'cancelled',
                 'details': {'completedCalls': 1, 'failedCalls': 1, 'cancelledCalls': 2,
                   'totalCalls': 4}}
                """));
    assertThat(json("/batch_b1/calls?lanes=1&status=cancelled").get("calls")).hasSize(2);
    assertThat(json("/batch_b1/calls?lanes=1&status=waiting").get("calls")).isEmpty();
    assertThat(json("/batch_b1/calls/call_b1-0-4?lanes=1").get("status").asText())
        .isEqualTo("cancelled");
  }

  @Test
  void aCopySaysSoButNeverDenies() throws Exception {
    givenABatchUnderWay();
    directory =
        lane -> new LaneDirectory.Sources(Optional.empty(), List.of(memory.reader(lane)));

    assertThat(get("/batch_b1?lanes=1").headers().firstValue("X-Peal-Stale")).hasValue("true");
    assertThat(get("/batch_zz?lanes=1").statusCode()).isEqualTo(503);
  }

  @Test
  void whileNobodyCanAnswerTheClientIsToldWhenToComeBack() throws Exception {
    directory = lane -> new LaneDirectory.Sources(Optional.empty(), List.of());

    HttpResponse<String> answer = get("/batch_b1?lanes=1");

    assertThat(answer.statusCode()).isEqualTo(503);
    assertThat(answer.headers().firstValue("Retry-After")).isPresent();
  }
}
