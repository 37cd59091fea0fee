package peal.projector.http;

import java.net.http.HttpTimeoutException;
import java.util.function.Function;
import peal.domain.Lane;
import peal.projector.query.Instance;
import peal.projector.query.LaneReader;
import peal.projector.query.LaneUnavailable;
import peal.projector.query.RelayedLane;

/**
 * Reads a lane at an instance unless that was silent a moment ago. A process that is paused takes
 * connections and never answers; waiting for it again and again would make every question slow
 * until the group misses it.
 */
public final class WaryLaneReader implements RelayedLane {
  private final LaneReader reader;
  private final Instance instance;
  private final SilentInstances silent;

  /** Reads by {@code reader}, which asks {@code instance}. */
  public WaryLaneReader(LaneReader reader, Instance instance, SilentInstances silent) {
    this.reader = reader;
    this.instance = instance;
    this.silent = silent;
  }

  @Override
  public Lane lane() {
    return reader.lane();
  }

  @Override
  public <T> T ask(Function<LaneReader, T> question) {
    if (silent.contains(instance)) {
      throw new LaneUnavailable(reader.lane(), instance + " was silent a moment ago", null);
    }
    try {
      return question.apply(reader);
    } catch (LaneUnavailable e) {
      if (e.getCause() instanceof HttpTimeoutException) {
        silent.add(instance);
      }
      throw e;
    }
  }
}
