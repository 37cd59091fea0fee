package peal.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static peal.gateway.RunningGateway.AGENTS;
import static peal.gateway.RunningGateway.BATCHES;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import peal.gateway.RunningGateway.Reply;

/** What stands in the address and is not read was left aside: the general template was sent. */
class KnownParametersTest {
  private RunningGateway gateway;

  @BeforeEach
  void start() {
    gateway = new RunningGateway();
  }

  @AfterEach
  void stop() {
    gateway.close();
  }

  @ParameterizedTest
  @CsvSource({
    "GET, /v1/api/batch-calls/template?agentid=agent_1, agentid, agentId",
    "GET, /v1/batch-calls?Status=all, Status, 'before, limit, page, status'",
    "GET, /v1/api/batch-calls?page=1&lanes=9, lanes, 'before, limit, page, status'",
    "GET, /v1/api/batch-calls/batch_b1?verbose=1, verbose, nothing",
    "GET, /v1/api/batch-calls/batch_b1/results.csv?state=failed, state, status",
    "GET, /api/v1/agents?pages=2, pages, 'limit, page'",
    "GET, /v1/agents?model=private, model, mode",
    "GET, /v1/api/workspace?id=other, id, nothing",
    "DELETE, /v1/api/batch-calls/batch_b1?dryRun=true, dryRun, nothing",
    "POST, /v1/api/dialing/stop?scope=all, scope, nothing",
    "POST, /v1/api/batch-calls?name=Spring, name, form field"
  })
  void isRefusedByName(String method, String path, String name, String says) {
    Reply refused = gateway.ask(method, path, method.equals("POST") ? "{}" : null);

    assertThat(refused.status()).isEqualTo(400);
    assertThat(refused.json().path("field").asText()).isEqualTo(name);
    assertThat(refused.body()).contains("'" + name + "' stands in the address", says);
    assertThat(gateway.ingest.asked).isEmpty();
    assertThat(gateway.projector.asked).isEmpty();
    assertThat(gateway.stops.keys()).isEmpty();
  }

  @Test
  void theOperatorIsToldLikewise() {
    Reply refused = gateway.admin("GET", "/admin/workspaces?limits=1", null);

    assertThat(refused.status()).isEqualTo(400);
    assertThat(refused.json().path("field").asText()).isEqualTo("limits");
  }

  @Test
  void whatIsReadPassesAndWhoIsNotLetInIsToldThatFirst() {
    assertThat(gateway.get(AGENTS + "?page=1&limit=5").status()).isEqualTo(200);
    assertThat(gateway.get("/metrics?name=x").status()).isEqualTo(200);
    assertThat(gateway.get(BATCHES + "?x=1", "peal_unknown").status()).isEqualTo(401);
  }
}
