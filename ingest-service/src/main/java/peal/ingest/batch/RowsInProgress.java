package peal.ingest.batch;

/** Other rows of the same batch are being added, so that these were not. */
public final class RowsInProgress extends Exception {
  private static final long serialVersionUID = 1L;

  /** Because of {@code cause}, which may be null. */
  public RowsInProgress(Throwable cause) {
    super("other rows of the batch are being added", cause);
  }
}
