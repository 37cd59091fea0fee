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
import peal.domain.WorkspaceId;
import peal.topics.DomainJson;

/**
 * One kind of things that workspaces own, each behind a workspace's id: nobody can name another
 * workspace's. Thread-safe.
 *
 * <p>Every gateway and every ingest holds all of all workspaces in its heap, so a workspace may
 * have {@value #MOST} of a kind, each of at most {@value #LARGEST} bytes as JSON. Gateways count
 * for themselves: some that are made at the same moment may come on top.
 *
 * @param what one of them, for messages: "Agent"
 * @param table keys are {@code workspaceId/id}
 */
public record Shelf<V extends Owned<V>>(String what, Table<V> table) {
  static final int MOST = 1_000;
  static final int LARGEST = 256 << 10;
  private static final ObjectMapper JSON = DomainJson.newMapper();

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
        .filter(value -> owns(workspace, value))
        .sorted(Comparator.<V, String>comparing(Owned::id).reversed())
        .toList();
  }

  /**
   * Keeps a new one; one that a repeated request has made already stays as it is.
   *
   * @throws peal.service.http.ApiError 409 where the workspace has as many as it may; 413 where it
   *     is too large
   */
  public V add(WorkspaceId workspace, V value) {
    return table.update(
        key(workspace, value.id()), before -> before.orElseGet(() -> fitting(workspace, value)));
  }

  private V fitting(WorkspaceId workspace, V value) {
    long those = table.values().stream().filter(each -> owns(workspace, each)).count();
    if (those >= MOST) {
      String word = what.toLowerCase(Locale.ROOT) + "s";
      throw Refusals.conflict(
          "A workspace may have %d %s. Delete one first.".formatted(MOST, word),
          "TOO_MANY_" + word.toUpperCase(Locale.ROOT));
    }
    return ofBearableSize(value);
  }

  private V ofBearableSize(V value) {
    try {
      if (Revised.isThere(value) && JSON.writeValueAsBytes(value).length > LARGEST) {
        throw Refusals.tooLarge(
            "%s: all fields together may have at most %d bytes as JSON.".formatted(what, LARGEST));
      }
      return value;
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException("cannot write one of these: " + what, e);
    }
  }

  /**
   * Changes the one of this id; {@code change} may be called several times.
   *
   * @throws peal.service.http.ApiError 404 where there is none; 413 where it becomes too large;
   *     what {@code change} throws
   */
  public V change(WorkspaceId workspace, String name, UnaryOperator<V> change) {
    return table.update(
        key(workspace, name),
        before ->
            ofBearableSize(change.apply(before.orElseThrow(() -> Refusals.unknown(what, name)))));
  }

  private static boolean owns(WorkspaceId workspace, Owned<?> value) {
    return value.workspaceId().equals(workspace);
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
