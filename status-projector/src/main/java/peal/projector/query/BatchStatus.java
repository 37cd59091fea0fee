package peal.projector.query;

/** Where a batch stands, in the API's words. */
public enum BatchStatus {
  /** Nothing has been dialed yet. */
  QUEUED,
  /** Something has been dialed or has ended. */
  PROCESSING,
  /** A client wants no dials for now. */
  PAUSED,
  /** Every call has ended. */
  COMPLETED,
  /** A client wanted no more dials. */
  CANCELLED,
  /** It was never sealed, and nobody was dialed. */
  FAILED
}
