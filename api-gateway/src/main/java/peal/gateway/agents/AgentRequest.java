package peal.gateway.agents;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import peal.domain.Agent;
import peal.domain.Agent.Gap;
import peal.domain.SmartCallback;
import peal.domain.Workspace;
import peal.gateway.Refusals;
import peal.gateway.json.JsonFields;
import peal.service.http.ApiError;

/** Reads a new agent from what a client sent: API contract, section 4. */
final class AgentRequest {
  private static final String DEFAULT_MODEL = "gpt-4o-mini";
  private static final int NAME = 200;
  private static final int TEXT = 100_000;
  private static final int ITEMS = 200;
  private static final Pattern SECRET =
      Pattern.compile(
          ".*(api|access|auth|secret|private)[_-]?(key|token)|.*(secret|password|credentials)",
          Pattern.CASE_INSENSITIVE);

  private AgentRequest() {}

  /**
   * The agent.
   *
   * @throws ApiError 400 naming the field that is missing or wrong
   */
  static Agent read(JsonFields fields, Workspace workspace, String id, Instant now) {
    refuseSecrets(fields);
    Optional<Boolean> callback = fields.flag("smartCallback");
    Optional<Integer> attempts = fields.integer("maxAttemptsForSmartCallback", 1, 10);
    Optional<List<Gap>> gaps = gaps(fields);
    checkCallbacks(attempts, gaps);
    return new Agent(
        id,
        workspace.id(),
        fields.requiredText("name", NAME),
        Agent.Architecture.PIPELINE,
        fields.text("llmModel", NAME).orElse(DEFAULT_MODEL),
        voice(fields.requiredObject("ttsModel")),
        fields.object("settings").map(AgentRequest::settings).orElse(null),
        fields.text("systemPrompt", TEXT).orElse(null),
        fields.text("welcomeMessage", TEXT).orElse(null),
        callback.orElse(null),
        attempts.orElse(null),
        gaps.orElse(null),
        phoneNumbers(fields, workspace).orElse(null),
        fields.texts("variables", ITEMS).orElse(null),
        fields.integer("maxCallDuration", 1, 86_400).orElse(null),
        fields.flag("active").orElse(true),
        now,
        now);
  }

  /** What is not taken cannot leak. */
  private static void refuseSecrets(JsonFields fields) {
    fields
        .find("variables", name -> SECRET.matcher(name).matches())
        .ifPresent(name -> {
          throw Refusals.field(
              name,
              "'%s' looks like a secret. Peal keeps no secrets of voice or model providers; give them to the carrier instead."
                  .formatted(name));
        });
  }

  private static Agent.TtsModel voice(JsonFields fields) {
    return new Agent.TtsModel(
        fields.requiredText("provider", NAME),
        fields.requiredText("voiceId", NAME),
        fields.requiredText("language", NAME),
        fields.text("name", NAME).orElse(null));
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
      new SmartCallback(attempts.orElse(1), waits);
    } catch (IllegalArgumentException e) {
      String name = "gapBetweenEachAttemptForSmartCallback";
      throw Refusals.field(name, "'" + name + "': " + e.getMessage() + ".");
    }
  }

  private static Duration wait(Gap gap) {
    return Duration.ofMillis(Math.round((gap.days() * 24 + gap.hours()) * 3_600_000));
  }

  private static Optional<List<String>> phoneNumbers(JsonFields fields, Workspace workspace) {
    Optional<List<String>> named = fields.texts("phoneNumberIds", ITEMS, NAME);
    List<String> own = workspace.phoneNumbers().stream().map(Workspace.OwnNumber::id).toList();
    if (named.isPresent() && !own.containsAll(named.get())) {
      throw Refusals.field(
          "phoneNumberIds", "'phoneNumberIds' names a number that the workspace does not have.");
    }
    return named;
  }
}
