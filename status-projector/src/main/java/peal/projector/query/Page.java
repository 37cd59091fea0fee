package peal.projector.query;

/**
 * Which part of a list a client wants.
 *
 * @param number from 1
 * @param limit entries on a page, 1–100
 */
public record Page(int number, int limit) {
  /** Refuses numbers out of range. */
  public Page {
    if (number < 1 || limit < 1 || limit > 100) {
      throw new IllegalArgumentException("page must be at least 1, limit 1-100");
    }
  }

  /** How many entries lie before it. */
  public long offset() {
    return (number - 1L) * limit;
  }

  /** How many pages {@code total} entries make. */
  public long pagesOf(long total) {
    return (total + limit - 1) / limit;
  }
}
