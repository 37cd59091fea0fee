package peal.standalone.demo;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import peal.standalone.engine.Engine;
import peal.testkit.api.Answer;
import peal.testkit.api.PealAdmin;
import peal.testkit.api.PealClient;
import peal.testkit.api.Witness;
import peal.testkit.evidence.Tenant;

/**
 * A second, small tenant of the demo. It dials first, so that the figures of the main file are not
 * those of a JVM that has just begun; then a few rows beside the main file, which must not feel it;
 * and a batch that is cancelled on the way.
 */
final class Neighbour {
  private static final String WORKSPACE = "neighbour";
  private static final String OWN_NUMBER = "+441632960998";
  private static final double CALLS_PER_SECOND = 20;
  private static final int MAX_CONCURRENT_CALLS = 100;
  private static final int REHEARSED = 70;
  private static final int CANCELLED = 200;

  private final Witness witness;
  private final PealClient client;
  private final String agent;

  private Neighbour(Witness witness, PealClient client, String agent) {
    this.witness = witness;
    this.client = client;
    this.agent = agent;
  }

  /** Moves in: a workspace and an agent, made as anybody would make them. */
  static Neighbour movesIn(Engine engine, Witness witness) {
    Map<String, Object> workspace =
        Map.of(
            "id", WORKSPACE,
            "name", "The neighbour",
            "phoneNumbers", List.of(Map.of("id", "own", "number", OWN_NUMBER)),
            "callsPerSecond", CALLS_PER_SECOND,
            "maxConcurrentCalls", MAX_CONCURRENT_CALLS);
    Answer created =
        new PealAdmin(engine.url(), engine.secrets().adminToken()).createWorkspace(workspace);
    PealClient client =
        new PealClient(engine.url(), WORKSPACE, created.ok().path("apiKey").asText());
    Answer agent =
        client.createAgent(
            Map.of(
                "name",
                "The neighbour's agent",
                "ttsModel",
                Map.of("provider", "elevenlabs", "voiceId", "demo", "language", "en"),
                "phoneNumberIds",
                List.of("own"),
                "systemPrompt",
                "You say that the neighbour called."));
    witness.tenant(Tenant.of(WORKSPACE, 1, CALLS_PER_SECOND, MAX_CONCURRENT_CALLS));
    return new Neighbour(witness, client, agent.ok().path("_id").asText());
  }

  /** Dials a few rows to their end. */
  String rehearses() {
    return upload(DemoCsv.numbers(REHEARSED));
  }

  /** Ten rows, all of which ring. */
  String callsTenPeople() {
    return upload(DemoCsv.ringing(10));
  }

  /** A batch that is longer than anybody will wait. */
  String beginsTooMuch() {
    return upload(DemoCsv.numbers(CANCELLED));
  }

  /** Cancels a batch. */
  void cancels(String batch) {
    witness.cancelled(batch, client.cancel(batch));
  }

  private String upload(List<String> numbers) {
    String csv = "phone_number\n" + String.join("\n", numbers) + "\n";
    Answer answer = client.upload(csv.getBytes(StandardCharsets.UTF_8), Map.of("agentId", agent));
    return witness.accepted(client, answer, numbers, Optional.empty());
  }
}
