package peal.gateway.dialing;

import io.javalin.http.Context;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import peal.domain.DialingStop;
import peal.domain.DialingStop.Scope;
import peal.domain.Workspace;
import peal.domain.Workspace.OwnNumber;
import peal.gateway.Stale;
import peal.gateway.access.Caller;
import peal.gateway.access.Rights;
import peal.service.http.ApiError;

/**
 * A workspace stops all of its own dialing, and lets it go on. What the operator has stopped it
 * sees, and cannot lift.
 */
public final class OwnDialing {
  private final Dialing dialing;

  /** Handlers over {@code dialing}. */
  public OwnDialing(Dialing dialing) {
    this.dialing = dialing;
  }

  /** {@code GET /v1/api/dialing}. */
  public void show(Context ctx) {
    Stale.unlessCurrent(ctx, dialing.book().stops());
    ctx.json(state(Caller.of(ctx)));
  }

  /**
   * Before a stop or a resume, and before it is counted: who may not does not use up what others
   * may.
   *
   * @throws ApiError 403 members
   */
  public void admit(Context ctx) {
    Rights.mayStopDialing(Caller.of(ctx));
  }

  /**
   * {@code POST /v1/api/dialing/stop}.
   *
   * @throws ApiError 503 it could not be kept
   */
  public void stop(Context ctx) {
    Caller caller = Caller.of(ctx);
    String id = caller.workspace().id().value();
    String reason = Dialing.reason(dialing.body().read(ctx));
    boolean first = dialing.book().stop(Scope.OWN, id, caller.key().id(), reason);
    ctx.json(said(caller, first ? Dialing.STOPPED : Dialing.STOPPED + Dialing.BEFORE));
  }

  /**
   * {@code POST /v1/api/dialing/resume}.
   *
   * @throws ApiError 409 only the operator can; 503 nobody can tell
   */
  public void resume(Context ctx) {
    Caller caller = Caller.of(ctx);
    Workspace workspace = caller.workspace();
    boolean lifted = dialing.book().resume(Scope.OWN, workspace.id().value(), caller.key().id());
    Optional<ScopeView> others = operatorsStop(workspace);
    if (others.isPresent() && !lifted) {
      throw new ApiError(
          409,
          "Stopped by the operator",
          "The operator has stopped dialing %s, and only the operator can resume it."
              .formatted(others.get().scope().equals("all") ? "of everybody" : "of this workspace"),
          "STOPPED_BY_OPERATOR",
          Map.of("scope", others.get().scope(), "since", others.get().at()));
    }
    ctx.json(
        said(
            caller,
            !lifted
                ? Dialing.NOTHING
                : others.isPresent()
                    ? "The workspace's own stop is lifted. Nobody is dialed until the operator"
                        + " resumes, too."
                    : Dialing.RESUMED));
  }

  private Optional<ScopeView> operatorsStop(Workspace workspace) {
    return wide(workspace)
        .filter(each -> each.stopped() && !each.scope().equals("own"))
        .findFirst();
  }

  /** What concerns all calls of a workspace; the widest first. */
  private Stream<ScopeView> wide(Workspace workspace) {
    return Stream.of(Scope.ALL, Scope.WORKSPACE, Scope.OWN)
        .map(scope ->
            dialing.book().view(scope, scope == Scope.ALL ? null : workspace.id().value()));
  }

  private Map<String, Object> said(Caller caller, String message) {
    Map<String, Object> answer = state(caller);
    answer.put("message", message);
    return answer;
  }

  private Map<String, Object> state(Caller caller) {
    Workspace workspace = caller.workspace();
    List<ScopeView> scopes = new ArrayList<>(wide(workspace).toList());
    boolean stopped = scopes.stream().anyMatch(ScopeView::stopped);
    workspace.phoneNumbers().stream()
        .map(OwnNumber::carrier)
        .map(carrier -> carrier == null ? DialingStop.DEFAULT_CARRIER : carrier)
        .distinct()
        .sorted()
        .forEach(carrier -> scopes.add(dialing.book().view(Scope.CARRIER, carrier)));
    Map<String, Object> state = new LinkedHashMap<>();
    state.put("stopped", stopped);
    state.put("scopes", scopes);
    state.put("mayStop", Rights.isAdmin(caller));
    return state;
  }
}
