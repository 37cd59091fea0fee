package peal.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import peal.endtoend.FuzzRequests.Fuzzed;
import peal.testkit.api.Answer;
import peal.testkit.api.Exchange;
import peal.testkit.contract.ApiContract;
import peal.testkit.contract.Operation;

/**
 * Whatever is sent to any operation of the API's document: no fault, and no answer that the
 * document does not describe. What is accepted must be what the document allows.
 *
 * <p>Each request comes from a seed of its own. A finding names it, and shows as a line for curl
 * what is left of the request when all is left out that does not matter. To search on, change
 * {@link #FIRST_SEED} and {@link #TRIES}.
 */
@ExtendWith(SharedRoad.class)
@Tag("thorough")
class ApiFuzzTest {
  private static final ApiContract CONTRACT = DocumentOnlooker.CONTRACT;
  private static final long FIRST_SEED = 20_260_301;
  private static final int TRIES = 1_000;
  private static final int GOOD_TRIES = 15;

  /** Something may really not be reached for a moment, on a busy machine. */
  private static final double UNAVAILABLE = 0.01;

  /** One for each operation, lest they change what others use; what only reads shares one. */
  private final Map<String, ExampleWorld> worlds = new HashMap<>();

  private final Map<Integer, Integer> answers = new TreeMap<>();
  private final List<String> findings = new ArrayList<>();

  /** What would stop everybody, and so the worlds of the other operations. */
  private static List<Operation> operations() {
    return CONTRACT.operations().stream()
        .filter(operation -> !operation.id().equals("stopAnyDialing"))
        .toList();
  }

  @Test
  void everyOperationAcceptsARequestThatTheDocumentAllows(Road road) {
    List<Operation> never = new ArrayList<>();
    for (Operation operation : operations()) {
      boolean accepted = false;
      for (int i = 0; i < GOOD_TRIES && !accepted; i++) {
        Random random = new Random(FIRST_SEED + i);
        Fuzzed fuzzed = new FuzzRequests(CONTRACT.document(), random).good(operation);
        accepted = send(fuzzed, FIRST_SEED + i, road) < 300;
      }
      if (!accepted) {
        never.add(operation);
      }
    }

    assertThat(findings).isEmpty();
    // A batch has such a file only where rows of it were left out; RejectedRowsTest fetches one.
    never.removeIf(operation -> operation.path().endsWith("/{batchId}/rejected.csv"));
    // A row is refused whose number nobody has, which no pattern says; KeptOpenTest adds good ones.
    never.removeIf(operation -> operation.path().endsWith("/{batchId}/rows"));
    assertThat(never).isEmpty();
  }

  @Test
  void noRequestMeetsAFaultOrAnAnswerThatIsNotInTheDocument(Road road) {
    List<Operation> operations = operations();
    for (int tries = 0; tries < TRIES; tries++) {
      Random random = new Random(FIRST_SEED + tries);
      Fuzzed fuzzed =
          new FuzzRequests(CONTRACT.document(), random)
              .any(operations.get(tries % operations.size()));
      send(fuzzed, FIRST_SEED + tries, road);
    }

    System.out.println(TRIES + " requests, answers by status: " + answers);
    assertThat(findings).isEmpty();
    assertThat(answers.getOrDefault(503, 0)).isLessThanOrEqualTo(1 + (int) (TRIES * UNAVAILABLE));
  }

  private int send(Fuzzed fuzzed, long seed, Road road) {
    Operation operation = fuzzed.operation();
    String name = operation.method().equals("GET") ? "read" : operation.id();
    ExampleWorld world = worlds.computeIfAbsent(name, first -> new ExampleWorld(road));
    Asked asked;
    try {
      asked = FuzzRequests.asked(fuzzed, world);
    } catch (Answer.UnexpectedAnswer spoiled) {
      // Requests before this one have changed the workspace so that nothing can be made in it.
      world = new ExampleWorld(road);
      worlds.put(name, world);
      asked = FuzzRequests.asked(fuzzed, world);
    }

    Exchange exchange = new Wires(road.gateway()).send(asked);

    answers.merge(exchange.status(), 1, Integer::sum);
    List<String> complaints = complaints(exchange);
    if (!complaints.isEmpty()) {
      Asked least =
          Reduction.of(
              asked,
              fewer -> {
                Exchange again = new Wires(road.gateway()).send(fewer);
                return again.status() == exchange.status() && !complaints(again).isEmpty();
              });
      findings.add(
          "seed %d: %s: %s, to%n%s".formatted(seed, exchange, complaints, Reduction.curl(least)));
    }
    if (exchange.status() < 300 && operation.method().equals("DELETE")) {
      operation
          .parameters()
          .forEach(each -> worlds.get(name).forget(each.path("example").asText()));
    }
    return exchange.status();
  }

  private static List<String> complaints(Exchange exchange) {
    List<String> complaints = new ArrayList<>(CONTRACT.complaints(exchange));
    if (exchange.status() >= 500 && exchange.status() != 503) {
      complaints.add("a fault");
    }
    return complaints;
  }
}
