package peal.standalone.chaos.cluster;

import java.net.URI;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import peal.standalone.chaos.plan.Members;

/** What each member is told. Everything that is not said here runs by its defaults. */
final class Environments {
  static final String ADMIN_TOKEN = "padm_of_a_run_that_is_over_soon";
  private static final String INTERNAL_TOKEN = "pint_of_a_run_that_is_over_soon";
  static final int PARTITIONS = 6;

  /**
   * A lost callback is noticed after this silence. The default, a minute, is the very time after
   * which promise 6 is judged.
   */
  private static final String SILENCE_SECONDS = "10";

  private final Path folder;
  private final Map<String, URI> addresses;
  private final Wires wires;
  private final String bootstrapServers;
  private final long seed;
  private final boolean keysHonoured;

  Environments(
      Path folder,
      Map<String, URI> addresses,
      Wires wires,
      String bootstrapServers,
      long seed,
      boolean keysHonoured) {
    this.folder = folder;
    this.addresses = addresses;
    this.wires = wires;
    this.bootstrapServers = bootstrapServers;
    this.seed = seed;
    this.keysHonoured = keysHonoured;
  }

  Map<String, String> of(String member) {
    Map<String, String> environment = new HashMap<>(own(member));
    environment.put("KAFKA_BOOTSTRAP_SERVERS", bootstrapServers);
    environment.put("PEAL_HOST", "127.0.0.1");
    environment.put("PEAL_PORT", Integer.toString(addresses.get(member).getPort()));
    environment.put("PEAL_PARTITIONS", Integer.toString(PARTITIONS));
    environment.put("PEAL_INTERNAL_TOKEN", INTERNAL_TOKEN);
    return environment;
  }

  private Map<String, String> own(String member) {
    String state = folder.resolve(member).toString();
    return switch (Members.serviceOf(member)) {
      case "gateway" ->
          Map.of(
              "PEAL_INGEST_URLS", urls(member, Members.INGESTS),
              "PEAL_PROJECTOR_URLS", urls(member, Members.PROJECTORS),
              "PEAL_GATEWAYS", Integer.toString(Members.GATEWAYS.size()),
              "PEAL_API_REQUESTS_PER_MINUTE", "0",
              "PEAL_ADMIN_TOKEN", ADMIN_TOKEN);
      case "ingest" -> Map.of("PEAL_SPOOL_DIR", state, "PEAL_REJECTED_DIR", state + "-rejected");
      // Each dialer has an address for callbacks of its own: those of a dead one are lost.
      case "dialer" ->
          Map.of(
              "PEAL_STATE_DIR",
              state,
              "PEAL_WORKER_NAME",
              member,
              "PEAL_SILENCE_SECONDS",
              SILENCE_SECONDS,
              "PEAL_CARRIER_IDEMPOTENT",
              Boolean.toString(keysHonoured),
              "PEAL_CALLBACK_URL",
              wires.between(Members.SIMULATOR, member) + "/carrier/callbacks",
              "PEAL_CARRIER_URL",
              wires.between(member, Members.SIMULATOR).toString());
      case "projector" ->
          Map.of(
              "PEAL_STATE_DIR", state, "PEAL_ADVERTISED", wires.toPeersOf(member).getAuthority());
      case "simulator" ->
          Map.of(
              "PEAL_SIMULATOR_PROFILE", "FAST",
              "PEAL_SIMULATOR_HONOURS_KEYS", Boolean.toString(keysHonoured),
              "PEAL_SIMULATOR_SEED", Long.toString(seed),
              "PEAL_SIMULATOR_LEDGER", folder.resolve("ledger.tsv").toString());
      default -> throw new IllegalArgumentException("nobody runs " + member);
    };
  }

  private String urls(String from, List<String> members) {
    return members.stream()
        .map(member -> wires.between(from, member).toString())
        .collect(Collectors.joining(","));
  }
}
