package peal.projector;

import java.time.Instant;
import java.util.function.Function;
import java.util.function.LongSupplier;
import peal.domain.Lane;
import peal.projector.events.LaneEvents;
import peal.projector.query.LaneEventPage;
import peal.projector.query.LaneReader;
import peal.projector.query.RelayedLane;

/** A lane in memory that tells what happened from a log in memory. */
public class LoggedLane implements RelayedLane {
  private final Lane lane;
  private final LaneReader read;
  private final MemoryLog log;
  private final LongSupplier folded;

  /**
   * Tells of {@code lane}.
   *
   * @param folded offset of the last record of {@code log} that the fold has taken in
   */
  public LoggedLane(Lane lane, LaneReader read, MemoryLog log, LongSupplier folded) {
    this.lane = lane;
    this.read = read;
    this.log = log;
    this.folded = folded;
  }

  @Override
  public Lane lane() {
    return lane;
  }

  @Override
  public <T> T ask(Function<LaneReader, T> question) {
    return question.apply(read);
  }

  @Override
  public LaneEventPage.Span eventSpan() {
    return log.span(lane);
  }

  @Override
  public long eventsFrom(Instant instant) {
    return log.at(lane, instant);
  }

  @Override
  public LaneEventPage events(long from, int limit, long bytes) {
    return new LaneEvents(read, log, folded.getAsLong(), Story.at(100)).read(from, limit, bytes);
  }
}
