package peal.domain.forecast;

/**
 * A bundle at a time as one number, so that a million of them take eight bytes each. They are
 * ordered by time, and by bundle where two are at once.
 *
 * @param millis after the beginning of the forecast, 0 to 2^36 - 1, which are 795 days
 * @param bundle which bundle, from 0 to 2^24 - 1
 * @param attempts 0 to 15
 */
record Moment(long millis, int bundle, int attempts) {
  private static final int BUNDLE_BITS = 24;
  private static final int ATTEMPT_BITS = 4;

  /** One more than the highest bundle. */
  static final int MOST_ROWS = 1 << BUNDLE_BITS;

  long packed() {
    return millis << BUNDLE_BITS + ATTEMPT_BITS | (long) bundle << ATTEMPT_BITS | attempts;
  }

  static Moment of(long packed) {
    return new Moment(
        millisOf(packed),
        (int) (packed >>> ATTEMPT_BITS) & (MOST_ROWS - 1),
        (int) packed & ((1 << ATTEMPT_BITS) - 1));
  }

  static long millisOf(long packed) {
    return packed >>> BUNDLE_BITS + ATTEMPT_BITS;
  }
}
