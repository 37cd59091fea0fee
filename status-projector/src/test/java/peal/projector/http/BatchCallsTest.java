package peal.projector.http;

import static org.assertj.core.api.Assertions.assertThat;
import static peal.projector.http.RunningProjector.STORY;
import static peal.projector.http.RunningProjector.expected;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.http.HttpResponse;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import peal.domain.event.CallQueued;
import peal.projector.Story;

/** Questions about the calls of a batch. */
class BatchCallsTest {
  private final RunningProjector projector = new RunningProjector();

  @AfterEach
  void close() {
    projector.close();
  }

  @Test
  void callsComeInFileOrderWithPaginationAndSummary() throws Exception {
    projector.givenABatchUnderWay();

    assertThat(projector.json("/batch_b1/calls?lanes=1&limit=3"))
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
    projector.givenABatchUnderWay();

    JsonNode page = projector.json("/batch_b1/calls?lanes=1&status=failed&page=9");

    assertThat(page.get("calls")).isEmpty();
    assertThat(page.get("pagination"))
        .isEqualTo(
            expected(
                """
                {'page': 9, 'limit': 20, 'total': 1, 'totalPages': 1, 'hasNext': false,
                 'hasPrev': true}
                """));
  }

  @ParameterizedTest
  @CsvSource({"2147483647", "2147483648", "99999999999", "99999999999999999999999999999999"})
  void aPageNumberOfAnyLengthIsBeyondTheEnd(String number) throws Exception {
    projector.givenABatchUnderWay();

    JsonNode calls = projector.json("/batch_b1/calls?lanes=1&limit=100&page=" + number);
    JsonNode batches = projector.json("?lanes=1&limit=100&page=" + number);

    assertThat(calls.get("calls")).isEmpty();
    assertThat(calls.get("pagination").get("total").asLong()).isEqualTo(4);
    assertThat(calls.get("pagination").get("hasNext").asBoolean()).isFalse();
    assertThat(batches.get("batches")).isEmpty();
    assertThat(batches.get("pagination").get("total").asLong()).isEqualTo(1);
  }

  @Test
  void aPageThatIsTooLargeIsRefusedByNameAndFiveCallsAlwaysFit() throws Exception {
    projector.given(STORY.opened(20, 20));
    // As many characters as a row may have, each of which takes six bytes in JSON.
    Map<String, String> longest = Map.of("notes", "\u0001".repeat(65_500));
    for (long row = 1; row <= 20; row++) {
      projector.given(new CallQueued(STORY.call(row), Story.at(0.5), Story.number(row), longest));
    }

    HttpResponse<String> answer = projector.get("/batch_b1/calls?lanes=1&limit=20");

    assertThat(answer.statusCode()).isEqualTo(400);
    assertThat(RunningProjector.body(answer).get("code").asText()).isEqualTo("PAGE_TOO_LARGE");
    assertThat(RunningProjector.body(answer).get("parameter").asText()).isEqualTo("limit");
    assertThat(RunningProjector.body(answer).get("message").asText()).contains("'limit=5'");
    for (int page = 1; page <= 4; page++) {
      assertThat(projector.json("/batch_b1/calls?lanes=1&limit=5&page=" + page).get("calls"))
          .hasSize(5);
    }
  }

  @Test
  void aCompletedCallHasAResult() throws Exception {
    projector.givenABatchUnderWay();

    assertThat(projector.json("/batch_b1/calls/call_b1-0-1?lanes=1"))
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
    projector.givenABatchUnderWay();

    assertThat(projector.json("/batch_b1/calls/call_b1-0-2?lanes=1"))
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
    projector.givenABatchUnderWay();

    HttpResponse<String> answer = projector.get("/batch_b1/calls/" + job + "?lanes=1");

    assertThat(answer.statusCode()).isEqualTo(404);
    assertThat(RunningProjector.body(answer).get("status").asText()).isEqualTo("not_found");
    assertThat(RunningProjector.body(answer).has("error")).isTrue();
  }

  @ParameterizedTest
  @CsvSource({
    "page=0, page",
    "page=x, page",
    "limit=0, limit",
    "limit=101, limit",
    "status=done, status",
    "status=WAITING, status",
    "lanes=0, lanes",
    "lanes=99999999999, lanes",
    "limit=99999999999, limit",
    "page=-99999999999, page",
    "page=99999999999x, page"
  })
  void aParameterOutOfRangeIsNamed(String query, String name) throws Exception {
    projector.givenABatchUnderWay();
    String lanes = query.startsWith("lanes") ? "" : "lanes=1&";

    HttpResponse<String> answer = projector.get("/batch_b1/calls?" + lanes + query);

    assertThat(answer.statusCode()).isEqualTo(400);
    assertThat(RunningProjector.body(answer).get("message").asText()).startsWith(name + " must be");
  }

  @Test
  void aPageSaysSoWhileRowsAreStillBeingRead() throws Exception {
    projector.given(STORY.opened(2, 2), STORY.row(1), STORY.sealed(2));

    assertThat(projector.get("/batch_b1/calls?lanes=1").headers().firstValue("X-Peal-Stale"))
        .isPresent();

    projector.given(STORY.row(2));

    assertThat(projector.get("/batch_b1/calls?lanes=1").headers().firstValue("X-Peal-Stale"))
        .isEmpty();
  }
}
