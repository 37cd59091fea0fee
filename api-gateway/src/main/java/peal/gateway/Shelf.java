package peal.gateway;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.javalin.http.Context;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.UnaryOperator;
import peal.domain.Owned;
import peal.domain.Revised;
import peal.domain.Workspace;
import peal.domain.WorkspaceId;
import peal.service.kafka.RowWeight;
import peal.topics.DomainJson;

/**
 * One kind of things that workspaces own, each behind a workspace's id: nobody can name another
 * workspace's. Thread-safe.
 *
 * <p>Every gateway and every ingest holds all of all workspaces in its heap, so a workspace may
 * have {@value #MOST} of a kind, each of at most {@value #LARGEST} bytes as JSON, and all together
 * as many as its quota says. Gateways count for themselves: some that are made at the same moment
 * may come on top.
 *
 * @param what one of them, for messages: "Agent"
 * @param table keys are {@code workspaceId/id}
 * @param room of all workspaces
 */
public record Shelf<V extends Owned<V>>(String what, Table<V> table, TableRoom room) {
  static final int MOST = 1_000;
  static final int LARGEST = 256 << 10;
  private static final ObjectMapper JSON = DomainJson.newMapper();

  /** The one of this id; sees every change that was acknowledged before. */
  public V one(Context ctx, WorkspaceId workspace, String name) {
    return findNow(ctx, workspace, name).orElseThrow(() -> Refusals.unknown(what, name));
  }

  /** The one of this id, if there is one; sees every change that was acknowledged before. */
  public Optional<V> findNow(Context ctx, WorkspaceId workspace, String name) {
    Stale.unlessCurrent(ctx, table);
    return table.get(key(workspace, name));
  }

  /** All of a workspace's, newest first; sees every change that was acknowledged before. */
  public List<V> all(Context ctx, WorkspaceId workspace) {
    Stale.unlessCurrent(ctx, table);
    return table.values(workspace.value()).stream()
        .sorted(Comparator.<V, String>comparing(Owned::id).reversed())
        .toList();
  }

  /**
   * Keeps a new one; one that a repeated request has made already stays as it is.
   *
   * @throws peal.service.http.ApiError 409 where the workspace has as many as it may; 413 where it
   *     is too large; 503 where all have as much as there is room for
   */
  public V add(Workspace workspace, V value) {
    return table.update(
        key(workspace.id(), value.id()),
        before -> before.orElseGet(() -> fitting(workspace, value)));
  }

  private V fitting(Workspace workspace, V value) {
    if (table.values(workspace.id().value()).size() >= MOST) {
      String word = what.toLowerCase(Locale.ROOT) + "s";
      throw Refusals.conflict(
          "A workspace may have %d %s. Delete one first.".formatted(MOST, word),
          "TOO_MANY_" + word.toUpperCase(Locale.ROOT));
    }
    return ofBearableSize(workspace, 0, value);
  }

  private V ofBearableSize(Workspace workspace, int before, V value) {
    byte[] written = written(value);
    int size = RowWeight.of(written);
    if (Revised.isThere(value) && written.length > LARGEST) {
      throw Refusals.tooLarge(
          "%s: all fields together may have at most %d bytes as JSON.".formatted(what, LARGEST));
    }
    long most = workspace.limits().quotasOrUsual().definitionBytes();
    long taken = table.share(workspace.id().value()).bytes();
    if (size > before && taken + size - before > most) {
      throw Refusals.quota(
          ("The %ss of this workspace may have %,d bytes as JSON together, and have %,d; each value"
               + " counts as 40 at least, and what was deleted for a day. Delete some, or ask the"
               + " operator for a larger 'maxDefinitionBytes'.")
              .formatted(what.toLowerCase(Locale.ROOT), most, taken));
    }
    if (size > before) {
      room.require(workspace.id(), size - before);
    }
    return value;
  }

  private byte[] written(V value) {
    try {
      return JSON.writeValueAsBytes(value);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException("cannot write one of these: " + what, e);
    }
  }

  /**
   * Changes the one of this id; {@code change} may be called several times.
   *
   * @throws peal.service.http.ApiError 404 where there is none; 413 where it becomes too large; 503
   *     where it grows and there is no room; what {@code change} throws
   */
  public V change(Workspace workspace, String name, UnaryOperator<V> change) {
    return table.update(
        key(workspace.id(), name),
        before -> {
          V was = before.orElseThrow(() -> Refusals.unknown(what, name));
          return ofBearableSize(workspace, RowWeight.of(written(was)), change.apply(was));
        });
  }

  private static String key(WorkspaceId workspace, String name) {
    return workspace + "/" + name;
  }
}
