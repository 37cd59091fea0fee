package peal.gateway;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.net.URI;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import java.util.function.IntSupplier;
import peal.domain.Agent;
import peal.domain.DialingStop;
import peal.domain.FirstAnswer;
import peal.domain.Flow;
import peal.domain.Owned;
import peal.domain.Webhook;
import peal.domain.WebhookProgress;
import peal.domain.Workspace;
import peal.gateway.access.AdminDoor;
import peal.gateway.access.Caller;
import peal.gateway.access.Door;
import peal.gateway.access.Failures;
import peal.gateway.access.GatewayCount;
import peal.gateway.access.RateLimit;
import peal.gateway.agents.Agents;
import peal.gateway.agents.Roster;
import peal.gateway.batches.BatchChanges;
import peal.gateway.batches.BatchCommands;
import peal.gateway.batches.BatchQuotas;
import peal.gateway.batches.BatchStates;
import peal.gateway.batches.BatchWatch;
import peal.gateway.batches.Batches;
import peal.gateway.batches.CommandLog;
import peal.gateway.batches.Redials;
import peal.gateway.batches.RowAdditions;
import peal.gateway.calls.Calls;
import peal.gateway.console.Console;
import peal.gateway.dialing.Dialing;
import peal.gateway.dialing.OperatorDialing;
import peal.gateway.dialing.OwnDialing;
import peal.gateway.docs.DocsRoutes;
import peal.gateway.docs.KnownParameters;
import peal.gateway.donotcall.DoNotCall;
import peal.gateway.donotcall.ListImport;
import peal.gateway.donotcall.ListStates;
import peal.gateway.donotcall.SuppressionLog;
import peal.gateway.events.Events;
import peal.gateway.flows.Flows;
import peal.gateway.json.JsonBody;
import peal.gateway.kafka.KafkaCommandLog;
import peal.gateway.kafka.KafkaSuppressionLog;
import peal.gateway.kafka.KafkaTable;
import peal.gateway.kafka.TableWriter;
import peal.gateway.live.Feeds;
import peal.gateway.live.LiveBatches;
import peal.gateway.relay.Backends;
import peal.gateway.relay.UploadLimits;
import peal.gateway.results.Results;
import peal.gateway.studio.StudioAgents;
import peal.gateway.webhooks.Webhooks;
import peal.gateway.workspaces.Keys;
import peal.gateway.workspaces.OwnWorkspace;
import peal.gateway.workspaces.Workspaces;
import peal.service.ByteBudget;
import peal.service.Ids;
import peal.service.Metrics;
import peal.service.ProcessClock;
import peal.service.Service;
import peal.service.Settings;
import peal.service.http.ConnectionLimit;
import peal.service.http.HttpServer;
import peal.service.http.InternalToken;
import peal.service.http.OutsideAddress;
import peal.service.http.WebhookSignature;
import peal.service.kafka.CompactedTable;
import peal.service.kafka.KafkaClients;
import peal.service.kafka.Provisioning;
import peal.service.kafka.TableReader;
import peal.topics.Topics;

/** Puts the gateway together: the one place that knows its adapters. */
public final class GatewayWiring {
  /** Of one key: no person stops as often, and what does so in a loop keeps Kafka busy. */
  private static final int STOPS_PER_MINUTE = 60;

  /** Bytes; a reason and what else may be said of a stop. */
  private static final int STOP_BODY = 64 << 10;

  /** Bytes of such bodies at once: room of their own, or others' bodies would keep a stop out. */
  private static final long STOP_BODIES = 8 << 20;

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
    token(config);
    KafkaClients clients = new KafkaClients(environment);
    Topics topics = new Topics(config.partitions());
    InstantSource clock = ProcessClock.ofProcess();
    Provisioning.run(
        clients, topics, config.provision(), Duration.ofSeconds(config.kafkaSeconds()));
    PrometheusMeterRegistry metrics = Metrics.registry();
    TableReader reader = new TableReader(clients, "gateway", metrics);
    TableWriter writer = new TableWriter(clients);
    KafkaTable<Workspace> workspaces = new KafkaTable<>(reader, writer, topics.workspaces());
    KafkaTable<DialingStop> stops = new KafkaTable<>(reader, writer, topics.dialingStops());
    KafkaTable<Agent> agents =
        new KafkaTable<>(
            reader, writer, topics.agents(), agent -> Owned.leftAt(agent, clock.instant()));
    KafkaTable<Flow> flows =
        new KafkaTable<>(
            reader, writer, topics.flows(), flow -> Owned.leftAt(flow, clock.instant()));
    KafkaTable<FirstAnswer> answers =
        new KafkaTable<>(
            reader, writer, topics.firstAnswers(), answer -> answer.leftAt(clock.instant()));
    KafkaTable<Webhook> webhooks =
        new KafkaTable<>(
            reader, writer, topics.webhooks(), webhook -> Owned.leftAt(webhook, clock.instant()));
    CompactedTable<WebhookProgress> progress = reader.table(topics.webhookProgress());
    reader.start();
    KafkaCommandLog commands = new KafkaCommandLog(clients, topics);
    KafkaSuppressionLog suppressions = new KafkaSuppressionLog(clients, topics);
    return start(
        config,
        new Tables(workspaces, stops, agents, flows, answers, webhooks),
        progress::values,
        commands,
        suppressions,
        Patience.real(),
        metrics,
        List.of(
            commands,
            suppressions,
            webhooks,
            answers,
            flows,
            agents,
            stops,
            workspaces,
            writer,
            reader));
  }

  private static IntSupplier gateways(GatewayConfig config, Patience patience) {
    return config
        .gatewaysName()
        .<IntSupplier>map(name -> new GatewayCount(name, config.gateways(), patience.clock()))
        .orElse(config::gateways);
  }

  private static InternalToken token(GatewayConfig config) {
    List<URI> all = new ArrayList<>(config.ingest());
    all.addAll(config.projectors());
    return InternalToken.towards(all, config.internalToken());
  }

  static Gateway start(
      GatewayConfig config,
      Tables tables,
      CommandLog log,
      SuppressionLog suppressions,
      Patience patience,
      List<AutoCloseable> used) {
    return start(
        config, tables, id -> List.of(), log, suppressions, patience, Metrics.registry(), used);
  }

  /** The gateway over any tables; {@code used} is closed with it. */
  static Gateway start(
      GatewayConfig config,
      Tables tables,
      Function<String, Collection<WebhookProgress>> progress,
      CommandLog log,
      SuppressionLog suppressions,
      Patience patience,
      PrometheusMeterRegistry metrics,
      List<AutoCloseable> used) {
    InternalToken token = token(config);
    AnswerRoom answers =
        new AnswerRoom(ByteBudget.ofHeap().shownAs("peal.gateway.answers", "Answers", metrics));
    Backends ingest =
        new Backends(
            "The upload service", config.ingest(), config.uploadLimit(), token, answers.room());
    Backends projectors =
        new Backends(
            "The status service", config.projectors(), config.queryLimit(), token, answers.room());
    BatchStates states = new BatchStates(projectors, patience);
    BatchWatch watch = new BatchWatch(states, patience, config.cancelLimit());
    BatchCommands commands = new BatchCommands(watch, log);
    ByteBudget bodies = ByteBudget.ofHeap().shownAs("peal.gateway.bodies", "Bodies", metrics);
    JsonBody body = bodies(config, bodies, config.maxJsonBytes());
    TableRoom room =
        new TableRoom(
            config.tableBytes(),
            List.of(tables.agents(), tables.flows(), tables.answers(), tables.webhooks()),
            () -> tables.workspaces().values().size());
    Shelf<Agent> agents = new Shelf<>("Agent", tables.agents(), room);
    Roster roster = new Roster(agents, body, Ids.ulid(), patience.clock());
    Shelf<Flow> flows = new Shelf<>("Flow", tables.flows(), room);
    Repeats repeats = new Repeats(tables.answers(), room, body, Ids.ulid(), patience.clock());
    Tries tries = new Tries(tables.answers(), room, Ids.ulid(), patience.clock());
    Door door = new Door(tables.workspaces(), failures(config, patience));
    Places streams =
        new Places(
            config.liveStreams(),
            "too_many_streams",
            "This workspace may have %,d streams of events open here. Close one, or ask for the"
                + " status.");
    Gauge.builder("peal.gateway.live.streams", streams, Places::taken)
        .description("Streams of events that are open")
        .register(metrics);
    Batches.Shares shares = Batches.Shares.of(config.resultDownloads());
    UploadLimits uploads =
        new UploadLimits(config.maxUploadBytes(), config.uploadLimit(), bodies, System::nanoTime);
    BatchQuotas quotas = new BatchQuotas(states, patience.clock());
    ListStates lists = new ListStates(projectors, patience, config.cancelLimit());
    LiveBatches live =
        new LiveBatches(
            new Feeds(states, patience.pause(), config.livePoll()),
            streams,
            states,
            door::stillAdmits,
            patience.clock(),
            config.liveHeartbeat());
    Dialing dialing =
        Dialing.over(
            tables.stops(),
            bodies(config, new ByteBudget(STOP_BODIES), STOP_BODY),
            patience.clock());
    IntSupplier gateways = gateways(config, patience);
    Routes routes =
        new Routes(
            door,
            answers,
            new RateLimit(config.apiRequestsPerMinute(), gateways, patience.clock()),
            RateLimit.sameForAll(STOPS_PER_MINUTE, gateways, patience.clock()),
            repeats,
            new Batches(ingest, states, commands, tries, quotas, shares, uploads),
            new BatchChanges(watch, log, body),
            new Redials(ingest, states, tries, quotas, shares.downloads(), body, patience.clock()),
            new RowAdditions(ingest, states, watch, tries, quotas, uploads),
            new Results(states, ingest, shares.downloads()),
            live,
            new Calls(ingest, states, tries, body, quotas, shares.histories()),
            new Events(states),
            new Webhooks(
                new Shelf<>("Webhook", tables.webhooks(), room),
                progress,
                WebhookSignature.of(config.webhookKey()),
                new OutsideAddress(config.webhookPrivateAddresses()),
                body,
                Ids.ulid(),
                patience.clock()),
            new Agents(roster),
            new Flows(flows, agents, body, Ids.ulid(), patience.clock()),
            new StudioAgents(roster),
            config.adminToken().map(opens -> new AdminDoor(opens, failures(config, patience))),
            new Workspaces(tables.workspaces(), body, Ids.ulid(), patience.clock()),
            new Keys(tables.workspaces(), body, Ids.ulid()),
            new OwnWorkspace(
                tables.workspaces(), tables.agents(), tables.flows(), tables.answers(), quotas),
            new OwnDialing(dialing),
            new OperatorDialing(dialing, tables.workspaces()),
            new DoNotCall(lists, suppressions, body, Ids.ulid()::next),
            new ListImport(ingest, lists, suppressions, uploads.ofLists(), Ids.ulid()::next));
    AtomicBoolean stopping = new AtomicBoolean();
    // A table that ended shows what was: a key that has been revoked would open for ever.
    BooleanSupplier ready = () -> tables.caughtUp() && tables.alive() && !stopping.get();
    HttpServer http =
        HttpServer.start(
            config.host(),
            config.port(),
            config.stopLimit(),
            new HttpServer.Health(tables::alive, ready),
            metrics,
            javalin -> {
              HttpManners.addTo(javalin, new AllowedOrigins(config.origins()));
              ConnectionLimit.addTo(
                  javalin, config.connections(), "peal.gateway.connections", metrics);
              answers.addTo(javalin);
              new RequestMetrics(metrics).addTo(javalin);
              routes.addTo(javalin);
              if (config.adminPort().isEmpty()) {
                routes.addOperatorsTo(javalin);
              }
              new DocsRoutes().addTo(javalin);
              Console.load().addTo(javalin);
              // Streams would otherwise be waited for, and they do not end by themselves.
              javalin.events.serverStopping(live::close);
            });
    List<AutoCloseable> all = new ArrayList<>();
    Optional<HttpServer> operators =
        config.adminPort().map(port -> operators(config, port, routes, ready));
    operators.ifPresent(all::add);
    all.addAll(List.of(ingest, projectors));
    all.addAll(used);
    return new Gateway(
        http, operators, ready, stopping, config.stopNotice(), patience.pause(), all);
  }

  private static JsonBody bodies(GatewayConfig config, ByteBudget room, int longest) {
    return new JsonBody(
        room,
        ctx -> Caller.find(ctx).map(caller -> caller.workspace().id().value()).orElse(""),
        longest,
        config.jsonLimit(),
        System::nanoTime);
  }

  /** Of one door: whoever spoils keys at one is not shut out of the other. */
  private static Failures failures(GatewayConfig config, Patience patience) {
    return new Failures(config.unknownKeysPerMinute(), patience.clock());
  }

  /** Where operators are let in, and nobody else can come. */
  private static HttpServer operators(
      GatewayConfig config, int port, Routes routes, BooleanSupplier ready) {
    PrometheusMeterRegistry metrics = Metrics.registry();
    return HttpServer.start(
        config.adminHost(),
        port,
        config.stopLimit(),
        new HttpServer.Health(() -> true, ready),
        metrics,
        javalin -> {
          HttpManners.addTo(javalin, new AllowedOrigins(config.origins()));
          ConnectionLimit.addTo(javalin, config.connections(), "peal.gateway.connections", metrics);
          javalin.routes.beforeMatched(KnownParameters::refuseOthers);
          routes.addOperatorsTo(javalin);
        });
  }
}
