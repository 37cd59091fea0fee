package peal.domain;

/**
 * Something whose changes are numbered, so that of two changes that were made to the same state
 * only the first counts, for everyone who reads them in order. Whoever made the other one sees
 * that it did not count, and makes it again on top.
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

  /** Whether {@code next} was made from {@code current}, and so counts. */
  static boolean follows(Revised<?> next, Revised<?> current) {
    long expected = numberOf(current) + 1;
    boolean bothUncounted = next.revision() == null && current.revision() == null;
    return bothUncounted || numberOf(next) == expected;
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
