package peal.domain;

import java.time.Instant;
import java.util.List;
import java.util.Map;

/**
 * A voice agent as the {@code agents} topic carries it. Fields that a client left out are null.
 *
 * @param id {@code agent_…}
 * @param workspaceId its owner
 * @param name display name
 * @param architecture pipeline, realtime or text; text agents cannot call
 * @param llmModel language model
 * @param ttsModel voice
 * @param settings voice settings, each 0–1
 * @param systemPrompt the prompt, unless a flow brings one
 * @param welcomeMessage what it says first
 * @param smartCallback whether calls that do not get through are dialed again
 * @param maxAttemptsForSmartCallback how often
 * @param gapBetweenEachAttemptForSmartCallback after which gaps
 * @param phoneNumberIds numbers of the workspace to call from, the first is used
 * @param variables values for placeholders
 * @param maxCallDuration longest call, s
 * @param active whether it may call
 * @param createdAt when it was created
 * @param updatedAt when it was last changed
 */
public record Agent(
    String id,
    WorkspaceId workspaceId,
    String name,
    Architecture architecture,
    String llmModel,
    TtsModel ttsModel,
    Settings settings,
    String systemPrompt,
    String welcomeMessage,
    Boolean smartCallback,
    Integer maxAttemptsForSmartCallback,
    List<Gap> gapBetweenEachAttemptForSmartCallback,
    List<String> phoneNumberIds,
    Map<String, String> variables,
    Integer maxCallDuration,
    boolean active,
    Instant createdAt,
    Instant updatedAt) {
  /** How the agent is built. */
  public enum Architecture {
    /** Speech to text, language model, text to speech. */
    PIPELINE,
    /** One speech model. */
    REALTIME,
    /** Text only; cannot call. */
    TEXT
  }

  /** A voice. */
  public record TtsModel(String provider, String voiceId, String language, String name) {}

  /** Voice settings, each 0–1. */
  public record Settings(Double speed, Double volume, Double temperature) {}

  /** A wait between two dials. */
  public record Gap(double days, double hours) {}
}
