package peal.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static peal.gateway.RunningGateway.BATCHES;

import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import peal.gateway.StubService.Says;

/**
 * Each addition shuts out the one before it. While they went to the instances in turn, a steady
 * stream of them to one batch let none come to its end.
 */
class RowsOfOneBatchTest {
  private static final String ROWS = "{\"rows\":[{\"phone_number\":\"+15551000007\"}]}";
  private static final int MANY = 20;

  private final StubService one = new StubService();
  private final StubService two = new StubService();
  private final List<RunningGateway> gateways =
      List.of(told(one.url() + "," + two.url()), told(two.url() + "," + one.url()));

  private static RunningGateway told(String ingest) {
    RunningGateway gateway = new RunningGateway(Map.of("PEAL_INGEST_URLS", ingest));
    gateway.projector.says(asked ->
        Says.json(
            200,
            asked.target().contains("/batches/")
                ? "{\"batch\":\"batch_b1\",\"readTo\":7}"
                : "{\"open\":0,\"calls\":0,\"bytes\":0}"));
    return gateway;
  }

  @AfterEach
  void stop() {
    gateways.forEach(RunningGateway::close);
    one.close();
    two.close();
  }

  @Test
  void goToTheSameInstanceOfIngestThroughWhicheverGateway() {
    for (StubService ingest : List.of(one, two)) {
      ingest.says(409, "{\"code\":\"ROWS_IN_PROGRESS\"}");
    }
    List<String> batches = IntStream.range(0, MANY).mapToObj(i -> "batch_b" + i).toList();

    for (String batch : batches) {
      for (RunningGateway gateway : gateways) {
        assertThat(gateway.ask("POST", BATCHES + "/" + batch + "/rows", ROWS).status())
            .isEqualTo(409);
        assertThat(gateway.ask("POST", BATCHES + "/" + batch + "/close", "{}").status())
            .isEqualTo(409);
      }
    }

    for (String batch : batches) {
      assertThat(List.of(asked(one, batch), asked(two, batch)))
          .as(batch)
          .containsExactlyInAnyOrder(0L, 4L);
    }
    assertThat(one.asked).as("the batches are shared out").isNotEmpty();
    assertThat(two.asked).as("the batches are shared out").isNotEmpty();
  }

  private static long asked(StubService ingest, String batch) {
    return ingest.asked.stream()
        .filter(asked -> asked.target().contains("/" + batch + "/"))
        .count();
  }
}
