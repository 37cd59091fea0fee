package peal.standalone.engine;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import peal.standalone.client.Access;
import peal.standalone.client.GatewayClient;

/**
 * The workspace and the agent that a standalone Peal has from the start, made through the same
 * routes that an operator and a client would use.
 */
final class DemoTenant {
  /** From the range that Ofcom keeps free for drama, so that it is nobody's. */
  private static final String OWN_NUMBER = "+441632960999";

  private static final String OWN_NUMBER_ID = "demo-number";

  private final EngineOptions options;
  private final Secrets secrets;

  DemoTenant(EngineOptions options, Secrets secrets) {
    this.options = options;
    this.secrets = secrets;
  }

  /**
   * Makes what is not there yet, and gives an existing workspace the limits that were asked for.
   *
   * @return the secrets with the agent's id
   */
  Secrets settle() {
    try (GatewayClient gateway =
        new GatewayClient(Access.of(secrets.url().orElseThrow(), secrets))) {
      if (gateway.workspace(secrets.workspace()).isMissingNode()) {
        gateway.createWorkspace(workspace());
      } else if (!limits().isEmpty()) {
        gateway.changeWorkspace(secrets.workspace(), limits());
      }
      boolean known =
          secrets.agent().map(gateway::agent).map(agent -> !agent.isMissingNode()).orElse(false);
      return known ? secrets : secrets.withAgent(id(gateway.createAgent(agent())));
    }
  }

  private Map<String, Object> workspace() {
    Map<String, Object> workspace = new LinkedHashMap<>();
    workspace.put("id", secrets.workspace());
    workspace.put("name", "Demo");
    workspace.put("apiKey", secrets.apiKey());
    workspace.put("phoneNumbers", List.of(Map.of("id", OWN_NUMBER_ID, "number", OWN_NUMBER)));
    workspace.putAll(limits());
    return workspace;
  }

  private Map<String, Object> limits() {
    Map<String, Object> limits = new LinkedHashMap<>();
    options.callsPerSecond().ifPresent(limit -> limits.put("callsPerSecond", limit));
    options.maxConcurrentCalls().ifPresent(limit -> limits.put("maxConcurrentCalls", limit));
    return limits;
  }

  private static Map<String, Object> agent() {
    return Map.of(
        "name",
        "Demo agent",
        "ttsModel",
        Map.of("provider", "elevenlabs", "voiceId", "demo-voice", "language", "en"),
        "phoneNumberIds",
        List.of(OWN_NUMBER_ID),
        "systemPrompt",
        "You call {first_name} {last_name} to confirm tomorrow's appointment.",
        "welcomeMessage",
        "Hello {first_name}, this is Peal.",
        // A file of numbers alone is called, too.
        "variableDefaults",
        Map.of("first_name", "there", "last_name", ""));
  }

  private static String id(JsonNode agent) {
    return agent.has("_id") ? agent.path("_id").asText() : agent.path("id").asText();
  }
}
