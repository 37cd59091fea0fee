package peal.gateway.studio;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import peal.domain.Agent;
import peal.domain.Agent.Architecture;
import peal.domain.Workspace;
import peal.gateway.Refusals;
import peal.gateway.access.Caller;
import peal.gateway.agents.OwnNumbers;
import peal.gateway.json.JsonFields;
import peal.gateway.json.Secrets;
import peal.service.http.ApiError;
import peal.topics.DomainJson;

/** Reads an agent from what a client of the agents family sent: API contract, section 5. */
final class StudioAgentRequest {
  private static final double TEMPERATURE = 0.7;
  private static final int NAME = 200;
  private static final int TEXT = 100_000;
  private static final int ITEMS = 200;
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
    required(architecture).forEach(name -> fields.requiredText(name, TEXT));
    Agent.Details details =
        new Agent.Details(
            Agent.Mode.PUBLIC, caller.key().id(), null, null, TEMPERATURE, null, null);
    Agent blank =
        new Agent(
            id,
            caller.workspace().id(),
            null,
            architecture,
            null,
            null,
            null,
            null,
            null,
            null,
            null,
            null,
            null,
            null,
            null,
            false,
            now,
            now,
            details,
            null,
            null);
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
        .forEach(name -> fields.requiredText(name, TEXT));
    return new Agent(
        before.id(),
        before.workspaceId(),
        fields.requiredText("name", NAME),
        before.architecture(),
        fields.text("model", NAME).orElse(null),
        voice(fields, before.ttsModel()),
        before.settings(),
        fields.text("systemPrompt", TEXT).orElse(null),
        fields.text("welcomeMessage", TEXT).orElse(null),
        before.smartCallback(),
        before.maxAttemptsForSmartCallback(),
        before.gapBetweenEachAttemptForSmartCallback(),
        patch.names("phoneNumberIds")
            ? OwnNumbers.read(fields, workspace).orElse(null)
            : before.phoneNumberIds(),
        fields.texts("variables", ITEMS).orElse(null),
        before.maxCallDuration(),
        fields.flag("active").orElse(false),
        before.createdAt(),
        now,
        details(patch, fields, before),
        before.revision(),
        null);
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
            fields.text("tts", NAME).orElse(null),
            fields.text("voiceId", NAME).orElse(null),
            fields.text("language", NAME).orElse(null),
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
        fields.text("stt", NAME).orElse(null),
        fields
            .word("realtimeProvider", RealtimeProvider.class)
            .map(provider -> provider.name().toLowerCase(java.util.Locale.ROOT))
            .orElse(null),
        fields.number("temperature", 0, 2).orElse(null),
        fields.texts("enabledFunctions", ITEMS, NAME).orElse(null),
        fields.texts("enabledCustomFunctions", ITEMS, NAME).orElse(null));
  }
}
