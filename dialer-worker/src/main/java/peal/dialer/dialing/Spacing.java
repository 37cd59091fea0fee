package peal.dialer.dialing;

/**
 * The distance that the dials of one lane keep. Pure; not thread-safe.
 *
 * <p>A burst of late dials would break the lane's pace as surely as a fast one, so they keep their
 * distance even then. Were it counted from the instant at which a timer happened to fire, every
 * firing's few microseconds would add up, and a lane at full pace would drift until its dials pass
 * {@code dialBy}. So it is counted from the planned instant, and only lateness beyond a small
 * tolerance pushes what follows.
 */
final class Spacing {
  /** What the spacing is longer than the limit asks, added up over a second. */
  private static final long MARGIN_NANOS = 1_000_000;

  private final long toleranceNanos;
  private boolean dialed;
  private long lastNanos;
  private long lastSpacing;

  /**
   * No dial yet.
   *
   * @param toleranceNanos how late a dial may be without pushing the next; n dials take at least
   *     {@code (n - 1) * spacing - toleranceNanos}. No more than one spacing and {@value
   *     #MARGIN_NANOS} ns are tolerated: the spacing is a five-hundredth longer than the limit
   *     asks, so a window of a second or more never holds more than the limit and one
   */
  Spacing(long toleranceNanos) {
    this.toleranceNanos = toleranceNanos;
  }

  /** When {@code dial} may go at the earliest, monotonic ns. */
  long dueOf(Waiting dial) {
    long slot = dial.window().slotNanos();
    return dialed ? Math.max(slot, lastNanos + dial.spacingNanos()) : slot;
  }

  /** {@code dial} goes now. */
  void dialed(Waiting dial, long nowNanos) {
    long planned = dueOf(dial);
    lastSpacing = dial.spacingNanos();
    lastNanos = Math.max(planned, nowNanos - Math.min(toleranceNanos, lastSpacing + MARGIN_NANOS));
    dialed = true;
  }

  /** Whether forgetting it would change nothing. */
  boolean forgettable(long nowNanos) {
    return !dialed || nowNanos >= lastNanos + lastSpacing;
  }
}
