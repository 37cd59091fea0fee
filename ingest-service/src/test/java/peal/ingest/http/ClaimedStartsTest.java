package peal.ingest.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import peal.domain.BatchId;
import peal.domain.event.BatchCommand.BatchSealed;
import peal.ingest.batch.Claim;
import peal.ingest.batch.RecordingLog;
import peal.ingest.batch.Samples;
import peal.ingest.http.RunningIngest.Answer;

/** Requests of which several tries may come. */
@Timeout(180)
class ClaimedStartsTest {
  private static final String BATCHES = "/workspaces/acme/batches";
  private static final String CALLS = "/workspaces/acme/calls";
  private static final String CSV = "phone_number\n+12125550123\n+12125550124\n";
  private static final String CALL = "{\"agentId\":\"agent_1\",\"toNumber\":\"+12125550142\"}";

  private RunningIngest ingest;

  @BeforeEach
  void start(@TempDir Path folder) throws IOException {
    ingest = new RunningIngest(folder);
  }

  @AfterEach
  void everyClaimIsClosed() {
    assertThat(ingest.log.closedClaims).isEqualTo(ingest.log.claims.size());
    ingest.close();
  }

  private void claim(String id, Instant since) {
    Map<String, String> headers = new HashMap<>(Map.of("X-Peal-Claim", id));
    if (since != null) {
      headers.put("X-Peal-Tried-Since", Long.toString(since.toEpochMilli()));
    }
    ingest.headers = headers;
  }

  private static String tries(Answer answer) {
    return answer.raw().headers().firstValue("X-Peal-Tries").orElse(null);
  }

  @Test
  void aFirstTryTakesItsClaimBeforeItWritesAnything() {
    claim("c1", null);

    Answer answer = ingest.form(BATCHES, CSV, "agentId", "agent_1");

    assertThat(answer.status()).isEqualTo(200);
    assertThat(tries(answer)).isEqualTo("settled");
    assertThat(ingest.log.claims).containsExactly(new Claim("c1", Optional.empty()));
    assertThat(ingest.log.events(BatchSealed.class)).isNotEmpty();
  }

  @Test
  void whatAnEarlierTryHasStartedIsAnsweredAsItWasAndNotStartedAgain() {
    // given
    Answer first = ingest.form(BATCHES, CSV, "agentId", "agent_1", "onDuplicates", "keep");
    ingest.log.written.clear();
    ingest.log.earlier = new BatchId(first.body().path("batchId").asText());
    claim("c1", Samples.NOW.minusSeconds(100));

    // when
    Answer again = ingest.form(BATCHES, CSV, "agentId", "agent_1", "onDuplicates", "keep");

    // then
    assertThat(again.status()).isEqualTo(200);
    assertThat(again.body()).isEqualTo(first.body());
    assertThat(tries(again)).isEqualTo("repeated");
    assertThat(ingest.log.written).isEmpty();
  }

  @Test
  void aScheduledTimeThatHasPassedSinceTheFirstTryIsNoReasonToRefuse() {
    ingest.log.earlier = new BatchId("batch_b0");
    claim("c1", Samples.NOW.minusSeconds(100));

    Answer again =
        ingest.form(
            BATCHES,
            CSV,
            "agentId",
            "an agent that is gone",
            "scheduledAt",
            Samples.NOW.minusSeconds(50).toString());

    assertThat(again.status()).isEqualTo(200);
    assertThat(again.body().path("batchId").asText()).isEqualTo("batch_b0");
  }

  @Test
  void aRefusalAfterTheClaimWasTakenSaysThatEarlierTriesAreOver() {
    claim("c1", Samples.NOW.minusSeconds(100));

    Answer answer = ingest.form(BATCHES, "phone_number\nbad\n", "agentId", "agent_1");

    assertThat(answer.status()).isEqualTo(400);
    assertThat(tries(answer)).isEqualTo("settled");
  }

  @Test
  void whereTheClaimCannotBeTakenNothingIsSaidOfEarlierTries() {
    ingest.log.failAt = RecordingLog.Step.CLAIM;
    claim("c1", Samples.NOW.minusSeconds(100));

    Answer answer = ingest.form(BATCHES, CSV, "agentId", "agent_1");

    assertThat(answer.status()).isEqualTo(503);
    assertThat(tries(answer)).isNull();
    assertThat(ingest.log.written).isEmpty();
  }

  /** Its workspace may start no more, but an earlier try may have started something. */
  @Test
  void whatMayOnlyLookStartsNothingAndSettlesEarlierTries() {
    claim("c1", Samples.NOW.minusSeconds(100));
    ingest.headers.put("X-Peal-Look-Only", "true");

    Answer upload = ingest.form(BATCHES, CSV, "agentId", "agent_1");
    Answer call = ingest.json(CALLS, CALL);

    assertThat(upload.status()).isEqualTo(409);
    assertThat(tries(upload)).isEqualTo("settled");
    assertThat(call.status()).isEqualTo(409);
    assertThat(tries(call)).isEqualTo("settled");
    assertThat(ingest.log.written).isEmpty();
  }

  @Test
  void whatMayOnlyLookIsAnsweredWhatAnEarlierTryHasStarted() {
    ingest.log.earlier = new BatchId("batch_b0");
    claim("c1", Samples.NOW.minusSeconds(100));
    ingest.headers.put("X-Peal-Look-Only", "true");

    Answer again = ingest.form(BATCHES, CSV, "agentId", "agent_1");

    assertThat(again.status()).isEqualTo(200);
    assertThat(again.body().path("batchId").asText()).isEqualTo("batch_b0");
  }

  @Test
  void aCallThatAnEarlierTryHasStartedIsNotStartedAgain() {
    claim("c1", null);
    Answer first = ingest.json(CALLS, CALL);
    ingest.log.written.clear();
    ingest.log.earlier = new BatchId("batch_c1");
    claim("c1", Samples.NOW.minusSeconds(100));

    Answer again = ingest.json(CALLS, CALL);

    assertThat(first.status()).isEqualTo(200);
    assertThat(tries(first)).isEqualTo("settled");
    assertThat(again.body()).isEqualTo(first.body());
    assertThat(tries(again)).isEqualTo("repeated");
    assertThat(ingest.log.written).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({"'not an id',1", "c1,yesterday", "c1,99999999999999999999"})
  void aClaimThatIsNoneIsRefused(String id, String since) {
    ingest.headers = Map.of("X-Peal-Claim", id, "X-Peal-Tried-Since", since);

    assertThat(ingest.form(BATCHES, CSV, "agentId", "agent_1").status()).isEqualTo(400);
    assertThat(ingest.json(CALLS, CALL).status()).isEqualTo(400);
    assertThat(ingest.log.written).isEmpty();
  }
}
