package peal.gateway.dialing;

import io.javalin.http.Context;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import peal.domain.DialingStop;
import peal.domain.DialingStop.Scope;
import peal.domain.Workspace;
import peal.gateway.Refusals;
import peal.gateway.Stale;
import peal.gateway.Table;
import peal.gateway.json.JsonFields;

/** The operator stops dialing of everybody, of a carrier or of a workspace, and lets it go on. */
public final class OperatorDialing {
  private static final String ID = "[A-Za-z0-9_-]{1,64}";

  private final Dialing dialing;
  private final Table<Workspace> workspaces;

  /** Handlers over {@code dialing}. */
  public OperatorDialing(Dialing dialing, Table<Workspace> workspaces) {
    this.dialing = dialing;
    this.workspaces = workspaces;
  }

  /** What may be named; what a workspace has said of itself is its own. */
  private enum Named {
    ALL(Scope.ALL),
    CARRIER(Scope.CARRIER),
    WORKSPACE(Scope.WORKSPACE);

    private final Scope scope;

    Named(Scope scope) {
      this.scope = scope;
    }
  }

  private record Target(Scope scope, String id) {}

  /** {@code GET /admin/dialing}: everybody, each carrier that is known, and what is stopped. */
  public void show(Context ctx) {
    Stale.unlessCurrent(ctx, dialing.book().stops());
    ctx.json(state());
  }

  /**
   * {@code POST /admin/dialing/stop}.
   *
   * @throws peal.service.http.ApiError 404 no such workspace; 503 it could not be kept
   */
  public void stop(Context ctx) {
    JsonFields fields = dialing.body().read(ctx);
    Target target = target(fields);
    boolean first =
        dialing
            .book()
            .stop(target.scope(), target.id(), DialingStop.OPERATOR, Dialing.reason(fields));
    String message = isUnknownCarrier(target) ? unknownCarrier(target) : Dialing.STOPPED;
    ctx.json(said(first ? message : message + Dialing.BEFORE));
  }

  /**
   * {@code POST /admin/dialing/resume}.
   *
   * @throws peal.service.http.ApiError 404 no such workspace; 503 nobody can tell
   */
  public void resume(Context ctx) {
    Target target = target(dialing.body().read(ctx));
    boolean lifted = dialing.book().resume(target.scope(), target.id(), DialingStop.OPERATOR);
    ctx.json(said(lifted ? lifted(target) : Dialing.NOTHING + others()));
  }

  private String lifted(Target target) {
    boolean itself =
        target.scope() == Scope.WORKSPACE && dialing.book().isStopped(Scope.OWN, target.id());
    if (itself) {
      return "The operator's stop is lifted. The workspace has stopped itself, too, and only it can"
          + " resume that.";
    }
    return Dialing.RESUMED + others();
  }

  /** Whoever resumes shall not wait for rings that another stop withholds. */
  private String others() {
    return dialing.book().stops().values().stream().anyMatch(DialingStop::stopped)
        ? " Other stops are in force; 'scopes' has them."
        : "";
  }

  private Target target(JsonFields fields) {
    Scope scope =
        fields
            .word("scope", Named.class)
            .orElseThrow(
                () -> Refusals.field("scope", "'scope' is required: all, carrier or workspace."))
            .scope;
    if (scope == Scope.ALL) {
      if (fields.has("id")) {
        throw Refusals.field("id", "'id' must be left out where 'scope' is all.");
      }
      return new Target(scope, null);
    }
    String id = fields.requiredText("id", DialingStop.LONGEST_REASON);
    if (!id.matches(ID)) {
      throw Refusals.field("id", "'id' must be 1-64 letters, digits, '-' or '_'.");
    }
    if (scope == Scope.WORKSPACE) {
      workspaces.current();
      workspaces.get(id).orElseThrow(() -> Refusals.unknown("Workspace", id));
    }
    return new Target(scope, id);
  }

  private boolean isUnknownCarrier(Target target) {
    return target.scope() == Scope.CARRIER && !carriers().contains(target.id());
  }

  /** Numbers may have gone whose batches still dial, so it is stopped all the same. */
  private String unknownCarrier(Target target) {
    return "Carrier '%s' is stopped, but no workspace has a number of it: see whether that is its id. Known are %s."
        .formatted(target.id(), String.join(", ", carriers()));
  }

  private TreeSet<String> carriers() {
    TreeSet<String> carriers = new TreeSet<>(List.of(DialingStop.DEFAULT_CARRIER));
    workspaces.values().stream()
        .flatMap(workspace -> workspace.phoneNumbers().stream())
        .filter(number -> number.carrier() != null)
        .forEach(number -> carriers.add(number.carrier()));
    return carriers;
  }

  private Map<String, Object> said(String message) {
    Map<String, Object> answer = state();
    answer.put("message", message);
    return answer;
  }

  private Map<String, Object> state() {
    TreeSet<String> carriers = carriers();
    List<ScopeView> scopes = new ArrayList<>();
    scopes.add(dialing.book().view(Scope.ALL, null));
    carriers.forEach(carrier -> scopes.add(dialing.book().view(Scope.CARRIER, carrier)));
    dialing.book().stops().values().stream()
        .filter(DialingStop::stopped)
        .filter(said -> said.scope() != Scope.ALL)
        .filter(said -> said.scope() != Scope.CARRIER || !carriers.contains(said.id()))
        .sorted(Comparator.comparing(DialingStop::key))
        .map(ScopeView::of)
        .forEach(scopes::add);
    Map<String, Object> state = new LinkedHashMap<>();
    state.put("stopped", scopes.getFirst().stopped());
    state.put("scopes", scopes);
    return state;
  }
}
