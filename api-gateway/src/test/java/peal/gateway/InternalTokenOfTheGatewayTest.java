package peal.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import peal.gateway.RunningGateway.Reply;

class InternalTokenOfTheGatewayTest {
  private static final String TOKEN = "a-token-of-this-test";

  private RunningGateway gateway;

  @BeforeEach
  void start() {
    gateway = new RunningGateway(Map.of("PEAL_INTERNAL_TOKEN", TOKEN));
  }

  @AfterEach
  void stop() {
    gateway.close();
  }

  @Test
  void everyQuestionToServicesBehindCarriesIt() {
    gateway.get(RunningGateway.BATCHES);
    gateway.get(RunningGateway.BATCHES + "/template");
    gateway.ask("POST", RunningGateway.BATCHES, "a file");
    gateway.ask("POST", "/api/v1/calls/call", "{}");

    assertThat(gateway.projector.asked).isNotEmpty();
    assertThat(gateway.ingest.asked).hasSize(3);
    for (List<StubService.Asked> all : List.of(gateway.ingest.asked, gateway.projector.asked)) {
      assertThat(all)
          .allSatisfy(asked ->
              assertThat(asked.headers().get("X-peal-internal-token")).containsExactly(TOKEN));
    }
  }

  @Test
  void aServiceThatDoesNotKnowItIsNotTheClientsMistake() {
    gateway.ingest.says(401, "{\"code\":\"INTERNAL_TOKEN\"}");
    gateway.projector.says(401, "{\"code\":\"INTERNAL_TOKEN\"}");

    for (Reply reply :
        List.of(
            gateway.get(RunningGateway.BATCHES),
            gateway.ask("POST", RunningGateway.BATCHES, "a file"),
            gateway.ask("POST", "/api/v1/calls/call", "{}"))) {
      assertThat(reply.status()).isEqualTo(503);
      assertThat(reply.header("Retry-After")).isNotNull();
      assertThat(reply.body()).doesNotContain("oken");
    }
  }
}
