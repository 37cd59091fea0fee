package peal.projector.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static peal.projector.http.RunningProjector.STORY;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import peal.domain.BatchId;
import peal.domain.CallStatus;
import peal.domain.Lane;
import peal.projector.Story;
import peal.projector.query.CallShare;
import peal.projector.query.LaneCall;
import peal.projector.query.LaneDirectory;
import peal.projector.query.LaneReader;
import peal.projector.query.LaneUnavailable;
import peal.projector.query.RelayedLane;
import peal.projector.query.RowRange;

/** A batch of more rows than are read ahead, whose lane moves or is slow while it is read. */
class RedialOfMovingLanesTest {
  private static final String ROWS = "/batch_b1/redial.csv?lanes=1";
  private static final int MANY = 3_000;

  private final RunningProjector projector = new RunningProjector();
  private final LaneReader whole = projector.memory.reader(Story.lane(0));

  @BeforeEach
  void aCancelledBatch() {
    projector.given(STORY.opened(MANY, MANY), STORY.sealed(MANY));
    for (long row = 1; row <= MANY; row++) {
      projector.given(STORY.row(row));
    }
    projector.given(STORY.stopped(9));
  }

  @AfterEach
  void close() {
    projector.close();
  }

  /** A copy may be behind, so that calls would be missing, and nobody would know of it. */
  @Test
  void aLaneThatMovesWhileItsCallsAreLookedUpIsAskedAgain() throws Exception {
    givenACopyAnswersBeyond(0);

    assertThat(projector.get(ROWS).statusCode()).isEqualTo(503);
  }

  @Test
  void aLaneThatMovesWhileItsCallsAreReadBreaksTheFileOff() {
    givenACopyAnswersBeyond(2_000);

    assertThatThrownBy(() -> projector.get(ROWS)).isInstanceOf(IOException.class);
  }

  /**
   * The gateway gives an answer up that does not begin; a batch may have one row that is wanted.
   */
  @Test
  void theFileBeginsBeforeItsRowsAreFound() throws Exception {
    CountDownLatch begun = new CountDownLatch(1);
    LaneReader slow = new Watched(whole, 2_000, () -> await(begun));
    projector.directory = lane -> new LaneDirectory.Sources(Optional.of(slow), List.of());

    try (InputStream body = projector.open(ROWS + "&outcomes=busy").body()) {
      assertThat(body.read()).isEqualTo('r');
      begun.countDown();
      assertThat(new String(body.readAllBytes(), StandardCharsets.UTF_8))
          .endsWith(",other_variables\r\n");
    }
  }

  /** At most ten seconds: then nothing has begun. */
  private static void await(CountDownLatch begun) {
    try {
      if (!begun.await(10, TimeUnit.SECONDS)) {
        throw new IllegalStateException("nothing has begun");
      }
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private void givenACopyAnswersBeyond(long row) {
    LaneReader owner =
        new Watched(
            whole,
            row,
            () -> {
              throw new LaneUnavailable(whole.lane(), "gone", null);
            });
    projector.directory = lane -> new LaneDirectory.Sources(Optional.of(owner), List.of(whole));
  }

  /** Tells when calls beyond a row are asked for, before it answers. */
  private record Watched(LaneReader lanes, long row, Runnable beyond) implements RelayedLane {
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
      if (ranges.getLast().last() > row) {
        beyond.run();
      }
      return lanes.calls(batch, ranges, statuses, limit, share);
    }
  }
}
