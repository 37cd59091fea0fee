package peal.standalone.engine;

import java.net.URI;
import java.util.HashMap;
import java.util.Map;

/**
 * The environment that each service would be given if it ran alone: the user's own settings, and on
 * top what follows from running together in one place.
 */
final class Environments {
  /** Enough for one machine; every partition costs a task with its stores. */
  static final String BUNDLED_PARTITIONS = "4";

  private final DataFolder data;
  private final Secrets secrets;
  private final Addresses addresses;
  private final EngineOptions options;
  private final Map<String, String> shared;

  /** Environments of services that use the cluster at {@code bootstrapServers}. */
  Environments(
      EngineOptions options,
      DataFolder data,
      Secrets secrets,
      Addresses addresses,
      String bootstrapServers) {
    this.options = options;
    this.data = data;
    this.secrets = secrets;
    this.addresses = addresses;
    this.shared = new HashMap<>();
    options
        .environment()
        .forEach((name, value) -> {
          if (name.startsWith("PEAL_") || name.startsWith("KAFKA_")) {
            shared.put(name, value);
          }
        });
    shared.put("KAFKA_BOOTSTRAP_SERVERS", bootstrapServers);
    shared.put("PEAL_HOST", "127.0.0.1");
    // There is one instance of each service; Streams would ask for the others again and again.
    shared.putIfAbsent("PEAL_STANDBY_REPLICAS", "0");
    if (options.kafka().isEmpty()) {
      shared.putIfAbsent("PEAL_PARTITIONS", BUNDLED_PARTITIONS);
    }
  }

  /** What all of them share. */
  Map<String, String> shared() {
    return Map.copyOf(shared);
  }

  Map<String, String> simulator() {
    return at(
        addresses.simulator(),
        Map.of(
            "PEAL_SIMULATOR_PROFILE", options.carrier().name(),
            "PEAL_SIMULATOR_LEDGER", data.ledger().toString(),
            "PEAL_CARRIER_SECRET", secrets.carrierSecret()));
  }

  Map<String, String> projector() {
    return inside(
        addresses.projector(), Map.of("PEAL_STATE_DIR", data.state("projector").toString()));
  }

  Map<String, String> dialer() {
    return inside(
        addresses.dialer(),
        Map.of(
            "PEAL_STATE_DIR", data.state("dialer").toString(),
            "PEAL_CARRIER_URL", addresses.simulator().toString(),
            "PEAL_CARRIER_SECRET", secrets.carrierSecret(),
            "PEAL_CALLBACK_URL", addresses.dialer() + "/carrier/callbacks"));
  }

  Map<String, String> ingest() {
    return inside(addresses.ingest(), Map.of("PEAL_SPOOL_DIR", data.spool().toString()));
  }

  Map<String, String> gateway() {
    Map<String, String> environment = new HashMap<>(shared);
    environment.put("PEAL_HOST", options.host());
    environment.put("PEAL_PORT", Integer.toString(options.port()));
    environment.put("PEAL_INTERNAL_TOKEN", secrets.internalToken());
    environment.put("PEAL_INGEST_URLS", addresses.ingest().toString());
    environment.put("PEAL_PROJECTOR_URLS", addresses.projector().toString());
    environment.put("PEAL_ADMIN_TOKEN", secrets.adminToken());
    // To try things out; whoever wants a limit sets one.
    environment.putIfAbsent("PEAL_API_REQUESTS_PER_MINUTE", "0");
    return environment;
  }

  private Map<String, String> inside(URI address, Map<String, String> own) {
    Map<String, String> environment = at(address, own);
    environment.put("PEAL_INTERNAL_TOKEN", secrets.internalToken());
    return environment;
  }

  private Map<String, String> at(URI address, Map<String, String> own) {
    Map<String, String> environment = new HashMap<>(shared);
    environment.put("PEAL_PORT", Integer.toString(address.getPort()));
    environment.putAll(own);
    return environment;
  }
}
