package peal.projector.http;

import peal.domain.WorkspaceId;
import peal.service.ByteBudget;
import peal.service.http.ApiError;

/**
 * What answers may take that hold many calls, until they have been written: of a page all of its
 * calls, of a file the piece that is being written. Thread-safe.
 */
public final class HeldAnswers {
  private final ByteBudget budget;

  /** At most {@code budget}. */
  public HeldAnswers(ByteBudget budget) {
    this.budget = budget;
  }

  /**
   * Room for an answer, until it is closed.
   *
   * @throws ApiError 503 where the workspace has its share here, or there is none left
   */
  ByteBudget.Held take(WorkspaceId workspace, long bytes) {
    return budget
        .take(workspace.value(), bytes)
        .orElseThrow(() ->
            new ApiError(
                503,
                "Temporarily unavailable",
                "As many pages and files of calls are being read as are held at once, or this"
                    + " workspace's share of them. Try again in a moment.",
                "TOO_MANY_READERS"));
  }
}
