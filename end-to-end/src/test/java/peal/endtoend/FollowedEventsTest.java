package peal.endtoend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import peal.testkit.api.Answer;

/** A customer who follows what happens, as a program would. */
@ExtendWith(SharedRoad.class)
class FollowedEventsTest {
  private static final String EVENTS = "/v1/api/events?limit=7&after=";

  @Test
  void whatIsToldIsWhatIsShownOfEachCallAndInOrder(Road road) {
    Run run = new Run(road);
    Customer customer = run.customer(40, 100);
    String cursor = customer.client().get(EVENTS + "now").ok().path("next").asText();
    String batch = run.accepted(customer, Numbers.ordinary(60));
    run.untilComplete();

    List<JsonNode> told = new ArrayList<>();
    String[] at = {cursor};
    await()
        .atMost(Run.PATIENCE)
        .until(() -> {
          JsonNode page = customer.client().get(EVENTS + at[0]).ok();
          page.path("events").forEach(told::add);
          at[0] = page.path("next").asText();
          return told.stream().anyMatch(event -> type(event).equals("batch.completed"));
        });

    assertThat(type(told.getFirst())).isEqualTo("batch.started");
    assertThat(type(told.getLast())).isEqualTo("batch.completed");
    assertThat(told).extracting(event -> event.path("id").asText()).doesNotHaveDuplicates();
    Map<String, List<JsonNode>> byCall = new HashMap<>();
    told.stream()
        .filter(event -> event.path("data").has("jobId"))
        .forEach(event ->
            byCall
                .computeIfAbsent(event.path("data").path("jobId").asText(), id -> new ArrayList<>())
                .add(event));
    JsonNode calls = customer.client().calls(batch, 1, 100, "all").ok().path("calls");
    assertThat(byCall).hasSize(60);
    for (JsonNode call : calls) {
      List<JsonNode> story = byCall.get(call.path("jobId").asText());
      JsonNode end = story.getLast();
      assertThat(type(story.getFirst())).isEqualTo("call.dialing");
      assertThat(type(end)).isEqualTo("call.ended");
      for (String field : List.of("status", "outcome", "phone_number", "endTime", "metadata")) {
        assertThat(end.path("data").path(field)).as(field).isEqualTo(call.path(field));
      }
    }
  }

  @Test
  void aCursorOfAnotherWorkspaceIsRefusedByName(Road road) {
    Run run = new Run(road);
    String cursor = run.customer(1, 1).client().get(EVENTS + "now").ok().path("next").asText();

    Answer other = run.customer(1, 1).client().get(EVENTS + cursor);

    assertThat(other.status()).isEqualTo(400);
    assertThat(other.text("field")).isEqualTo("after");
  }

  private static String type(JsonNode event) {
    return event.path("type").asText();
  }
}
