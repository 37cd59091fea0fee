package peal.ingest.batch;

import java.util.List;
import java.util.Optional;
import peal.domain.Agent;
import peal.domain.CallingAgent;
import peal.domain.Flow;
import peal.domain.PromptText;
import peal.domain.RetryPlan;
import peal.domain.Wording;
import peal.domain.Workspace;
import peal.service.http.ApiError;

/** Takes an agent as it is now, so that later changes do not reach calls that were accepted. */
public final class AgentSnapshot {
  private static final int LONGEST_CALL_SECONDS = 86_400;

  /** So that a dial request, with the longest row beside it, fits a Kafka record of 1 MB. */
  static final int LONGEST_TEXTS = 200_000;

  private AgentSnapshot() {}

  /** What the texts of {@code agent} take where they are kept once, bytes. */
  static long bytes(CallingAgent agent) {
    long texts =
        PromptText.bytes(agent.prompt())
            + (agent.welcomeMessage() == null ? 0 : PromptText.bytes(agent.welcomeMessage()));
    return texts
        + agent.variables().entrySet().stream()
            .mapToLong(one -> PromptText.bytes(one.getKey()) + PromptText.bytes(one.getValue()))
            .sum();
  }

  /**
   * The agent, ready to call.
   *
   * @param flow the flow that it calls by, if it has one
   * @throws ApiError 400 with the reason why it cannot call
   */
  public static CallingAgent of(Agent agent, Optional<Flow> flow, Workspace workspace) {
    if (agent.architecture() == Agent.Architecture.TEXT) {
      throw cannotCall("Agent is a text agent and cannot call");
    }
    if (!agent.active()) {
      throw cannotCall("Agent is not active");
    }
    Script script = Script.of(agent, flow);
    if (script.prompt() == null || script.prompt().isBlank()) {
      throw cannotCall("Agent has no active flow or prompt");
    }
    if (script.length() > LONGEST_TEXTS) {
      throw cannotCall(
          "Agent has a prompt, welcome message and variables of more than %,d characters together"
              .formatted(LONGEST_TEXTS));
    }
    if (script.wording().bytes(name -> 0) > Wording.LONGEST) {
      throw cannotCall(
          "Agent has a prompt and welcome message of more than %,d bytes together"
              .formatted(Wording.LONGEST));
    }
    Workspace.OwnNumber from =
        number(agent, workspace)
            .orElseThrow(() -> cannotCall("Agent has no phone number configured"));
    Agent.TtsModel voice = agent.ttsModel();
    return new CallingAgent(
        agent.id(),
        agent.name(),
        agent.llmModel(),
        voice == null ? null : voice.provider(),
        voice == null ? null : voice.voiceId(),
        voice == null ? null : voice.language(),
        script.prompt(),
        script.welcomeMessage(),
        script.variables(),
        from.number(),
        script.maxCallSeconds() == null
            ? CallingAgent.DEFAULT_MAX_CALL_SECONDS
            : Math.clamp(script.maxCallSeconds(), 1, LONGEST_CALL_SECONDS),
        from.carrier());
  }

  /**
   * When the agent itself wants calls to be dialed again.
   *
   * @throws ApiError 400 when its settings are incomplete or out of bounds
   */
  public static Callbacks callbacks(Agent agent) {
    if (!Boolean.TRUE.equals(agent.smartCallback())) {
      return Callbacks.NEVER;
    }
    if (agent.maxAttemptsForSmartCallback() == null
        || agent.gapBetweenEachAttemptForSmartCallback() == null) {
      throw cannotCall(
          "Agent has smartCallback on, but not maxAttemptsForSmartCallback and"
              + " gapBetweenEachAttemptForSmartCallback");
    }
    try {
      return new Callbacks(
          Optional.of(
              RetryPlan.smartCallback(
                  agent.maxAttemptsForSmartCallback(),
                  agent.gapBetweenEachAttemptForSmartCallback().stream()
                      .map(SmartCallbackText::duration)
                      .toList())));
    } catch (IllegalArgumentException e) {
      throw cannotCall("Agent has a smartCallback that is refused: " + e.getMessage());
    }
  }

  /** The first of the agent's numbers; an agent that names none uses the workspace's first. */
  private static Optional<Workspace.OwnNumber> number(Agent agent, Workspace workspace) {
    List<String> ids = agent.phoneNumberIds();
    if (ids == null || ids.isEmpty()) {
      return workspace.phoneNumbers().stream().findFirst();
    }
    return ids.stream()
        .flatMap(id -> workspace.phoneNumbers().stream().filter(own -> own.id().equals(id)))
        .findFirst();
  }

  private static ApiError cannotCall(String reason) {
    return new ApiError(400, "Invalid configuration", reason, "AGENT_CANNOT_CALL");
  }
}
