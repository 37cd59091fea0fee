package peal.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** docker-compose.yml is valid, and gives nobody more than they need. */
class ComposeFileTest {
  private static final Set<String> PUBLISHED = Set.of("gateway-1", "gateway-2", "grafana");

  private final ComposeFile file = ComposeFile.read();

  /** Its client validates against the specification's schema, and needs no engine for that. */
  @Test
  void dockerComposeApproves() {
    new OperatorTool("docker-compose", "docker-compose")
        .orSkip()
        .approves(
            Tree.root(),
            List.of(
                "PEAL_ADMIN_TOKEN=a",
                "PEAL_INTERNAL_TOKEN=b",
                "PEAL_CARRIER_SECRET=c",
                "PEAL_GRAFANA_PASSWORD=d"),
            "--file",
            "docker-compose.yml",
            "config",
            "--quiet");
  }

  @Test
  void thereAreThreeBrokersAndTwoOfEveryServiceThatScales() {
    assertThat(file.services().keySet())
        .contains("kafka-1", "kafka-2", "kafka-3", "simulator", "prometheus", "grafana")
        .contains("gateway-1", "gateway-2", "ingest-1", "ingest-2")
        .contains("dialer-1", "dialer-2", "projector-1", "projector-2");
  }

  @Test
  void imagesArePinnedAndEveryServiceIsBoundedAndWatched() {
    assertThat(file.services())
        .allSatisfy((name, service) -> {
          assertThat((String) service.get("image")).matches("[\\w./-]+:v?\\d+\\.\\d+\\.\\d+");
          assertThat(service).containsKeys("healthcheck", "restart", "logging");
          assertThat(service.get("deploy").toString()).contains("memory=", "cpus=");
          assertThat(service).containsEntry("cap_drop", List.of("ALL"));
        });
  }

  @Test
  void pealRunsAsNobodyOnASystemThatItCannotChange() throws IOException {
    assertThat(file.ofPeal())
        .hasSize(9)
        .allSatisfy((name, service) ->
            assertThat(service)
                .containsEntry("user", "10001:10001")
                .containsEntry("read_only", true));
    assertThat(Files.readString(Tree.root().resolve("deploy/Dockerfile")))
        .contains("\nFROM eclipse-temurin:25-jre\n", "\nUSER 10001:10001\n");
  }

  @Test
  void onlyTheGatewaysAndGrafanaArePublishedAndOnThisMachineAlone() {
    Set<String> published = new TreeSet<>();
    file.services()
        .forEach((name, service) -> {
          if (service.get("ports") instanceof List<?> ports) {
            published.add(name);
            assertThat(ports)
                .allMatch(port -> port.toString().startsWith("${PEAL_LISTEN:-127.0.0.1}:"));
          }
        });

    assertThat(published).isEqualTo(PUBLISHED);
  }

  /** Everything that tenants send lies there, and these brokers ask nobody who they are. */
  @Test
  void kafkaIsReachedByTheFourServicesAloneAndReachesNobodyElse() {
    assertThat(on("kafka"))
        .isEqualTo(
            Set.of(
                "kafka-1",
                "kafka-2",
                "kafka-3",
                "gateway-1",
                "gateway-2",
                "ingest-1",
                "ingest-2",
                "dialer-1",
                "dialer-2",
                "projector-1",
                "projector-2"));
    for (String broker : List.of("kafka-1", "kafka-2", "kafka-3")) {
      assertThat(file.networksOf(broker)).containsExactly("kafka");
    }
  }

  @Test
  void theWayOutIsForWhoeverIsPublished() {
    assertThat(on("outside")).isEqualTo(PUBLISHED);
    assertThat(file.internalNetworks()).containsExactlyInAnyOrder("inside", "kafka", "figures");
    assertThat(file.networksOf("grafana")).doesNotContain("inside");
  }

  private Set<String> on(String network) {
    return file.services().keySet().stream()
        .filter(service -> file.networksOf(service).contains(network))
        .collect(Collectors.toSet());
  }

  /** They share a limit of requests a minute. */
  @Test
  void gatewaysKnowHowManyTheyAre() {
    Set<String> gateways =
        file.services().keySet().stream()
            .filter(name -> name.startsWith("gateway-"))
            .collect(Collectors.toSet());

    assertThat(gateways)
        .allSatisfy(name ->
            assertThat(ComposeFile.raw(file.services().get(name)))
                .containsEntry("PEAL_GATEWAYS", String.valueOf(gateways.size())));
  }

  @Test
  void noSecretStandsInTheFile() {
    assertThat(file.services())
        .allSatisfy((name, service) -> {
          for (Map.Entry<String, Object> setting : ComposeFile.raw(service).entrySet()) {
            if (setting.getKey().matches(".*(TOKEN|SECRET|PASSWORD|JAAS).*")) {
              assertThat(setting.getValue().toString()).matches("\\$\\{\\w+:\\?[^}]+}");
            }
          }
        });
  }
}
