package peal.endtoend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import peal.endtoend.Examples.Named;
import peal.endtoend.Examples.Pair;
import peal.testkit.api.Exchange;
import peal.testkit.contract.ApiContract;
import peal.testkit.contract.Operation;

/** Every example of the API's document, sent to a Peal that runs. */
@ExtendWith(SharedRoad.class)
class ExamplesTest {
  private static final ApiContract CONTRACT = DocumentOnlooker.CONTRACT;
  private static ExampleWorld shared;

  static Stream<Pair> examples() {
    return CONTRACT.operations().stream().flatMap(operation -> Examples.of(operation).stream());
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("examples")
  void isAnsweredAsTheDocumentShows(Pair example, Road road) {
    ExampleWorld world = world(example.operation(), road);
    Wires wires = new Wires(road.gateway());
    Asked asked = asked(example, world);

    if (example.operation().method().equals("GET")) {
      // A list has what its example shows only once that is there.
      world.made(example.answer());
      // What is shown may still be on its way.
      await().atMost(Run.PATIENCE).untilAsserted(() -> assertIsLike(example, wires.send(asked)));
    } else {
      assertIsLike(example, wires.send(asked));
    }
  }

  private static void assertIsLike(Pair example, Exchange real) {
    CONTRACT.check(real);
    assertThat(real.status()).as(body(real).toString()).isEqualTo(example.status());
    assertThat(Examples.missing(example.answer(), body(real), "")).as(body(real) + "").isEmpty();
  }

  private static JsonNode body(Exchange real) {
    boolean json = real.answerHeaders().firstValue("Content-Type").orElse("").contains("json");
    return json
        ? Examples.json(real)
        : TextNode.valueOf(new String(real.answer(), StandardCharsets.UTF_8));
  }

  /** What only reads shares one, so that few batches have to be waited for. */
  private static ExampleWorld world(Operation operation, Road road) {
    if (!operation.method().equals("GET")) {
      return new ExampleWorld(road);
    }
    if (shared == null) {
      shared = new ExampleWorld(road);
    }
    return shared;
  }

  private static Asked asked(Pair example, ExampleWorld world) {
    Asked asked =
        new Asked(
            example.operation().method(),
            target(example.operation(), world),
            world.headers(example.operation().security()),
            Optional.empty());
    if (example.type().isEmpty()) {
      return asked;
    }
    JsonNode body = world.made(example.body());
    boolean form = example.type().get().startsWith("multipart");
    return asked
        .saying(Optional.of(form ? Forms.of(body) : Forms.json(body)))
        .with("Content-Type", form ? Forms.TYPE : "application/json");
  }

  private static String target(Operation operation, ExampleWorld world) {
    String path = operation.path();
    StringBuilder query = new StringBuilder();
    for (JsonNode parameter : operation.parameters()) {
      String name = parameter.path("name").asText();
      String value = world.made(parameter.path("example").asText());
      switch (parameter.path("in").asText()) {
        case "path" -> path = path.replace("{" + name + "}", value);
        case "query" -> {
          // One without an example may be left out, too.
          if (!value.isEmpty()) {
            query.append(query.isEmpty() ? "?" : "&").append(name + "=" + value);
          }
        }
        default -> {
          // A header that may be left out.
        }
      }
    }
    return path + query;
  }

  static List<Operation> operations() {
    return CONTRACT.operations();
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("operations")
  void fitsItsSchema(Operation operation) {
    for (Named example : Examples.answers(operation)) {
      if (!example.value().isTextual()) {
        assertThat(CONTRACT.complaints(operation, example.status(), example.value()))
            .as("%s: %d: %s", operation, example.status(), example.name())
            .isEmpty();
      }
    }
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("examples")
  void anExampleThatIsAcceptedIsAGoodRequest(Pair example) {
    if (example.type().isPresent() && example.status() < 300) {
      assertThat(CONTRACT.complaints(example.operation(), example.type().get(), example.body()))
          .isEmpty();
    }
  }
}
