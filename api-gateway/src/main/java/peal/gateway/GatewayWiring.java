package peal.gateway;

import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
import peal.domain.Agent;
import peal.domain.Workspace;
import peal.gateway.access.AdminDoor;
import peal.gateway.access.Door;
import peal.gateway.access.Secret;
import peal.gateway.agents.Agents;
import peal.gateway.batches.BatchStates;
import peal.gateway.batches.Batches;
import peal.gateway.batches.CancelCommand;
import peal.gateway.batches.Cancelling;
import peal.gateway.calls.Calls;
import peal.gateway.json.JsonBody;
import peal.gateway.kafka.KafkaCancelCommand;
import peal.gateway.kafka.KafkaTable;
import peal.gateway.relay.Backends;
import peal.gateway.workspaces.Workspaces;
import peal.service.Ids;
import peal.service.Metrics;
import peal.service.Service;
import peal.service.Settings;
import peal.service.http.HttpServer;
import peal.service.kafka.KafkaClients;
import peal.service.kafka.Provisioning;
import peal.topics.Topics;

/** Puts the gateway together: the one place that knows its adapters. */
public final class GatewayWiring {
  private GatewayWiring() {}

  /**
   * Starts the gateway. It returns when it listens; {@link Service#ready} follows when the tables
   * have been read.
   *
   * @throws IllegalArgumentException naming a setting that is wrong
   * @throws IllegalStateException when Kafka or its topics are not as they must be
   */
  public static Service start(Map<String, String> environment) {
    GatewayConfig config = Settings.read(GatewayConfig.class, environment);
    KafkaClients clients = new KafkaClients(environment);
    Topics topics = new Topics(config.partitions());
    InstantSource clock = InstantSource.system();
    Provisioning.run(
        clients, topics, config.provision(), Duration.ofSeconds(config.kafkaSeconds()));
    KafkaTable<Workspace> workspaces = new KafkaTable<>(clients, topics.workspaces());
    KafkaTable<Agent> agents = new KafkaTable<>(clients, topics.agents());
    KafkaCancelCommand cancel = new KafkaCancelCommand(clients, topics, clock);
    return start(
        config, workspaces, agents, cancel, Patience.real(), List.of(cancel, agents, workspaces));
  }

  /** The gateway over any tables; {@code used} is closed with it. */
  static Service start(
      GatewayConfig config,
      Table<Workspace> workspaces,
      Table<Agent> agents,
      CancelCommand cancel,
      Patience patience,
      List<AutoCloseable> used) {
    Backends ingest = new Backends("The upload service", config.ingest(), config.uploadLimit());
    Backends projectors =
        new Backends("The status service", config.projectors(), config.queryLimit());
    BatchStates states = new BatchStates(projectors, patience);
    Cancelling cancelling = new Cancelling(states, cancel, patience, config.cancelLimit());
    JsonBody body = new JsonBody(config.maxJsonBytes());
    Routes routes =
        new Routes(
            new Door(workspaces),
            new Batches(ingest, states, cancelling, config.maxUploadBytes()),
            new Calls(ingest, states, body),
            new Agents(agents, body, Ids.ulid(), patience.clock()),
            config.adminToken().map(AdminDoor::new),
            new Workspaces(workspaces, body, Ids.ulid(), Secret::newKey, patience.clock()));
    PrometheusMeterRegistry metrics = Metrics.registry();
    BooleanSupplier ready = () -> workspaces.caughtUp() && agents.caughtUp();
    HttpServer http =
        HttpServer.start(
            config.host(),
            config.port(),
            new HttpServer.Health(() -> true, ready),
            metrics,
            javalin -> {
              HttpManners.addTo(javalin);
              Leftovers.addTo(javalin);
              new RequestMetrics(metrics).addTo(javalin);
              routes.addTo(javalin);
            });
    List<AutoCloseable> all = new ArrayList<>(List.of(ingest, projectors));
    all.addAll(used);
    return new Gateway(http, ready, all);
  }
}
