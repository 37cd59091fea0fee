package peal.projector;

import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.net.http.HttpClient;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import peal.domain.DialingStop;
import peal.domain.DialingStops;
import peal.domain.Lane;
import peal.domain.Owned;
import peal.domain.Revised;
import peal.domain.Webhook;
import peal.domain.WebhookProgress;
import peal.domain.Workspace;
import peal.projector.http.BatchRoutes;
import peal.projector.http.DoNotCallRoutes;
import peal.projector.http.EventAnswers;
import peal.projector.http.EventRoutes;
import peal.projector.http.HeldAnswers;
import peal.projector.http.HistoryRoute;
import peal.projector.http.HttpSender;
import peal.projector.http.LaneRoutes;
import peal.projector.http.NumberRoute;
import peal.projector.http.OpenBatchRoute;
import peal.projector.http.RedialRoutes;
import peal.projector.http.RemoteLaneReader;
import peal.projector.http.ResultRoutes;
import peal.projector.http.SilentInstances;
import peal.projector.http.WaryLaneReader;
import peal.projector.kafka.KafkaProgressLog;
import peal.projector.kafka.Projection;
import peal.projector.query.Instance;
import peal.projector.query.LaneUnavailable;
import peal.projector.query.RoutedLane;
import peal.projector.webhooks.Deliveries;
import peal.service.ByteBudget;
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

/** Puts the projector together; the only place that calls constructors of adapters. */
public final class ProjectorWiring {
  private static final Duration KAFKA_WAIT = Duration.ofSeconds(60);

  private ProjectorWiring() {}

  /**
   * Starts a projector.
   *
   * <p>HTTP comes first: other instances are told where this one listens, and the port may be
   * whichever was free. Until the projection is there, answers are 503.
   *
   * @throws IllegalArgumentException naming a setting that is missing or wrong
   * @throws IllegalStateException when the cluster does not have the topics as they must be, or
   *     cannot be reached
   */
  public static Service start(Map<String, String> environment) {
    ProjectorConfig config = Settings.read(ProjectorConfig.class, environment);
    InternalToken token = InternalToken.at(config.host(), config.internalToken());
    KafkaClients clients = new KafkaClients(environment);
    Topics topics = new Topics(config.partitions());
    Provisioning.run(clients, topics, config.provision(), KAFKA_WAIT);
    PrometheusMeterRegistry registry = Metrics.registry();
    AtomicReference<Projection> projection = new AtomicReference<>();
    TableReader tables = new TableReader(clients, "projector", registry);
    CompactedTable<Workspace> workspaces = tables.table(topics.workspaces());
    CompactedTable<DialingStop> stops = tables.table(topics.dialingStops());
    CompactedTable<Webhook> webhooks =
        tables.table(
            topics.webhooks(),
            webhook -> Owned.leftAt(webhook, ProcessClock.ofProcess().instant()));
    CompactedTable<WebhookProgress> progress = tables.table(topics.webhookProgress());
    tables.start();
    HttpServer http = serve(config, token, registry, projection, tables, workspaces, stops);
    try {
      SilentInstances silent = new SilentInstances(System::nanoTime);
      HttpClient peers = HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(1)).build();
      projection.set(
          new Projection(
              config,
              clients,
              topics,
              self(config, http.address()),
              (instance, lane, copy) ->
                  new WaryLaneReader(
                      new RemoteLaneReader(peers, token, instance, lane, copy), instance, silent),
              workspaces::values,
              registry,
              ProcessClock.ofProcess()));
    } catch (RuntimeException e) {
      http.close();
      tables.close();
      throw e;
    }
    Projection running = projection.get();
    List<AutoCloseable> telling =
        WebhookSignature.of(config.webhookKey())
            .map(signature -> {
              OutsideAddress outside = new OutsideAddress(config.webhookPrivateAddresses());
              HttpSender sender = new HttpSender(signature, outside, ProcessClock.ofProcess());
              KafkaProgressLog log = new KafkaProgressLog(clients, topics, progress);
              Deliveries.Source source =
                  new Deliveries.Source(
                      () ->
                          webhooks.caughtUp() && progress.caughtUp()
                              ? Optional.of(webhooks.values())
                              : Optional.empty(),
                      key -> webhooks.last(key).filter(last -> !Revised.isThere(last)).isPresent(),
                      id -> workspaces.get(id.value()),
                      running::own,
                      lane -> new RoutedLane(lane, running.lanes()),
                      running::folded);
              Deliveries deliveries =
                  new Deliveries(
                      source, sender, log, EventAnswers::body, registry, ProcessClock.ofProcess());
              deliveries.start();
              return List.<AutoCloseable>of(deliveries, sender, log);
            })
            .orElse(List.of());
    return new Running(http, running, tables, telling);
  }

  private static HttpServer serve(
      ProjectorConfig config,
      InternalToken token,
      PrometheusMeterRegistry registry,
      AtomicReference<Projection> projection,
      TableReader tables,
      CompactedTable<Workspace> workspaces,
      CompactedTable<DialingStop> stops) {
    HttpServer.Health health =
        new HttpServer.Health(
            () -> tables.alive() && (projection.get() == null || projection.get().live()),
            () -> projection.get() != null && projection.get().ready());
    ByteBudget budget =
        ByteBudget.ofHeap().shownAs("peal.projector.held", "Pages and files of calls", registry);
    HeldAnswers held = new HeldAnswers(budget);
    return HttpServer.start(
        config.host(),
        config.port(),
        Duration.ofSeconds(config.stopSeconds()),
        health,
        registry,
        routes -> {
          ConnectionLimit.addTo(
              routes, config.connections(), "peal.projector.connections", registry);
          token.guard(routes);
          new BatchRoutes(
                  lane -> new RoutedLane(lane, running(projection, lane).lanes()),
                  held,
                  new DialingStops(stops::get),
                  ProcessClock.ofProcess())
              .addTo(routes);
          new ResultRoutes(lane -> new RoutedLane(lane, running(projection, lane).lanes()), held)
              .addTo(routes);
          new RedialRoutes(
                  lane -> new RoutedLane(lane, running(projection, lane).lanes()),
                  held,
                  config.retention(),
                  ProcessClock.ofProcess())
              .addTo(routes);
          new OpenBatchRoute(lane -> new RoutedLane(lane, running(projection, lane).lanes()))
              .addTo(routes);
          new DoNotCallRoutes(lane -> new RoutedLane(lane, running(projection, lane).lanes()), held)
              .addTo(routes);
          new HistoryRoute(
                  lane -> new RoutedLane(lane, running(projection, lane).lanes()),
                  (lane, offsets) -> running(projection, lane).log().read(lane, offsets),
                  id -> workspaces.get(id.value()),
                  new DialingStops(stops::get),
                  ProcessClock.ofProcess())
              .addTo(routes);
          new NumberRoute(lane -> new RoutedLane(lane, running(projection, lane).lanes()), held)
              .addTo(routes);
          new EventRoutes(
                  lane -> new RoutedLane(lane, running(projection, lane).lanes()),
                  held,
                  ProcessClock.ofProcess())
              .addTo(routes);
          new LaneRoutes((lane, copy) -> running(projection, lane).lanes().local(lane, copy))
              .addTo(routes);
        });
  }

  private static Projection running(AtomicReference<Projection> projection, Lane lane) {
    Projection running = projection.get();
    if (running == null) {
      throw new LaneUnavailable(lane, "the projection is starting", null);
    }
    return running;
  }

  /** Where others reach this instance; a wildcard interface is no address to be called at. */
  private static Instance self(ProjectorConfig config, URI bound) {
    String given = config.advertised().orElse("");
    int colon = given.lastIndexOf(':');
    if (colon >= 0) {
      return new Instance(given.substring(0, colon), Integer.parseInt(given.substring(colon + 1)));
    }
    if (!given.isEmpty()) {
      return new Instance(given, bound.getPort());
    }
    String host = config.host();
    try {
      return new Instance(
          host.equals("0.0.0.0") ? InetAddress.getLocalHost().getHostAddress() : host,
          bound.getPort());
    } catch (UnknownHostException e) {
      throw new IllegalStateException("set PEAL_ADVERTISED: this host does not know its name", e);
    }
  }

  private record Running(
      HttpServer http, Projection projection, TableReader tables, List<AutoCloseable> telling)
      implements Service {
    @Override
    public URI address() {
      return http.address();
    }

    @Override
    public boolean ready() {
      return projection.ready();
    }

    /**
     * HTTP first: what is asked from now on goes to another instance, which answers from its copies
     * until it owns the lanes.
     */
    @Override
    public void close() {
      http.close();
      telling.forEach(Running::end);
      projection.close();
      tables.close();
    }

    private static void end(AutoCloseable part) {
      try {
        part.close();
      } catch (Exception e) {
        throw new IllegalStateException("a part could not be closed", e);
      }
    }
  }
}
