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
 * @param details what only the agents family of the API knows; null for an agent of the other one
 * @param revision number of its last change
 * @param gone true once it is deleted; what else is left then means nothing
 * @param variableDefaults values for placeholders that nothing else fills
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
    Instant updatedAt,
    Details details,
    Long revision,
    Boolean gone,
    Map<String, String> variableDefaults)
    implements Owned<Agent> {
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

  /** Who may change an agent of the agents family. */
  public enum Mode {
    /** Owners and admins. */
    PUBLIC,
    /** Its creator. */
    PRIVATE,
    /** Owners and admins. */
    COMMERCIAL
  }

  /**
   * What only the agents family of the API knows.
   *
   * @param mode who may change it; null where nobody said
   * @param createdBy id of the key that created it
   * @param stt speech-to-text of a pipeline
   * @param realtimeProvider provider of a realtime model
   * @param temperature of the language model, 0–2
   * @param enabledFunctions functions that it may call
   * @param enabledCustomFunctions the workspace's own functions that it may call
   */
  public record Details(
      Mode mode,
      String createdBy,
      String stt,
      String realtimeProvider,
      Double temperature,
      List<String> enabledFunctions,
      List<String> enabledCustomFunctions) {}

  /** An agent without {@code variableDefaults}. */
  public Agent(
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
      Instant updatedAt,
      Details details,
      Long revision,
      Boolean gone) {
    this(
        id,
        workspaceId,
        name,
        architecture,
        llmModel,
        ttsModel,
        settings,
        systemPrompt,
        welcomeMessage,
        smartCallback,
        maxAttemptsForSmartCallback,
        gapBetweenEachAttemptForSmartCallback,
        phoneNumberIds,
        variables,
        maxCallDuration,
        active,
        createdAt,
        updatedAt,
        details,
        revision,
        gone,
        null);
  }

  @Override
  public Agent withRevision(long number) {
    return new Agent(
        id,
        workspaceId,
        name,
        architecture,
        llmModel,
        ttsModel,
        settings,
        systemPrompt,
        welcomeMessage,
        smartCallback,
        maxAttemptsForSmartCallback,
        gapBetweenEachAttemptForSmartCallback,
        phoneNumberIds,
        variables,
        maxCallDuration,
        active,
        createdAt,
        updatedAt,
        details,
        number,
        gone,
        variableDefaults);
  }

  @Override
  public Agent deleted(Instant at) {
    return new Agent(
        id,
        workspaceId,
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
        null,
        null,
        false,
        createdAt,
        at,
        null,
        revision,
        true,
        null);
  }
}
