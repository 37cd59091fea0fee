package peal.endtoend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;
import peal.standalone.engine.Addresses;
import peal.standalone.engine.Engine;
import peal.standalone.engine.EngineOptions;
import peal.standalone.engine.EngineOptions.CarrierPace;
import peal.testkit.api.SimulatorLedger;

/** What operators are given for Prometheus and Grafana fits a Peal that runs. */
@Tag("thorough")
class PrometheusTest {
  private static final Path DEPLOYED = Tree.root().resolve("deploy/prometheus");
  private static final String ALERT = "PealCarrierBreakerOpen";

  @Test
  void promtoolApprovesOfSettingsAndRules() {
    new OperatorTool("promtool", "prometheus")
        .orSkip()
        .approves(DEPLOYED, List.of(), "check", "config", "prometheus.yml");
  }

  @Test
  @Timeout(1_200)
  void everyPanelAndEveryRuleHasDataUnderLoadAndAFailingCarrierFiresItsAlert(
      @TempDir(cleanup = CleanupMode.ON_SUCCESS) Path folder) throws Exception {
    new OperatorTool("prometheus", "prometheus").orSkip();
    try (Engine engine = new Engine(options(folder.resolve("peal")), line -> {})) {
      engine.start();
      Road road =
          new Road(
              engine.url(),
              engine.secrets().adminToken(),
              () -> SimulatorLedger.read(engine.addresses().simulator()),
              engine::kafka);
      try (RunningPrometheus prometheus =
          RunningPrometheus.start(folder, targets(engine.url(), engine.addresses()))) {
        Run run = new Run(road);
        Customer customer = run.customer(25, 100);
        run.accepted(customer, Numbers.ordinary(20_000));

        everythingHasData(prometheus, run);
        assertThat(prometheus.firing()).doesNotContain(ALERT);

        CarrierFaults.set(engine.addresses().simulator(), "{\"down\":true}");
        await()
            .atMost(Run.PATIENCE)
            .untilAsserted(() -> assertThat(prometheus.firing()).contains(ALERT));
      }
    }
  }

  /** A number for every query of a panel, every figure, and the figure below every alert. */
  private static void everythingHasData(RunningPrometheus prometheus, Run run) {
    List<String> queries = new ArrayList<>();
    Dashboards.queries().forEach(query -> queries.add(query.query()));
    for (JsonNode rule : prometheus.rules()) {
      // An alert's query is empty while all is well; "bool" makes it say 0 instead.
      queries.add(rule.path("query").asText().replaceAll(" ([<>]=?) ", " $1 bool "));
    }
    assertThat(queries).hasSizeGreaterThan(50).noneMatch(String::isBlank);
    await()
        .atMost(Run.PATIENCE)
        .pollInterval(Duration.ofSeconds(1))
        .untilAsserted(() -> {
          run.witness().look();
          assertThat(withoutData(prometheus, queries)).isEmpty();
        });
    assertThat(prometheus.rules()).allMatch(rule -> rule.path("health").asText().equals("ok"));
  }

  private static Set<String> withoutData(RunningPrometheus prometheus, List<String> queries) {
    Set<String> without = new TreeSet<>();
    for (String query : queries) {
      if (prometheus.values(query).stream().noneMatch(Double::isFinite)) {
        without.add(query);
      }
    }
    return without;
  }

  private static Map<String, URI> targets(URI gateway, Addresses addresses) {
    return Map.of(
        "gateway", gateway,
        "ingest", addresses.ingest(),
        "dialer", addresses.dialer(),
        "projector", addresses.projector(),
        "simulator", addresses.simulator());
  }

  private static EngineOptions options(Path data) {
    return new EngineOptions(
        data,
        "127.0.0.1",
        0,
        Optional.empty(),
        CarrierPace.FAST,
        Optional.empty(),
        Optional.empty(),
        Map.of("PEAL_PARTITIONS", "2"));
  }
}
