package peal.gateway;

import io.javalin.http.Context;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import peal.domain.Owned;
import peal.domain.WorkspaceId;

/**
 * One kind of things that workspaces own, each behind a workspace's id: nobody can name another
 * workspace's. Thread-safe.
 *
 * @param what one of them, for messages: "Agent"
 * @param table keys are {@code workspaceId/id}
 */
public record Shelf<V extends Owned<V>>(String what, Table<V> table) {
  /** Header of answers that may be behind, because Kafka cannot be asked. */
  private static final String STALE = "X-Peal-Stale";

  /** The one of this id; sees every change that was acknowledged before. */
  public V one(Context ctx, WorkspaceId workspace, String name) {
    return findNow(ctx, workspace, name).orElseThrow(() -> Refusals.unknown(what, name));
  }

  /** The one of this id, if there is one; sees every change that was acknowledged before. */
  public Optional<V> findNow(Context ctx, WorkspaceId workspace, String name) {
    refresh(ctx);
    return table.get(key(workspace, name));
  }

  /** All of a workspace's, newest first; sees every change that was acknowledged before. */
  public List<V> all(Context ctx, WorkspaceId workspace) {
    refresh(ctx);
    return table.values().stream()
        .filter(value -> value.workspaceId().equals(workspace))
        .sorted(Comparator.<V, String>comparing(Owned::id).reversed())
        .toList();
  }

  /** Keeps a new one; one that a repeated request has made already stays as it is. */
  public V add(WorkspaceId workspace, V value) {
    return table.update(key(workspace, value.id()), before -> before.orElse(value));
  }

  /**
   * Changes the one of this id; {@code change} may be called several times.
   *
   * @throws peal.service.http.ApiError 404 where there is none; what {@code change} throws
   */
  public V change(WorkspaceId workspace, String name, UnaryOperator<V> change) {
    return table.update(
        key(workspace, name),
        before -> change.apply(before.orElseThrow(() -> Refusals.unknown(what, name))));
  }

  private static String key(WorkspaceId workspace, String name) {
    return workspace + "/" + name;
  }

  private void refresh(Context ctx) {
    if (!table.current()) {
      ctx.header(STALE, "true");
    }
  }
}
