package peal.gateway.studio;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import peal.domain.Agent;
import peal.domain.Agent.Architecture;
import peal.domain.Workspace;
import peal.gateway.Refusals;
import peal.gateway.access.Caller;
import peal.gateway.agents.Persona;
import peal.gateway.json.JsonFields;
import peal.gateway.json.Secrets;
import peal.service.http.ApiError;
import peal.topics.DomainJson;

/** Reads an agent from what a client of the agents family sent: API contract, section 5. */
final class StudioAgentRequest {
  private static final double TEMPERATURE = 0.7;
  private static final ObjectMapper JSON = DomainJson.newMapper();

  private StudioAgentRequest() {}

  /** Providers of realtime models. */
  private enum RealtimeProvider {
    OPENAI,
    GEMINI
  }

  /**
   * A new agent.
   *
   * @throws ApiError 400 naming the field that is missing or wrong
   */
  static Agent create(JsonFields fields, Caller caller, String id, Instant now) {
    Architecture architecture =
        fields
            .word("agentArchitecture", Architecture.class)
            .orElseThrow(
                () -> Refusals.field("agentArchitecture", "'agentArchitecture' is required."));
    required(architecture).forEach(name -> fields.requiredText(name, Persona.TEXT));
    Agent.Details details =
        new Agent.Details(
            Agent.Mode.PUBLIC, caller.key().id(), null, null, TEMPERATURE, null, null);
    Agent blank = Persona.nobody(caller, id, architecture, false, details, now);
    return change(fields, blank, caller.workspace(), now);
  }

  private static List<String> required(Architecture architecture) {
    return switch (architecture) {
      case PIPELINE -> List.of("name", "model", "stt", "tts", "systemPrompt");
      case REALTIME -> List.of("name", "realtimeProvider", "systemPrompt");
      case TEXT -> List.of("name", "model", "systemPrompt");
    };
  }

  /**
   * {@code before} as {@code patch} changes it.
   *
   * @throws ApiError 400 naming the field that is missing or wrong
   */
  static Agent change(JsonFields patch, Agent before, Workspace workspace, Instant now) {
    refuseAnotherArchitecture(patch, before);
    JsonFields fields = patch.over(JSON.valueToTree(StudioAgentView.of(before)));
    Secrets.refuse(fields, "variables");
    required(before.architecture()).stream()
        .filter(patch::names)
        .forEach(name -> fields.requiredText(name, Persona.TEXT));
    Persona persona = Persona.read(patch, fields, before, workspace);
    return new Agent(
        before.id(),
        before.workspaceId(),
        persona.name(),
        before.architecture(),
        fields.text("model", Persona.NAME).orElse(null),
        voice(fields, before.ttsModel()),
        before.settings(),
        persona.systemPrompt(),
        persona.welcomeMessage(),
        before.smartCallback(),
        before.maxAttemptsForSmartCallback(),
        before.gapBetweenEachAttemptForSmartCallback(),
        persona.phoneNumberIds(),
        persona.variables(),
        before.maxCallDuration(),
        fields.flag("active").orElse(false),
        before.createdAt(),
        now,
        details(patch, fields, before),
        before.revision(),
        null,
        persona.variableDefaults());
  }

  private static void refuseAnotherArchitecture(JsonFields patch, Agent before) {
    patch
        .word("agentArchitecture", Architecture.class)
        .filter(wanted -> wanted != before.architecture())
        .ifPresent(wanted -> {
          throw Refusals.field(
              "agentArchitecture", "'agentArchitecture' is fixed when an agent is created.");
        });
  }

  private static Agent.TtsModel voice(JsonFields fields, Agent.TtsModel before) {
    Agent.TtsModel voice =
        new Agent.TtsModel(
            fields.text("tts", Persona.NAME).orElse(null),
            fields.text("voiceId", Persona.NAME).orElse(null),
            fields.text("language", Persona.NAME).orElse(null),
            before == null ? null : before.name());
    return voice.equals(StudioAgentView.MUTE) ? null : voice;
  }

  private static Agent.Details details(JsonFields patch, JsonFields fields, Agent before) {
    Agent.Details known = Objects.requireNonNullElse(before.details(), StudioAgentView.NONE);
    return new Agent.Details(
        // An agent of the other family has no mode until somebody gives it one.
        patch.names("mode")
            ? fields.word("mode", Agent.Mode.class).orElse(Agent.Mode.PUBLIC)
            : known.mode(),
        known.createdBy(),
        fields.text("stt", Persona.NAME).orElse(null),
        fields
            .word("realtimeProvider", RealtimeProvider.class)
            .map(provider -> provider.name().toLowerCase(Locale.ROOT))
            .orElse(null),
        fields.number("temperature", 0, 2).orElse(null),
        fields.texts("enabledFunctions", Persona.ITEMS, Persona.NAME).orElse(null),
        fields.texts("enabledCustomFunctions", Persona.ITEMS, Persona.NAME).orElse(null));
  }
}
