package peal.service.kafka;

/**
 * What one owner has of a table, or all have.
 *
 * @param rows number of rows, deleted ones that are still remembered among them
 * @param bytes what they take as they are written
 */
public record TableShare(int rows, long bytes) {
  /** Nothing. */
  public static final TableShare NONE = new TableShare(0, 0);

  TableShare plus(TableShare more) {
    return new TableShare(rows + more.rows, bytes + more.bytes);
  }
}
