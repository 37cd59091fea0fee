package peal.domain;

/**
 * Something whose changes are numbered, so that of two changes that were made to the same state
 * only the first counts, for everyone who reads them in order. Whoever made the other one sees that
 * it did not count, and makes it again on top.
 *
 * @param <T> the type itself
 */
public interface Revised<T extends Revised<T>> {
  /** Number of the last change, from 1; null where nobody counted yet. */
  Long revision();

  /** The same as change {@code number}. */
  T withRevision(long number);

  /** True once it is deleted. A tombstone would forget the number, and with it the order. */
  Boolean gone();

  /**
   * Whether {@code next} counts after {@code current}. Its number is the one after the state that
   * it was made from, so it is too low if another change came between. Higher is enough: where a
   * topic was compacted, {@code current} may be older than what {@code next} was made from.
   */
  static boolean follows(Revised<?> next, Revised<?> current) {
    boolean bothUncounted = next.revision() == null && current.revision() == null;
    return bothUncounted || numberOf(next) > numberOf(current);
  }

  /** The number; 0 for null and for what nobody counted. */
  static long numberOf(Revised<?> thing) {
    return thing == null || thing.revision() == null ? 0 : thing.revision();
  }

  /** Whether there is such a thing: it was made, and is not deleted. */
  static boolean isThere(Revised<?> thing) {
    return thing != null && !Boolean.TRUE.equals(thing.gone());
  }
}
