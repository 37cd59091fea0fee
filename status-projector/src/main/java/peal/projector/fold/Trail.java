package peal.projector.fold;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Where a call's records lie in its lane's partition of {@code call-events}, in order, so that its
 * history can be read from there. At most {@value #KEPT} of them: of a call that says more its
 * first {@value #FIRST} are kept, what changed what is shown, and its last.
 *
 * @param steps the first offset, then the distance of each to the one before; few digits each
 * @param omitted how many are no longer kept
 * @param shown for each offset what its record changed of what is shown, a letter of {@link
 *     Change}; shorter where the first were noted by an earlier version, null where all were
 */
public record Trail(List<Long> steps, int omitted, String shown) {
  /** Most offsets that are kept. */
  public static final int KEPT = 64;

  /** Of those the ones that are never dropped: how it began. */
  public static final int FIRST = 8;

  private static final String NOTHING = String.valueOf(Change.NONE.letter());

  /** Nothing has been said. */
  public static final Trail NONE = new Trail(List.of(), 0, null);

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

  /**
   * What the record at {@code offset} changed of what is shown; empty where that is not known,
   * because an earlier version noted it. What is not kept changed nothing, or was put aside.
   */
  public Optional<Change> at(long offset) {
    int index = offsets().indexOf(offset);
    if (index < 0) {
      return shown == null && omitted > 0 ? Optional.empty() : Optional.of(Change.NONE);
    }
    int letter = index - steps.size() + letters().length();
    return letter < 0 ? Optional.empty() : Optional.of(Change.of(letters().charAt(letter)));
  }

  /** Whether one of {@code changes} was shown since the call was due again for the last time. */
  boolean hasShown(Change... changes) {
    String since = letters().substring(letters().lastIndexOf(Change.DUE_AGAIN.letter()) + 1);
    return Stream.of(changes).anyMatch(change -> since.indexOf(change.letter()) >= 0);
  }

  /** Whether a record did {@code change}, of those that are kept. */
  boolean hasNoted(Change change) {
    return letters().indexOf(change.letter()) >= 0;
  }

  private String letters() {
    return shown == null ? "" : shown;
  }

  /** The same with {@code offset} at its end, whose record changed nothing that is shown. */
  Trail with(long offset) {
    return with(offset, Change.NONE);
  }

  /** The same with {@code offset} at its end. */
  Trail with(long offset, Change change) {
    List<Long> offsets = offsets();
    StringBuilder letters = new StringBuilder(letters()).append(change.letter());
    offsets.add(offset);
    int dropped = 0;
    while (offsets.size() > KEPT) {
      int unlettered = offsets.size() - letters.length();
      int silent = letters.indexOf(NOTHING, Math.max(0, FIRST - unlettered));
      int drop = silent < 0 ? FIRST : silent + unlettered;
      if (drop >= unlettered) {
        letters.deleteCharAt(drop - unlettered);
      }
      offsets.remove(drop);
      dropped++;
    }
    List<Long> next = new ArrayList<>(offsets.size());
    long before = 0;
    for (long at : offsets) {
      next.add(at - before);
      before = at;
    }
    return new Trail(next, omitted + dropped, letters.toString());
  }
}
