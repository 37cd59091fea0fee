package peal.ingest.batch;

/** The seal was sent, and Kafka fell silent before it said whether it holds. */
public final class SealUnknown extends Exception {
  private static final long serialVersionUID = 1L;

  /** States what was waited for. */
  public SealUnknown(String message, Throwable cause) {
    super(message, cause);
  }
}
