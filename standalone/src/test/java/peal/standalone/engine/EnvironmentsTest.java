package peal.standalone.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import peal.standalone.engine.EngineOptions.CarrierPace;

class EnvironmentsTest {
  private final Secrets secrets = Secrets.random(new SecureRandom());
  private final Addresses addresses = new Addresses(at(7001), at(7002), at(7003), at(7004));

  @TempDir Path folder;

  @Test
  void everyServiceIsToldWhereTheOthersAre() {
    Environments environments = environments(Optional.empty(), Map.of());

    assertThat(environments.gateway())
        .containsEntry("PEAL_PORT", "8080")
        .containsEntry("PEAL_INGEST_URLS", "http://127.0.0.1:7001")
        .containsEntry("PEAL_PROJECTOR_URLS", "http://127.0.0.1:7003")
        .containsEntry("PEAL_ADMIN_TOKEN", secrets.adminToken());
    assertThat(environments.dialer())
        .containsEntry("PEAL_PORT", "7002")
        .containsEntry("PEAL_CARRIER_URL", "http://127.0.0.1:7004")
        .containsEntry("PEAL_CARRIER_SECRET", secrets.carrierSecret());
    assertThat(environments.simulator())
        .containsEntry("PEAL_PORT", "7004")
        .containsEntry("PEAL_SIMULATOR_PROFILE", "FAST")
        .containsEntry("PEAL_CARRIER_SECRET", secrets.carrierSecret());
    assertThat(environments.dialer())
        .containsEntry("PEAL_INTERNAL_TOKEN", secrets.internalToken())
        .doesNotContainEntry("PEAL_INTERNAL_TOKEN", secrets.adminToken());
    for (Map<String, String> each :
        List.of(environments.gateway(), environments.ingest(), environments.projector())) {
      assertThat(each).containsEntry("PEAL_INTERNAL_TOKEN", secrets.internalToken());
    }
    assertThat(environments.simulator()).doesNotContainKey("PEAL_INTERNAL_TOKEN");
    assertThat(environments.dialer().get("PEAL_STATE_DIR"))
        .isNotEqualTo(environments.projector().get("PEAL_STATE_DIR"));
  }

  @Test
  void theUsersSettingsReachEveryServiceButCannotMoveItOrItsCluster() {
    // given
    Map<String, String> users =
        Map.of(
            "PEAL_PORT", "1",
            "PEAL_STREAM_THREADS", "2",
            "KAFKA_BOOTSTRAP_SERVERS", "elsewhere:9092",
            "KAFKA_PRODUCER_LINGER_MS", "1",
            "HOME", "/home/me");

    // when
    Map<String, String> projector = environments(Optional.empty(), users).projector();

    // then
    assertThat(projector)
        .containsEntry("PEAL_PORT", "7003")
        .containsEntry("PEAL_STREAM_THREADS", "2")
        .containsEntry("KAFKA_BOOTSTRAP_SERVERS", "broker:9092")
        .containsEntry("KAFKA_PRODUCER_LINGER_MS", "1")
        .doesNotContainKey("HOME");
  }

  @Test
  void settingsThatDoNotCountAreKnownByName() {
    Map<String, String> users =
        Map.of(
            "PEAL_HOST", "0.0.0.0",
            "PEAL_HEAP", "1g",
            "PEAL_CARRIER_URL", "http://carrier.example.com",
            "PEAL_STREAM_THREADS", "2");
    EngineOptions options = options(Optional.empty(), users);
    try (DataFolder data = DataFolder.open(folder)) {
      assertThat(new Environments(options, data, secrets, addresses).overruled())
          .containsExactly("PEAL_CARRIER_URL");
    }
  }

  @Test
  void topicsThatAreThereAreNotLookedForAgainAndThoseOfARunningClusterAreTheServicesConcern() {
    assertThat(environments(Optional.empty(), Map.of()).withTopics(3).shared())
        .containsEntry("PEAL_PARTITIONS", "3")
        .containsEntry("PEAL_PROVISION", "NONE");
    assertThat(environments(Optional.of("broker:9092"), Map.of()).shared())
        .doesNotContainKeys("PEAL_PARTITIONS", "PEAL_PROVISION");
  }

  @Test
  void freeAddressesAreAllDifferent() {
    Addresses free = Addresses.free();

    Set<URI> different =
        new HashSet<>(List.of(free.ingest(), free.dialer(), free.projector(), free.simulator()));
    assertThat(different).hasSize(4);
  }

  private Environments environments(Optional<String> kafka, Map<String, String> users) {
    try (DataFolder data = DataFolder.open(folder)) {
      return new Environments(options(kafka, users), data, secrets, addresses).with("broker:9092");
    }
  }

  private EngineOptions options(Optional<String> kafka, Map<String, String> users) {
    return new EngineOptions(
        folder,
        users.getOrDefault("PEAL_HOST", "127.0.0.1"),
        8080,
        kafka,
        CarrierPace.FAST,
        Optional.empty(),
        Optional.empty(),
        users);
  }

  private static URI at(int port) {
    return URI.create("http://127.0.0.1:" + port);
  }
}
