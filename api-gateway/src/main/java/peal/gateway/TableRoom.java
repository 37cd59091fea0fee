package peal.gateway;

import java.util.List;
import java.util.function.IntSupplier;
import peal.domain.WorkspaceId;
import peal.service.http.ApiError;

/**
 * What the tables that workspaces fill may take of every gateway's heap together, for quotas may be
 * promised that no heap holds. At the bound a workspace that has less than an equal share is let in
 * all the same, so that no other's quota is its loss; all together never have more than twice the
 * bound. Gateways count for themselves. Thread-safe.
 *
 * @param most bytes as they are written; in the heap they take some times as much
 * @param tables what counts
 * @param workspaces how many there are
 */
public record TableRoom(long most, List<Table<?>> tables, IntSupplier workspaces) {
  /** Copies the list. */
  public TableRoom {
    tables = List.copyOf(tables);
  }

  /**
   * Passes silently where {@code more} bytes of a workspace's can be held.
   *
   * @throws ApiError 503 where they cannot
   */
  public void require(WorkspaceId workspace, long more) {
    long all = tables.stream().mapToLong(table -> table.all().bytes()).sum();
    if (all + more <= most) {
      return;
    }
    long own = tables.stream().mapToLong(table -> table.share(workspace.value()).bytes()).sum();
    if (own + more > most / Math.max(1, workspaces.getAsInt())) {
      throw new ApiError(
          503,
          "No room",
          ("Agents, flows and remembered requests of all workspaces take the %,d bytes that they"
                  + " may, and this workspace's more than an equal share. Delete some, send this"
                  + " without an 'Idempotency-Key', or ask the operator for a larger"
                  + " PEAL_TABLE_MEGABYTES.")
              .formatted(most),
          "TABLES_FULL");
    }
  }
}
