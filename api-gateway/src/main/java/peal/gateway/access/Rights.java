package peal.gateway.access;

import peal.domain.Agent;
import peal.domain.Workspace.Role;
import peal.service.http.ApiError;

/** Who may change what: API contract, sections 1 and 5. */
public final class Rights {
  private Rights() {}

  /**
   * Passes silently who may change {@code agent}: its creator where it is private, owners and
   * admins where it is public or commercial, all of these where nobody said.
   *
   * @throws ApiError 403 everyone else
   */
  public static void mayChange(Caller caller, Agent agent) {
    Agent.Mode mode = agent.details() == null ? null : agent.details().mode();
    boolean allowed =
        switch (mode) {
          case null -> isAdmin(caller) || isCreator(caller, agent);
          case PRIVATE -> isCreator(caller, agent);
          case PUBLIC, COMMERCIAL -> isAdmin(caller);
        };
    if (!allowed) {
      throw forbidden(
          mode == Agent.Mode.PRIVATE
              ? "A private agent can be changed only with the key that created it."
              : "Only owners and admins may change this agent.");
    }
  }

  /**
   * Passes silently who may manage the workspace's keys.
   *
   * @throws ApiError 403 members
   */
  public static void mayManageKeys(Caller caller) {
    if (!isAdmin(caller)) {
      throw forbidden("Only owners and admins may manage keys.");
    }
  }

  /**
   * Passes silently who may make webhooks, and see them.
   *
   * @throws ApiError 403 members
   */
  public static void mayManageWebhooks(Caller caller) {
    if (!isAdmin(caller)) {
      throw forbidden(
          "Only owners and admins may manage webhooks. Events can be read with any key.");
    }
  }

  /**
   * Passes silently who may stop all of the workspace's dialing, and resume it.
   *
   * @throws ApiError 403 members
   */
  public static void mayStopDialing(Caller caller) {
    if (!isAdmin(caller)) {
      throw forbidden(
          "Only owners and admins may stop or resume dialing. A batch can be paused with any key.");
    }
  }

  /** Whether the key belongs to an owner or an admin. */
  public static boolean isAdmin(Caller caller) {
    return caller.key().role() != Role.MEMBER;
  }

  private static boolean isCreator(Caller caller, Agent agent) {
    return agent.details() != null && caller.key().id().equals(agent.details().createdBy());
  }

  /** 403 with a reason. */
  public static ApiError forbidden(String sentence) {
    return new ApiError(403, "Forbidden", sentence, "FORBIDDEN");
  }
}
