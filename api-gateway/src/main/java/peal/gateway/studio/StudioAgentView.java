package peal.gateway.studio;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import peal.domain.Agent;
import peal.gateway.json.Times;

/** An agent as the agents family shows it. */
record StudioAgentView(
    String id,
    String name,
    String mode,
    String agentArchitecture,
    boolean active,
    String model,
    String stt,
    String tts,
    String realtimeProvider,
    String systemPrompt,
    String welcomeMessage,
    String voiceId,
    String language,
    Double temperature,
    List<String> enabledFunctions,
    List<String> enabledCustomFunctions,
    List<String> phoneNumberIds,
    Map<String, String> variables,
    Map<String, String> variableDefaults,
    String createdAt,
    String updatedAt) {
  /** Details of an agent that has none, because it was made in the other family. */
  static final Agent.Details NONE = new Agent.Details(null, null, null, null, null, null, null);

  static final Agent.TtsModel MUTE = new Agent.TtsModel(null, null, null, null);

  /** What a list shows. */
  record Short(
      String id,
      String name,
      String mode,
      String agentArchitecture,
      boolean active,
      String createdAt) {
    static Short of(Agent agent) {
      StudioAgentView whole = StudioAgentView.of(agent);
      return new Short(
          whole.id, whole.name, whole.mode, whole.agentArchitecture, whole.active, whole.createdAt);
    }
  }

  static StudioAgentView of(Agent agent) {
    Agent.Details details = agent.details() == null ? NONE : agent.details();
    Agent.TtsModel voice = agent.ttsModel() == null ? MUTE : agent.ttsModel();
    return new StudioAgentView(
        agent.id(),
        agent.name(),
        word(modeOf(agent)),
        word(agent.architecture()),
        agent.active(),
        agent.llmModel(),
        details.stt(),
        voice.provider(),
        details.realtimeProvider(),
        agent.systemPrompt(),
        agent.welcomeMessage(),
        voice.voiceId(),
        voice.language(),
        details.temperature(),
        details.enabledFunctions(),
        details.enabledCustomFunctions(),
        agent.phoneNumberIds(),
        agent.variables(),
        agent.variableDefaults(),
        Times.iso(agent.createdAt()),
        Times.iso(agent.updatedAt()));
  }

  /** Public where nobody said. */
  static Agent.Mode modeOf(Agent agent) {
    return agent.details() == null || agent.details().mode() == null
        ? Agent.Mode.PUBLIC
        : agent.details().mode();
  }

  private static String word(Enum<?> value) {
    return value == null ? null : value.name().toLowerCase(Locale.ROOT);
  }
}
