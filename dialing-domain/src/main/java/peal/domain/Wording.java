package peal.domain;

import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.ToLongFunction;

/**
 * What an agent says, with its placeholders.
 *
 * @param prompt what it is told
 * @param welcomeMessage what it says first; null for nothing
 */
public record Wording(PromptText prompt, PromptText welcomeMessage) {
  /** Longest that prompt and welcome message of a call may be together when filled, bytes. */
  public static final int LONGEST = 131_072;

  /** The name by which every text knows the number that is called, as it is compared. */
  public static final String NUMBER = ColumnName.key("phone_number");

  /**
   * The texts of one call.
   *
   * @param prompt what the agent is told
   * @param welcomeMessage what it says first; null for nothing
   */
  public record Filled(String prompt, String welcomeMessage) {}

  /** Reads both; {@code welcomeMessage} may be null. */
  public static Wording of(String prompt, String welcomeMessage) {
    return new Wording(
        PromptText.of(prompt), welcomeMessage == null ? null : PromptText.of(welcomeMessage));
  }

  /** Both, each as {@link PromptText#knowing} says. */
  public Wording knowing(Predicate<String> known) {
    return new Wording(
        prompt.knowing(known), welcomeMessage == null ? null : welcomeMessage.knowing(known));
  }

  /** The placeholders of both by what they are compared by, as they are first written. */
  public Map<String, String> names() {
    Map<String, String> names = new LinkedHashMap<>(prompt.names());
    if (welcomeMessage != null) {
      welcomeMessage.names().forEach(names::putIfAbsent);
    }
    return Collections.unmodifiableMap(names);
  }

  /** Bytes of both when filled, as {@link PromptText#bytes} counts them. */
  public long bytes(ToLongFunction<String> valueBytes) {
    return prompt.bytes(valueBytes)
        + (welcomeMessage == null ? 0 : welcomeMessage.bytes(valueBytes));
  }

  /**
   * Fills both.
   *
   * @param values the value of a name, by what it is compared by; null is empty
   * @return empty where they would be longer than {@link #LONGEST}; nothing is built then
   */
  public Optional<Filled> fill(Function<String, String> values) {
    if (bytes(key -> PromptText.bytes(values.apply(key))) > LONGEST) {
      return Optional.empty();
    }
    return Optional.of(
        new Filled(
            prompt.fill(values), welcomeMessage == null ? null : welcomeMessage.fill(values)));
  }

  /**
   * Values by what their names are compared by; where two sources know a name, the first counts.
   * {@link #NUMBER} is always the number that is called.
   */
  public static Map<String, String> values(PhoneNumber number, List<Map<String, String>> sources) {
    Map<String, String> values = new HashMap<>();
    values.put(NUMBER, number.e164());
    for (Map<String, String> source : sources) {
      source.forEach((name, value) -> values.putIfAbsent(ColumnName.key(name), value));
    }
    return values;
  }
}
