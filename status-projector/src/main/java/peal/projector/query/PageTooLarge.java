package peal.projector.query;

/** The calls of a page are larger than what is held of one. An answer, not a fault. */
public final class PageTooLarge extends RuntimeException {
  private static final long serialVersionUID = 1L;

  PageTooLarge() {
    super(
        "The calls of this page have more than %,d bytes together. Ask for fewer at once; 'limit=%d'"
                .formatted(PageOfCalls.MOST_BYTES, PageOfCalls.ALWAYS_FIT)
            + " always fits.",
        null,
        false,
        false);
  }
}
