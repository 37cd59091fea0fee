package peal.projector.query;

import java.util.Optional;
import java.util.function.Function;
import peal.domain.Lane;

/**
 * A lane wherever it lies: its owner; if that cannot answer, whoever owns it after a second look;
 * else a copy, and then {@link #stale} says so. Made for one request, which it answers from one
 * source as long as that can; not thread-safe.
 */
public final class RoutedLane implements RelayedLane {
  private final Lane lane;
  private final LaneDirectory directory;
  private LaneReader source;
  private boolean stale;

  /** Reads {@code lane} from whom {@code directory} names. */
  public RoutedLane(Lane lane, LaneDirectory directory) {
    this.lane = lane;
    this.directory = directory;
  }

  /** Whether an answer came from a copy, which may be behind. */
  public boolean stale() {
    return stale;
  }

  @Override
  public Lane lane() {
    return lane;
  }

  @Override
  public <T> T ask(Function<LaneReader, T> question) {
    if (source != null) {
      try {
        return question.apply(source);
      } catch (LaneUnavailable e) {
        source = null;
      }
    }
    LaneUnavailable last = new LaneUnavailable(lane, "nobody holds it just now", null);
    for (int look = 0; look < 2; look++) {
      Optional<LaneReader> owner = directory.sources(lane).owner();
      if (owner.isPresent()) {
        try {
          return answer(owner.get(), question);
        } catch (LaneUnavailable e) {
          last = e;
        }
      }
    }
    for (LaneReader copy : directory.sources(lane).copies()) {
      try {
        T answer = answer(copy, question);
        stale = true;
        return answer;
      } catch (LaneUnavailable e) {
        last = e;
      }
    }
    throw last;
  }

  /** A copy does not know how far it is: it could pass over what it has not heard of. */
  @Override
  public LaneEventPage.Span eventSpan() {
    return askOwner(LaneReader::eventSpan);
  }

  @Override
  public LaneEventPage events(long from, int limit, long bytes) {
    return askOwner(reader -> reader.events(from, limit, bytes));
  }

  /** Once: whoever follows events asks again. */
  private <T> T askOwner(Function<LaneReader, T> question) {
    return answer(
        directory
            .sources(lane)
            .owner()
            .orElseThrow(() -> new LaneUnavailable(lane, "nobody owns it just now", null)),
        question);
  }

  private <T> T answer(LaneReader reader, Function<LaneReader, T> question) {
    T answer = question.apply(reader);
    source = reader;
    return answer;
  }
}
