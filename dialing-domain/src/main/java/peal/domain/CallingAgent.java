package peal.domain;

import java.util.Map;

/**
 * An agent as it was when a batch or call was accepted; later changes to the agent do not reach it.
 *
 * @param id the agent's id
 * @param name its display name
 * @param model language model
 * @param voiceProvider text-to-speech provider
 * @param voiceId voice at that provider
 * @param language BCP 47 tag, or null
 * @param prompt what it is told, with {@code {variable}} placeholders
 * @param welcomeMessage what it says first, with placeholders, or null
 * @param variables values for placeholders that a row does not fill; never null
 * @param fromNumber the number that is shown to the person called
 * @param maxCallSeconds longest call before it is hung up, 1–86,400 s
 */
public record CallingAgent(
    String id,
    String name,
    String model,
    String voiceProvider,
    String voiceId,
    String language,
    String prompt,
    String welcomeMessage,
    Map<String, String> variables,
    PhoneNumber fromNumber,
    int maxCallSeconds) {
  /** One hour, where neither agent nor flow says otherwise. */
  public static final int DEFAULT_MAX_CALL_SECONDS = 3_600;

  /** Refuses an agent that could not be put on a call. */
  public CallingAgent {
    if (id == null || prompt == null || fromNumber == null) {
      throw new IllegalArgumentException("a calling agent has an id, a prompt and a number");
    }
    if (maxCallSeconds < 1 || maxCallSeconds > 86_400) {
      throw new IllegalArgumentException("maxCallSeconds must be 1-86400");
    }
    variables = variables == null ? Map.of() : Map.copyOf(variables);
  }
}
