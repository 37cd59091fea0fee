package peal.simulator;

/** About how many bytes something takes on the heap: an upper bound, for what is bounded. */
final class Weight {
  private static final int HEADERS = 56;

  private Weight() {}

  /** Of a text, two bytes a character; 0 for null. */
  static long of(String text) {
    return text == null ? 0 : HEADERS + 2L * text.length();
  }
}
