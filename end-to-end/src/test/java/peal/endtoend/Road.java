package peal.endtoend;

import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import peal.domain.BatchId;
import peal.service.kafka.KafkaClients;
import peal.testkit.api.PealAdmin;
import peal.testkit.api.PealClient;
import peal.testkit.evidence.CallLog;
import peal.testkit.evidence.Ledger;
import peal.testkit.evidence.Tenant;
import peal.testkit.kafka.CallLogReader;

/**
 * A Peal that runs, however it was put together.
 *
 * @param gateway where its API is
 * @param adminToken opens the operator's routes
 * @param rings reads the phone network's ledger
 * @param kafka clients of the Kafka that it uses now
 */
record Road(URI gateway, String adminToken, Supplier<Ledger> rings, Supplier<KafkaClients> kafka) {
  private static final String OWN_NUMBER_ID = "front-desk";

  PealAdmin admin() {
    return new PealAdmin(gateway, adminToken);
  }

  /** A new workspace with one lane, and an agent that talks for at most two seconds. */
  Customer customer(double callsPerSecond, int maxConcurrentCalls) {
    return customer(
        callsPerSecond, maxConcurrentCalls, Map.of("id", OWN_NUMBER_ID, "number", "+15550100999"));
  }

  /** As the other, whose number belongs to {@code carrier}. */
  Customer customer(double callsPerSecond, int maxConcurrentCalls, String carrier) {
    return customer(
        callsPerSecond,
        maxConcurrentCalls,
        Map.of("id", OWN_NUMBER_ID, "number", "+15550100999", "carrier", carrier));
  }

  private Customer customer(
      double callsPerSecond, int maxConcurrentCalls, Map<String, String> number) {
    Map<String, ?> workspace =
        Map.of(
            "callsPerSecond", callsPerSecond,
            "maxConcurrentCalls", maxConcurrentCalls,
            "phoneNumbers", List.of(number));
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
        "variableDefaults",
        Map.of("first_name", "you"),
        "maxCallDuration",
        2);
  }

  /** Every ring so far, of all tests. */
  Ledger ledger() {
    return rings.get();
  }

  /** What Peal wrote down of {@code batches} so far. */
  CallLog calls(Set<BatchId> batches) {
    return CallLogReader.read(kafka.get().consumer("judge", Map.of()), batches);
  }
}
