package peal.projector.http;

import static org.assertj.core.api.Assertions.assertThat;
import static peal.projector.http.RunningProjector.STORY;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import peal.domain.BatchId;
import peal.domain.Lane;
import peal.domain.Outcome;
import peal.projector.query.LaneBatch;
import peal.projector.query.LaneDirectory;
import peal.projector.query.LaneReader;
import peal.projector.query.RelayedLane;

/** A batch that is kept open, as clients and ingest are told of it. */
class OpenBatchRouteTest {
  private static final String BATCH = "/batch_b1";
  private static final String LANES = "?lanes=1";

  private RunningProjector projector;

  @BeforeEach
  void start() {
    projector = new RunningProjector();
  }

  @AfterEach
  void stop() {
    projector.close();
  }

  private void given(long rows) {
    projector.given(STORY.keptOpen(rows), STORY.sealed(rows));
    for (long row = 1; row <= rows; row++) {
      projector.given(STORY.row(row));
    }
  }

  private void answered(long row) {
    projector.given(STORY.dialing(row, 1, 2), STORY.ended(row, 1, 3, Outcome.ANSWERED, 1.0));
    projector.given(STORY.settled(row, 1, 3, Outcome.ANSWERED));
  }

  private JsonNode status() throws Exception {
    return projector.json(BATCH + LANES);
  }

  private JsonNode open() throws Exception {
    return RunningProjector.body(projector.get(BATCH + "/open" + LANES));
  }

  @Test
  void itIsNotCompleteBeforeItsCloseThoughEverybodyWasCalled() throws Exception {
    given(1);
    answered(1);
    assertThat(status().path("status").asText()).isEqualTo("processing");
    assertThat(status().path("isComplete").asBoolean()).isFalse();
    assertThat(status().path("keepOpen").asBoolean()).isTrue();

    projector.given(STORY.extended(40, 1, 2, false), STORY.row(2));
    assertThat(status().path("totalCalls").asInt()).isEqualTo(2);
    assertThat(status().path("progress").path("waiting").asInt()).isEqualTo(1);
    answered(2);
    projector.given(STORY.extended(50, 2, 2, true));

    assertThat(status().path("status").asText()).isEqualTo("completed");
    assertThat(status().path("keepOpen").asBoolean()).isFalse();
    assertThat(status().path("progress").path("completedTime"))
        .as("it is kept for its time after the close")
        .isEqualTo(RunningProjector.expected("@50"));
  }

  @Test
  void aCancelIsWaitedForThoughNobodyIsLeftToCancel() throws Exception {
    given(1);
    answered(1);

    assertThat(projector.json(BATCH + "/cancellation" + LANES).path("settled").asBoolean())
        .isFalse();
    projector.given(STORY.stopped(9));
    assertThat(projector.json(BATCH + "/cancellation" + LANES).path("settled").asBoolean())
        .isTrue();
    assertThat(status().path("status").asText()).isEqualTo("cancelled");
    assertThat(open().path("ended").asBoolean()).isTrue();
  }

  @Test
  void whatIsAddedAfterAStopIsCancelled() throws Exception {
    given(1);
    projector.given(STORY.stopped(9), STORY.extended(10, 1, 3, false));

    assertThat(status().path("progress").path("cancelled").asInt()).isEqualTo(3);
  }

  @Test
  void ingestIsToldHowFarItReachesAndHowMoreRowsAreRead() throws Exception {
    given(2);
    projector.given(STORY.extended(40, 1, 5, false));

    JsonNode told = open();

    assertThat(told.path("batch").asText()).isEqualTo("batch_b1");
    assertThat(told.path("extent").path("number").asInt()).isEqualTo(1);
    assertThat(told.path("extent").path("lastRow").asInt()).isEqualTo(5);
    assertThat(told.path("extent").path("rowBytes").asInt()).isEqualTo(50);
    assertThat(told.path("reading").path("region").asText()).isEqualTo("US");
    assertThat(told.path("ended").asBoolean()).isFalse();
    assertThat(told.path("readTo").asLong()).isEqualTo(3);
  }

  /**
   * The offset came from Kafka, where it may be a later owner's; then an extension between both was
   * found by nobody, and the next one took its rows' numbers.
   */
  @Test
  void anOwnerOfBeforeTellsOfTheExtentAndTheOffsetAsTheyWere() throws Exception {
    given(2);
    JsonNode before = open();
    projector.given(STORY.extended(40, 1, 5, false));
    JsonNode after = open();

    assertThat(before.path("extent").path("number").asInt()).isZero();
    assertThat(before.path("readTo").asLong()).as("the extension lies here").isEqualTo(2);
    assertThat(after.path("extent").path("number").asInt()).isEqualTo(1);
    assertThat(after.path("readTo").asLong()).isEqualTo(3);
  }

  @Test
  void whatIsForgottenWhileItIsAskedForIsToldOfAsItWas() throws Exception {
    given(2);
    projector.directory =
        lane ->
            new LaneDirectory.Sources(
                Optional.of(new GoneAfterOneLook(projector.memory.reader(lane))), List.of());

    assertThat(open().path("extent").path("lastRow").asInt()).isEqualTo(2);
  }

  private static final class GoneAfterOneLook implements RelayedLane {
    private final LaneReader lane;
    private boolean looked;

    GoneAfterOneLook(LaneReader lane) {
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
    public Optional<LaneBatch> batch(BatchId batch) {
      boolean gone = looked;
      looked = true;
      return gone ? Optional.empty() : lane.batch(batch);
    }
  }

  @Test
  void anAdditionIsShownOnceItIsRead() throws Exception {
    given(2);
    assertThat(projector.get(BATCH + "/shown" + LANES + "&addition=0").statusCode()).isEqualTo(200);
    assertThat(projector.get(BATCH + "/shown" + LANES + "&addition=1").statusCode()).isEqualTo(404);

    projector.given(STORY.extended(40, 1, 3, false));
    assertThat(projector.get(BATCH + "/shown" + LANES + "&addition=1").statusCode())
        .as("its row is not read yet")
        .isEqualTo(404);
    projector.given(STORY.row(3));
    assertThat(projector.get(BATCH + "/shown" + LANES + "&addition=1").statusCode()).isEqualTo(200);
  }

  @Test
  void whatTakesNoRowsSaysWhy() throws Exception {
    assertThat(projector.get(BATCH + "/open" + LANES).statusCode()).isEqualTo(404);
    projector.given(STORY.keptOpen(1));
    assertThat(open().path("code").asText()).isEqualTo("ROWS_IN_PROGRESS");
    assertThat(projector.get(BATCH + "/open" + LANES).headers().firstValue("Retry-After"))
        .contains("1");
    projector.given(STORY.expired(70));
    assertThat(open().path("code").asText()).isEqualTo("BATCH_ENDED");
  }

  @Test
  void aBatchOfBeforeIsClosed() throws Exception {
    projector.givenABatchUnderWay();

    assertThat(open().path("code").asText()).isEqualTo("NOT_KEPT_OPEN");
    assertThat(status().has("keepOpen")).isFalse();
  }
}
