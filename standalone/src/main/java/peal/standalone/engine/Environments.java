package peal.standalone.engine;

import java.net.URI;
import java.util.HashMap;
import java.util.Map;
import peal.topics.TopicProvision;

/**
 * The environment that each service would be given if it ran alone: the user's own settings, and on
 * top what follows from running together in one place.
 */
final class Environments {
  private final DataFolder data;
  private final Secrets secrets;
  private final Addresses addresses;
  private final EngineOptions options;
  private final Map<String, String> shared;

  /** Environments of services that have no cluster yet; see {@link #with}. */
  Environments(EngineOptions options, DataFolder data, Secrets secrets, Addresses addresses) {
    this(options, data, secrets, addresses, users(options));
    shared.put("PEAL_HOST", "127.0.0.1");
    // There is one instance of each service; Streams would ask for the others again and again.
    shared.putIfAbsent("PEAL_STANDBY_REPLICAS", "0");
    if (options.kafka().isEmpty()) {
      // Over loopback packing costs more than it saves.
      shared.putIfAbsent("KAFKA_PRODUCER_COMPRESSION_TYPE", "none");
    }
  }

  private Environments(
      EngineOptions options,
      DataFolder data,
      Secrets secrets,
      Addresses addresses,
      Map<String, String> shared) {
    this.options = options;
    this.data = data;
    this.secrets = secrets;
    this.addresses = addresses;
    this.shared = shared;
  }

  private static Map<String, String> users(EngineOptions options) {
    Map<String, String> users = new HashMap<>();
    options
        .environment()
        .forEach((name, value) -> {
          if (name.startsWith("PEAL_") || name.startsWith("KAFKA_")) {
            users.put(name, value);
          }
        });
    return users;
  }

  /** The same on the cluster at {@code bootstrapServers}, which has or gets its topics by them. */
  Environments with(String bootstrapServers) {
    Map<String, String> more = new HashMap<>(shared);
    more.put("KAFKA_BOOTSTRAP_SERVERS", bootstrapServers);
    return new Environments(options, data, secrets, addresses, more);
  }

  /**
   * The same on a cluster whose topics are there, the lanes' with {@code partitions} partitions.
   */
  Environments withTopics(int partitions) {
    Map<String, String> more = new HashMap<>(shared);
    more.put("PEAL_PARTITIONS", Integer.toString(partitions));
    more.put("PEAL_PROVISION", TopicProvision.NONE.name());
    return new Environments(options, data, secrets, addresses, more);
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
    Map<String, String> environment =
        inside(addresses.projector(), Map.of("PEAL_STATE_DIR", data.state("projector").toString()));
    environment.putIfAbsent("PEAL_WEBHOOK_KEY", secrets.webhookKey());
    return environment;
  }

  Map<String, String> dialer() {
    Map<String, String> environment =
        inside(
            addresses.dialer(),
            Map.of(
                "PEAL_STATE_DIR", data.state("dialer").toString(),
                "PEAL_CARRIER_URL", addresses.simulator().toString(),
                "PEAL_CARRIER_SECRET", secrets.carrierSecret(),
                "PEAL_CALLBACK_URL", addresses.dialer() + "/carrier/callbacks"));
    // The simulator's Twilio face is on this machine; Twilio itself needs a public one.
    environment.putIfAbsent("PEAL_PUBLIC_URL", addresses.dialer().toString());
    return environment;
  }

  Map<String, String> ingest() {
    return inside(
        addresses.ingest(),
        Map.of(
            "PEAL_SPOOL_DIR", data.spool().toString(),
            "PEAL_REJECTED_DIR", data.rejected().toString()));
  }

  Map<String, String> gateway() {
    Map<String, String> environment = new HashMap<>(shared);
    environment.put("PEAL_HOST", options.host());
    environment.put("PEAL_PORT", Integer.toString(options.port()));
    environment.put("PEAL_INTERNAL_TOKEN", secrets.internalToken());
    environment.put("PEAL_INGEST_URLS", addresses.ingest().toString());
    environment.put("PEAL_PROJECTOR_URLS", addresses.projector().toString());
    environment.put("PEAL_ADMIN_TOKEN", secrets.adminToken());
    environment.putIfAbsent("PEAL_WEBHOOK_KEY", secrets.webhookKey());
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
