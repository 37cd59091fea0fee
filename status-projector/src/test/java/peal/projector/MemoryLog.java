package peal.projector;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import peal.domain.Lane;
import peal.domain.event.CallEvent;
import peal.projector.events.LaneLog;
import peal.projector.query.LaneEventPage;

/** A partition in memory that only one lane uses. */
public final class MemoryLog implements LaneLog {
  private final List<Logged> records = new ArrayList<>();
  private final List<Long> untold = new ArrayList<>();
  private long first;

  /** Writes {@code event} at the end, and says where it lies. */
  public long add(CallEvent event) {
    records.add(new Logged(records.size(), event));
    return records.size() - 1;
  }

  /** Keeps nothing that lies before {@code offset}. */
  public void deleteBefore(long offset) {
    first = offset;
  }

  @Override
  public Scan scan(Lane lane, long from, long last, int most) {
    if (from < first || from > records.size()) {
      return new Scan(span(lane), List.of(), from);
    }
    int to = (int) Math.max(from, Math.min(Math.min(records.size(), last + 1), from + most));
    return new Scan(span(lane), records.subList((int) from, to), to);
  }

  @Override
  public void untold(Lane lane, long offset) {
    untold.add(offset);
  }

  /** Of which records nothing was told, for something could not be read. */
  public List<Long> untold() {
    return untold;
  }

  @Override
  public LaneEventPage.Span span(Lane lane) {
    return new LaneEventPage.Span(first, records.size());
  }

  @Override
  public long at(Lane lane, Instant instant) {
    return records.stream()
        .filter(record -> !record.event().at().isBefore(instant))
        .mapToLong(Logged::offset)
        .findFirst()
        .orElse(records.size());
  }
}
