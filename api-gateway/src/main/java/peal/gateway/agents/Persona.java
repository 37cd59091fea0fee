package peal.gateway.agents;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import peal.domain.Agent;
import peal.domain.Workspace;
import peal.gateway.access.Caller;
import peal.gateway.json.JsonFields;

/**
 * Who an agent is: what both families call by the same names, and read alike.
 *
 * @param systemPrompt what it is told; null for nothing
 * @param welcomeMessage what it says first; null for nothing
 * @param phoneNumberIds the numbers that it calls from; null where it names none
 * @param variables values for its texts; null for none
 * @param variableDefaults values for what nothing else fills in its texts; null for none
 */
public record Persona(
    String name,
    String systemPrompt,
    String welcomeMessage,
    List<String> phoneNumberIds,
    Map<String, String> variables,
    Map<String, String> variableDefaults) {
  /** Longest name, in characters; also of models, voices and the like. */
  public static final int NAME = 200;

  /** Longest text, in characters. */
  public static final int TEXT = 100_000;

  /** Most entries of a list. */
  public static final int ITEMS = 200;

  /**
   * Read from {@code fields}, which are what was known before with {@code patch} over it.
   *
   * @throws peal.service.http.ApiError 400 naming the field that is missing or wrong
   */
  public static Persona read(
      JsonFields patch, JsonFields fields, Agent before, Workspace workspace) {
    return new Persona(
        fields.requiredText("name", NAME),
        fields.text("systemPrompt", TEXT).orElse(null),
        fields.text("welcomeMessage", TEXT).orElse(null),
        // Numbers that the workspace has lost meanwhile must not stand in the way of other changes.
        patch.names("phoneNumberIds")
            ? OwnNumbers.read(fields, workspace).orElse(null)
            : before.phoneNumberIds(),
        fields.texts("variables", ITEMS).orElse(null),
        fields.texts("variableDefaults", ITEMS).orElse(null));
  }

  /** An agent of which its client has said no more than its architecture. */
  public static Agent nobody(
      Caller caller,
      String id,
      Agent.Architecture architecture,
      boolean active,
      Agent.Details details,
      Instant now) {
    return new Agent(
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
        active,
        now,
        now,
        details,
        null,
        null);
  }
}
