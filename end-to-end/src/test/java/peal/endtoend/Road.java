package peal.endtoend;

import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import peal.testkit.api.PealAdmin;
import peal.testkit.api.PealClient;
import peal.testkit.evidence.Ledger;
import peal.testkit.evidence.Tenant;

/**
 * A Peal that runs, however it was put together.
 *
 * @param gateway where its API is
 * @param adminToken opens the operator's routes
 * @param rings reads the phone network's ledger
 */
record Road(URI gateway, String adminToken, Supplier<Ledger> rings) {
  private static final String OWN_NUMBER_ID = "front-desk";

  PealAdmin admin() {
    return new PealAdmin(gateway, adminToken);
  }

  /** A new workspace with one lane, and an agent that talks for at most two seconds. */
  Customer customer(double callsPerSecond, int maxConcurrentCalls) {
    Map<String, ?> workspace =
        Map.of(
            "callsPerSecond", callsPerSecond,
            "maxConcurrentCalls", maxConcurrentCalls,
            "phoneNumbers", List.of(Map.of("id", OWN_NUMBER_ID, "number", "+15550100999")));
    var created = admin().createWorkspace(workspace).ok();
    String id = created.path("id").asText();
    PealClient client = new PealClient(gateway, id, created.path("apiKey").asText());
    String agent = client.createAgent(agent()).ok().path("_id").asText();
    return new Customer(client, agent, Tenant.of(id, 1, callsPerSecond, maxConcurrentCalls));
  }

  static Map<String, ?> agent() {
    return Map.of(
        "name",
        "Bell",
        "ttsModel",
        Map.of("provider", "elevenlabs", "voiceId", "voice-1", "language", "en"),
        "phoneNumberIds",
        List.of(OWN_NUMBER_ID),
        "systemPrompt",
        "You tell {first_name} when the doctor is in.",
        "welcomeMessage",
        "Hello {first_name}!",
        "maxCallDuration",
        2);
  }

  /** Every ring so far, of all tests. */
  Ledger ledger() {
    return rings.get();
  }
}
