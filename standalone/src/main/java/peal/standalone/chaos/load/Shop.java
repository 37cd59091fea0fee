package peal.standalone.chaos.load;

import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import peal.standalone.chaos.plan.PlannedWorkspace;
import peal.testkit.api.Answer;
import peal.testkit.api.PealAdmin;
import peal.testkit.api.PealClient;
import peal.testkit.evidence.Tenant;

/**
 * A tenant as its own programs see it: an agent, and a client for each gateway to begin with.
 *
 * @param workspace who it is
 * @param agentId who calls for it
 * @param clients as many as there are gateways; each begins at another one
 * @param readers the same, for questions only, with less patience
 */
public record Shop(
    PlannedWorkspace workspace,
    String agentId,
    List<PealClient> clients,
    List<PealClient> readers) {
  private static final Duration ANSWER_WITHIN = Duration.ofSeconds(12);
  private static final Duration READ_WITHIN = Duration.ofMillis(1_500);
  private static final int LONGEST_CALL_SECONDS = 6;

  /**
   * Opens one: a workspace and an agent, made as anybody would make them.
   *
   * @throws Answer.UnexpectedAnswer when that is refused
   */
  public static Shop open(PlannedWorkspace workspace, List<URI> gateways, String adminToken) {
    Answer created =
        new PealAdmin(gateways.getFirst(), adminToken)
            .createWorkspace(
                Map.of(
                    "id", workspace.name(),
                    "lanes", workspace.lanes(),
                    "callsPerSecond", workspace.callsPerSecond(),
                    "maxConcurrentCalls", workspace.maxConcurrentCalls(),
                    "phoneNumbers",
                        List.of(Map.of("id", "own", "number", workspace.callerNumber()))));
    String key = created.ok().path("apiKey").asText();
    List<PealClient> clients = clients(workspace.name(), key, gateways, ANSWER_WITHIN);
    Answer agent =
        clients
            .getFirst()
            .createAgent(
                Map.of(
                    "name",
                    "Agent of " + workspace.name(),
                    "ttsModel",
                    Map.of("provider", "elevenlabs", "voiceId", "demo", "language", "en"),
                    "phoneNumberIds",
                    List.of("own"),
                    "systemPrompt",
                    "You tell {first_name} that the order is ready.",
                    "variableDefaults",
                    Map.of("first_name", "them"),
                    "maxCallDuration",
                    LONGEST_CALL_SECONDS));
    return new Shop(
        workspace,
        agent.ok().path("_id").asText(),
        clients,
        clients(workspace.name(), key, gateways, READ_WITHIN));
  }

  private static List<PealClient> clients(
      String workspace, String key, List<URI> gateways, Duration answerWithin) {
    List<PealClient> clients = new ArrayList<>();
    for (int first = 0; first < gateways.size(); first++) {
      List<URI> order = new ArrayList<>(gateways);
      Collections.rotate(order, -first);
      clients.add(new PealClient(order, workspace, key, answerWithin));
    }
    return clients;
  }

  /** Its limits, for the promises. */
  public Tenant tenant() {
    return Tenant.of(
        workspace.name(),
        workspace.lanes(),
        workspace.callsPerSecond(),
        workspace.maxConcurrentCalls());
  }

  /** A client that asks gateway {@code index} first; counts on from the last to the first. */
  public PealClient client(int index) {
    return clients.get(Math.floorMod(index, clients.size()));
  }

  /** As {@link #client}, for questions. */
  public PealClient reader(int index) {
    return readers.get(Math.floorMod(index, readers.size()));
  }
}
