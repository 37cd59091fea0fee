package peal.gateway;

import io.javalin.http.Context;

/** The header of an answer that may be behind. */
public final class Stale {
  /** Its name; its value is {@code true}. */
  public static final String HEADER = "X-Peal-Stale";

  private Stale() {}

  /**
   * Waits until {@code table} shows every change that was acknowledged before, by whichever
   * gateway; marks the answer where nobody can tell.
   */
  public static void unlessCurrent(Context ctx, Table<?> table) {
    if (!table.current()) {
      ctx.header(HEADER, "true");
    }
  }
}
