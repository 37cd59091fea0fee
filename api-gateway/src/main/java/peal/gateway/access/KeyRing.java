package peal.gateway.access;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import peal.domain.Workspace;
import peal.domain.Workspace.ApiKey;
import peal.gateway.Table;

/**
 * Which workspace a key opens, by the key's hash: one look-up, however many keys there are, and
 * whether or not it is one of them. Made anew when a workspace has changed. Thread-safe.
 */
final class KeyRing {
  private final Table<Workspace> workspaces;
  private volatile Ring ring = new Ring(-1, Map.of());

  private record Ring(long version, Map<String, Opened> byHash) {}

  /** What a key opens. */
  record Opened(Workspace workspace, ApiKey key) {}

  KeyRing(Table<Workspace> workspaces) {
    this.workspaces = workspaces;
  }

  /** What the key with this hash opens, if it is one. */
  Optional<Opened> find(String hash) {
    long version = workspaces.version();
    Ring known = ring;
    if (known.version() != version) {
      known = new Ring(version, read());
      ring = known;
    }
    return Optional.ofNullable(known.byHash().get(hash));
  }

  private Map<String, Opened> read() {
    Map<String, Opened> byHash = new HashMap<>();
    for (Workspace workspace : workspaces.values()) {
      workspace.keys().forEach(key -> byHash.put(key.sha256(), new Opened(workspace, key)));
    }
    return byHash;
  }
}
