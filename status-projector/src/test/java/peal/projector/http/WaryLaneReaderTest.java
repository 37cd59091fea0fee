package peal.projector.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.ConnectException;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpTimeoutException;
import java.time.Duration;
import java.util.List;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import peal.domain.BatchId;
import peal.domain.Lane;
import peal.projector.MemoryLanes;
import peal.projector.Story;
import peal.projector.query.BatchSpan;
import peal.projector.query.Instance;
import peal.projector.query.LaneBatch;
import peal.projector.query.LaneReader;
import peal.projector.query.LaneUnavailable;
import peal.projector.query.RelayedLane;

class WaryLaneReaderTest {
  private static final Instance OTHER = new Instance("other", 1);
  private static final BatchId BATCH = new BatchId("batch_b1");

  private long nanos;
  private int asked;
  private Exception fault;
  private Exception listFault;
  private final SilentInstances silent = new SilentInstances(() -> nanos);

  private LaneReader reader() {
    return new WaryLaneReader(new Other(), OTHER, silent);
  }

  /** An instance that holds an empty lane, or fails. */
  private final class Other implements RelayedLane {
    @Override
    public Lane lane() {
      return Story.lane(0);
    }

    @Override
    public <T> T ask(Function<LaneReader, T> question) {
      asked++;
      if (fault != null) {
        throw new LaneUnavailable(lane(), "no", fault);
      }
      return question.apply(new MemoryLanes().reader(lane()));
    }

    @Override
    public List<LaneBatch> batches(BatchSpan span) {
      if (listFault != null) {
        throw new LaneUnavailable(lane(), "no", listFault);
      }
      return RelayedLane.super.batches(span);
    }
  }

  @Test
  void whoWasSilentIsNotAskedForThreeSeconds() {
    fault = new HttpTimeoutException("paused");
    assertThatThrownBy(() -> reader().batch(BATCH)).isInstanceOf(LaneUnavailable.class);
    fault = null;

    assertThatThrownBy(() -> reader().batches(BatchSpan.ALL)).isInstanceOf(LaneUnavailable.class);
    assertThat(asked).isEqualTo(1);

    nanos = Duration.ofSeconds(3).toNanos();
    assertThat(reader().batches(BatchSpan.ALL)).isEmpty();
  }

  @Test
  void oneListThatTookLongSilencesNobody() {
    listFault = new HttpTimeoutException("100,000 batches");

    assertThatThrownBy(() -> reader().batches(BatchSpan.ALL)).isInstanceOf(LaneUnavailable.class);

    assertThat(reader().batch(BATCH)).isEmpty();
  }

  @Test
  void whoAnswersNoShortQuestionAfterAListIsSilent() {
    fault = new HttpTimeoutException("paused");
    assertThatThrownBy(() -> reader().batches(BatchSpan.ALL)).isInstanceOf(LaneUnavailable.class);
    assertThat(asked).isEqualTo(2);
    fault = null;

    assertThatThrownBy(() -> reader().batch(BATCH)).isInstanceOf(LaneUnavailable.class);
    assertThat(asked).isEqualTo(2);
  }

  @Test
  void whoTakesNoConnectionIsSilentWhateverWasAsked() {
    fault = new HttpConnectTimeoutException("unplugged");
    assertThatThrownBy(() -> reader().batches(BatchSpan.ALL)).isInstanceOf(LaneUnavailable.class);
    fault = null;

    assertThatThrownBy(() -> reader().batches(BatchSpan.ALL)).isInstanceOf(LaneUnavailable.class);
    assertThat(asked).isEqualTo(1);
  }

  @Test
  void whoRefusedTheConnectionIsAskedAgainForThatCostsNothing() {
    fault = new ConnectException("gone");
    assertThatThrownBy(() -> reader().batch(BATCH)).isInstanceOf(LaneUnavailable.class);
    assertThatThrownBy(() -> reader().batches(BatchSpan.ALL)).isInstanceOf(LaneUnavailable.class);
    fault = null;

    assertThat(reader().batches(BatchSpan.ALL)).isEmpty();
  }
}
