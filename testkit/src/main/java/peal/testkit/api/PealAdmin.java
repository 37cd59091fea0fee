package peal.testkit.api;

import java.net.URI;
import java.util.Map;

/** The operator's side of the gateway. Throws as {@link PealClient} does. Thread-safe. */
public final class PealAdmin {
  private static final String DIALING = "/admin/dialing";
  private static final String WORKSPACES = "/admin/workspaces";

  private final Http http;

  /** Opens the gateway's admin routes with the operator's token. */
  public PealAdmin(URI gateway, String token) {
    this.http = new Http(gateway, Map.of("Authorization", "Bearer " + token));
  }

  /** Creates a workspace from these fields. */
  public Answer createWorkspace(Map<String, ?> fields) {
    return http.json("POST", WORKSPACES, fields);
  }

  /** Changes the fields that are given. */
  public Answer patchWorkspace(String workspaceId, Map<String, ?> fields) {
    return http.json("PATCH", WORKSPACES + "/" + workspaceId, fields);
  }

  /** Stops dialing of what {@code target} names: its scope and id, and the reason. */
  public Answer stopDialing(Map<String, ?> target) {
    return http.json("POST", DIALING + "/stop", target);
  }

  /** Lets it go on. */
  public Answer resumeDialing(Map<String, ?> target) {
    return http.json("POST", DIALING + "/resume", target);
  }

  /** What is stopped. */
  public Answer dialing() {
    return http.get(DIALING);
  }

  /** Every workspace. */
  public Answer workspaces() {
    return http.get(WORKSPACES);
  }
}
