package peal.ingest.batch;

/** Kafka could not be reached or did not take a record. The batch was certainly not started. */
public final class LogUnavailable extends Exception {
  private static final long serialVersionUID = 1L;

  /** States what failed, without personal data. */
  public LogUnavailable(String message, Throwable cause) {
    super(message, cause);
  }
}
