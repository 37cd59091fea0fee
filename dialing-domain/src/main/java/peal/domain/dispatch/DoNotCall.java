package peal.domain.dispatch;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import peal.domain.DoNotCallList;
import peal.domain.event.Suppression;
import peal.domain.hours.Verdict;

/**
 * On which do-not-call lists of its workspace a number stands.
 *
 * @param entries at most one of each list
 */
public record DoNotCall(List<Entry> entries) {
  /** The rule's code, as the API shows it. */
  public static final String RULE = "do_not_call";

  /** On no list. */
  public static final DoNotCall NONE = new DoNotCall(List.of());

  private static final Comparator<Instant> LATEST = Comparator.nullsLast(Comparator.naturalOrder());

  /**
   * An entry.
   *
   * @param list the list
   * @param until it counts no more from this on; null for never
   */
  public record Entry(DoNotCallList list, Instant until) {
    /** Whether it ends later than one that ends at {@code other}; null for never. */
    boolean outlasts(Instant other) {
      return LATEST.compare(until, other) > 0;
    }

    /** What it says of a dial. */
    Verdict verdict() {
      return until == null ? new Verdict.Refuse(RULE) : new Verdict.WaitUntil(until);
    }
  }

  /** Copies the list. */
  public DoNotCall {
    entries = entries == null ? List.of() : List.copyOf(entries);
  }

  /**
   * After {@code said}. Nothing that is put on a list makes an entry end earlier: whoever may put
   * numbers on lists need not be allowed to take them off.
   */
  DoNotCall after(Suppression said) {
    Optional<Entry> before = of(said.list());
    if (said.removed()
        ? before.isEmpty()
        : before.isPresent() && LATEST.compare(said.until(), before.get().until()) <= 0) {
      return this;
    }
    List<Entry> next = new ArrayList<>(entries);
    before.ifPresent(next::remove);
    if (!said.removed()) {
      next.add(new Entry(said.list(), said.until()));
    }
    return new DoNotCall(next);
  }

  /** The entry of {@code list}. */
  Optional<Entry> of(DoNotCallList list) {
    return entries.stream().filter(entry -> entry.list().equals(list)).findFirst();
  }

  /**
   * What keeps the number from being dialed at {@code slotAt}: an entry that never ends, else the
   * one that ends last; empty where none does.
   *
   * @param lists those that count beside {@link DoNotCallList#OPT_OUT}; null for all
   */
  Optional<Entry> against(List<DoNotCallList> lists, Instant slotAt) {
    return entries.stream()
        .filter(entry -> entry.until() == null || slotAt.isBefore(entry.until()))
        .filter(entry ->
            lists == null
                || entry.list().equals(DoNotCallList.OPT_OUT)
                || lists.contains(entry.list()))
        .max(Comparator.comparing(Entry::until, LATEST));
  }
}
