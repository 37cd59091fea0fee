package peal.projector.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.reflect.Proxy;
import java.net.ConnectException;
import java.net.http.HttpTimeoutException;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import peal.projector.Story;
import peal.projector.query.Instance;
import peal.projector.query.LaneReader;
import peal.projector.query.LaneUnavailable;

class WaryLaneReaderTest {
  private static final Instance OTHER = new Instance("other", 1);

  private long nanos;
  private int asked;
  private Exception fault;
  private final SilentInstances silent = new SilentInstances(() -> nanos);

  private LaneReader reader() {
    LaneReader remote =
        (LaneReader)
            Proxy.newProxyInstance(
                getClass().getClassLoader(),
                new Class<?>[] {LaneReader.class},
                (proxy, method, arguments) -> {
                  if (method.getName().equals("lane")) {
                    return Story.lane(0);
                  }
                  asked++;
                  if (fault != null) {
                    throw new LaneUnavailable(Story.lane(0), "no", fault);
                  }
                  return List.of();
                });
    return new WaryLaneReader(remote, OTHER, silent);
  }

  @Test
  void whoWasSilentIsNotAskedForThreeSeconds() {
    fault = new HttpTimeoutException("paused");
    assertThatThrownBy(() -> reader().batches()).isInstanceOf(LaneUnavailable.class);
    fault = null;

    assertThatThrownBy(() -> reader().batches()).isInstanceOf(LaneUnavailable.class);
    assertThat(asked).isEqualTo(1);

    nanos = Duration.ofSeconds(3).toNanos();
    assertThat(reader().batches()).isEmpty();
  }

  @Test
  void whoRefusedTheConnectionIsAskedAgainForThatCostsNothing() {
    fault = new ConnectException("gone");
    assertThatThrownBy(() -> reader().batches()).isInstanceOf(LaneUnavailable.class);
    fault = null;

    assertThat(reader().batches()).isEmpty();
  }
}
