package peal.gateway.agents;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;
import java.util.Map;
import peal.domain.Agent;
import peal.gateway.json.Times;

/** An agent as the batch family shows it. */
record AgentView(
    @JsonProperty("_id") String id,
    String workspaceId,
    String name,
    Agent.TtsModel ttsModel,
    String llmModel,
    Agent.Settings settings,
    String systemPrompt,
    String welcomeMessage,
    Boolean smartCallback,
    Integer maxAttemptsForSmartCallback,
    List<Agent.Gap> gapBetweenEachAttemptForSmartCallback,
    List<String> phoneNumberIds,
    Map<String, String> variables,
    Map<String, String> variableDefaults,
    Integer maxCallDuration,
    boolean active,
    String status,
    String createdAt,
    String updatedAt) {
  static AgentView of(Agent agent) {
    return new AgentView(
        agent.id(),
        agent.workspaceId().value(),
        agent.name(),
        agent.ttsModel(),
        agent.llmModel(),
        agent.settings(),
        agent.systemPrompt(),
        agent.welcomeMessage(),
        agent.smartCallback(),
        agent.maxAttemptsForSmartCallback(),
        agent.gapBetweenEachAttemptForSmartCallback(),
        agent.phoneNumberIds(),
        agent.variables(),
        agent.variableDefaults(),
        agent.maxCallDuration(),
        agent.active(),
        "ready",
        Times.iso(agent.createdAt()),
        Times.iso(agent.updatedAt()));
  }
}
