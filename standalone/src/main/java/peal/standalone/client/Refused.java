package peal.standalone.client;

/** The server said no, or nothing at all; the message is for the person at the terminal. */
public final class Refused extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final int status;

  /**
   * A refusal.
   *
   * @param status HTTP status, or 0 where no answer came
   * @param message what to show
   */
  public Refused(int status, String message) {
    super(message, null, false, false);
    this.status = status;
  }

  /** The HTTP status, or 0 where no answer came. */
  public int status() {
    return status;
  }
}
