package peal.domain;

import java.util.List;
import java.util.Map;
import java.util.Optional;

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
 * @param carrier the carrier that {@code fromNumber} belongs to; null for the workers' default
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
    int maxCallSeconds,
    String carrier) {
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

  /** An agent at the workers' default carrier. */
  public CallingAgent(
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
    this(
        id,
        name,
        model,
        voiceProvider,
        voiceId,
        language,
        prompt,
        welcomeMessage,
        variables,
        fromNumber,
        maxCallSeconds,
        null);
  }

  /** The same with these values for placeholders. */
  public CallingAgent withVariables(Map<String, String> others) {
    return new CallingAgent(
        id,
        name,
        model,
        voiceProvider,
        voiceId,
        language,
        prompt,
        welcomeMessage,
        others,
        fromNumber,
        maxCallSeconds,
        carrier);
  }

  /**
   * What it says in one call.
   *
   * @param number who is called
   * @param row values for placeholders that go before its own
   * @return empty where the texts would be longer than {@link Wording#LONGEST}
   */
  public Optional<Wording.Filled> says(PhoneNumber number, Map<String, String> row) {
    Map<String, String> values = Wording.values(number, List.of(row, variables));
    return Wording.of(prompt, welcomeMessage).knowing(values::containsKey).fill(values::get);
  }
}
