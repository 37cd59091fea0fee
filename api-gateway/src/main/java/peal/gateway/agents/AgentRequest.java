package peal.gateway.agents;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import peal.domain.Agent;
import peal.domain.Agent.Gap;
import peal.domain.RetryPlan;
import peal.domain.Workspace;
import peal.gateway.Refusals;
import peal.gateway.access.Caller;
import peal.gateway.json.JsonFields;
import peal.gateway.json.Secrets;
import peal.service.http.ApiError;
import peal.topics.DomainJson;

/** Reads an agent from what a client sent: API contract, section 4. */
final class AgentRequest {
  private static final String DEFAULT_MODEL = "gpt-4o-mini";
  private static final ObjectMapper JSON = DomainJson.newMapper();

  private AgentRequest() {}

  /**
   * A new agent.
   *
   * @throws ApiError 400 naming the field that is missing or wrong
   */
  static Agent create(JsonFields fields, Caller caller, String id, Instant now) {
    Agent.Details details =
        new Agent.Details(null, caller.key().id(), null, null, null, null, null);
    Agent blank = Persona.nobody(caller, id, Agent.Architecture.PIPELINE, true, details, now);
    fields.requiredObject("ttsModel");
    return change(fields, blank, caller.workspace(), now);
  }

  /**
   * {@code before} as {@code patch} changes it.
   *
   * @throws ApiError 400 naming the field that is missing or wrong
   */
  static Agent change(JsonFields patch, Agent before, Workspace workspace, Instant now) {
    JsonFields fields = patch.over(JSON.valueToTree(AgentView.of(before)));
    Secrets.refuse(fields, "variables");
    Optional<Boolean> callback = fields.flag("smartCallback");
    Optional<Integer> attempts = fields.integer("maxAttemptsForSmartCallback", 1, 10);
    Optional<List<Gap>> gaps = gaps(fields);
    checkCallbacks(attempts, gaps);
    Persona persona = Persona.read(patch, fields, before, workspace);
    return new Agent(
        before.id(),
        before.workspaceId(),
        persona.name(),
        before.architecture(),
        fields.text("llmModel", Persona.NAME).orElse(DEFAULT_MODEL),
        patch.names("ttsModel") ? voice(fields.requiredObject("ttsModel")) : before.ttsModel(),
        fields.object("settings").map(AgentRequest::settings).orElse(null),
        persona.systemPrompt(),
        persona.welcomeMessage(),
        callback.orElse(null),
        attempts.orElse(null),
        gaps.orElse(null),
        persona.phoneNumberIds(),
        persona.variables(),
        fields.integer("maxCallDuration", 1, 86_400).orElse(null),
        fields.flag("active").orElse(true),
        before.createdAt(),
        now,
        before.details(),
        before.revision(),
        null,
        persona.variableDefaults());
  }

  private static Agent.TtsModel voice(JsonFields fields) {
    return new Agent.TtsModel(
        fields.requiredText("provider", Persona.NAME),
        fields.requiredText("voiceId", Persona.NAME),
        fields.requiredText("language", Persona.NAME),
        fields.text("name", Persona.NAME).orElse(null));
  }

  private static Agent.Settings settings(JsonFields fields) {
    return new Agent.Settings(
        fields.number("speed", 0, 1).orElse(null),
        fields.number("volume", 0, 1).orElse(null),
        fields.number("temperature", 0, 1).orElse(null));
  }

  private static Optional<List<Gap>> gaps(JsonFields fields) {
    String name = "gapBetweenEachAttemptForSmartCallback";
    Optional<List<JsonFields>> gaps = fields.objects(name, 10);
    return gaps.map(list ->
        list.stream()
            .map(gap ->
                new Gap(
                    gap.number("days", 0, 30).orElse(0.0), gap.number("hours", 0, 720).orElse(0.0)))
            .toList());
  }

  /** The bounds are the domain's; without a count of attempts one is assumed. */
  private static void checkCallbacks(Optional<Integer> attempts, Optional<List<Gap>> gaps) {
    if (gaps.isEmpty()) {
      return;
    }
    List<Duration> waits = gaps.get().stream().map(AgentRequest::wait).toList();
    try {
      RetryPlan.smartCallback(attempts.orElse(1), waits);
    } catch (IllegalArgumentException e) {
      String name = "gapBetweenEachAttemptForSmartCallback";
      throw Refusals.field(name, "'" + name + "': " + e.getMessage() + ".");
    }
  }

  private static Duration wait(Gap gap) {
    return Duration.ofMillis(Math.round((gap.days() * 24 + gap.hours()) * 3_600_000));
  }
}
