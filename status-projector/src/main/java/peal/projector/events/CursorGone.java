package peal.projector.events;

/** What lies behind a cursor is no longer kept, or was never written. */
public final class CursorGone extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final transient Cursor oldest;

  CursorGone(Cursor oldest) {
    super("what lies behind this cursor is not kept");
    this.oldest = oldest;
  }

  /** The same, but for lanes of which that is gone: there where begins what is kept. */
  public Cursor oldest() {
    return oldest;
  }
}
