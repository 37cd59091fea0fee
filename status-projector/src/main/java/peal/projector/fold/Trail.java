package peal.projector.fold;

import java.util.ArrayList;
import java.util.List;

/**
 * Where a call's records lie in its lane's partition of {@code call-events}, in order, so that its
 * history can be read from there. At most {@value #KEPT} of them: a call that says more keeps its
 * first {@value #FIRST} and its last.
 *
 * @param steps the first offset, then the distance of each to the one before; few digits each
 * @param omitted how many are no longer kept
 */
public record Trail(List<Long> steps, int omitted) {
  /** Most offsets that are kept. */
  public static final int KEPT = 64;

  /** Of those the ones that are never dropped: how it began. */
  public static final int FIRST = 8;

  /** Nothing has been said. */
  public static final Trail NONE = new Trail(List.of(), 0);

  /** Copies the list. */
  public Trail {
    steps = steps == null ? List.of() : List.copyOf(steps);
  }

  /** Whether nothing was ever said. */
  public boolean empty() {
    return steps.isEmpty();
  }

  /** The offsets, ascending. */
  public List<Long> offsets() {
    List<Long> offsets = new ArrayList<>(steps.size());
    long at = 0;
    for (long step : steps) {
      at += step;
      offsets.add(at);
    }
    return offsets;
  }

  /** The same with {@code offset} at its end. */
  Trail with(long offset) {
    List<Long> offsets = offsets();
    offsets.add(offset);
    int dropped = 0;
    while (offsets.size() > KEPT) {
      offsets.remove(FIRST);
      dropped++;
    }
    List<Long> next = new ArrayList<>(offsets.size());
    long before = 0;
    for (long at : offsets) {
      next.add(at - before);
      before = at;
    }
    return new Trail(next, omitted + dropped);
  }
}
