package peal.endtoend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.net.URI;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import peal.standalone.engine.Addresses;
import peal.testkit.api.Scrape;

/** The page of metrics and the running services say the same. */
@ExtendWith(SharedRoad.class)
class MetricsPageTest {
  private static final int MOST_VALUES_OF_A_LABEL = 60;

  /** Ids, and what might be a phone number. */
  private static final String UNBOUNDED =
      ".*(batch_|call_\\w+-\\d|agent_|flow_|ws_|padm_|peal_[0-9a-f]{8}|[0-9a-f]{8}-[0-9a-f]{4}-|\\+?\\d{7}).*";

  private static final MetricsPage PAGE = MetricsPage.read();

  @ParameterizedTest
  @ValueSource(strings = {"gateway", "ingest", "dialer", "projector", "simulator"})
  void aServiceExportsWhatThePageListsAndNothingElse(
      String service, Road road, Addresses addresses) {
    Set<String> listed = new TreeSet<>(PAGE.below("every service", service));
    if (service.equals("dialer") || service.equals("projector")) {
      listed.addAll(PAGE.below("lanes of Kafka"));
    }

    // Kafka's figures are looked for once a minute.
    await()
        .atMost(Run.PATIENCE)
        .untilAsserted(() ->
            assertThat(exported(service, road, addresses).families())
                .as("metrics of %s, and those that docs/metrics.md lists", service)
                .isEqualTo(listed));
  }

  @ParameterizedTest
  @ValueSource(strings = {"gateway", "ingest", "dialer", "projector", "simulator"})
  void labelsHaveFewValuesAndNoneIsAnIdOrANumber(String service, Road road, Addresses addresses) {
    Exported exported = exported(service, road, addresses);

    assertThat(exported.labelValues()).isNotEmpty().noneMatch(value -> value.matches(UNBOUNDED));
    Map<String, Long> values =
        exported.labelValues().stream()
            .collect(
                Collectors.groupingBy(
                    value -> value.substring(0, value.indexOf(' ', value.indexOf(' ') + 1)),
                    Collectors.counting()));
    assertThat(values.values()).allMatch(count -> count <= MOST_VALUES_OF_A_LABEL);
  }

  @Test
  void aFigureThatThePageDoesNotHaveIsNoticed() {
    Exported exported =
        Exported.read("# TYPE peal_rows_total counter\npeal_rows_total{batch=\"batch_1\"} 1.0\n");

    assertThat(exported.families()).containsExactly("peal_rows_total counter [batch]");
    assertThat(exported.labelValues()).allMatch(value -> value.matches(UNBOUNDED));
  }

  private static Exported exported(String service, Road road, Addresses addresses) {
    URI address =
        switch (service) {
          case "gateway" -> road.gateway();
          case "ingest" -> addresses.ingest();
          case "dialer" -> addresses.dialer();
          case "projector" -> addresses.projector();
          default -> addresses.simulator();
        };
    return Exported.read(new Scrape(address).text());
  }
}
