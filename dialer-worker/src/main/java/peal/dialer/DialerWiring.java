package peal.dialer;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicReference;
import peal.dialer.carrier.Carrier;
import peal.dialer.carrier.CarrierAdapter;
import peal.dialer.carrier.LaneReport;
import peal.dialer.carrier.WebhookReader;
import peal.dialer.carrier.http.CarrierAccount;
import peal.dialer.carrier.http.CarrierCallbacks;
import peal.dialer.carrier.http.HttpCarrier;
import peal.dialer.carrier.instant.InstantCarrier;
import peal.dialer.dialing.Clocks;
import peal.dialer.dialing.DialingWorker;
import peal.dialer.dispatch.DispatchApplication;
import peal.domain.DialingStop;
import peal.domain.DialingStops;
import peal.domain.Workspace;
import peal.service.Ids;
import peal.service.Metrics;
import peal.service.ProcessClock;
import peal.service.Service;
import peal.service.Settings;
import peal.service.http.ApiError;
import peal.service.http.ConnectionLimit;
import peal.service.http.HttpServer;
import peal.service.http.InternalToken;
import peal.service.kafka.CompactedTable;
import peal.service.kafka.KafkaClients;
import peal.service.kafka.Provisioning;
import peal.service.kafka.TableReader;
import peal.topics.Topic;
import peal.topics.Topics;

/** Puts a dialer worker together. */
public final class DialerWiring {
  private static final Duration KAFKA_WAIT = Duration.ofSeconds(60);
  private static final Duration TABLE_WAIT = Duration.ofSeconds(30);

  /** Carriers keep theirs; one that opens one for each callback has that many at once. */
  private static final int MOST_CONNECTIONS = 4_000;

  private DialerWiring() {}

  /**
   * Starts a worker with settings from {@code environment}.
   *
   * @throws IllegalArgumentException naming a setting that is wrong
   * @throws IllegalStateException when Kafka cannot be reached or has other topics than we need
   */
  public static Service start(Map<String, String> environment) {
    DialerConfig config = Settings.read(DialerConfig.class, environment);
    InternalToken token = InternalToken.at(config.host(), config.internalToken());
    config.requireOwnSecret();
    KafkaClients clients = new KafkaClients(environment);
    Topics topics = new Topics(config.partitions());
    Provisioning.run(clients, topics, config.provision(), KAFKA_WAIT);

    PrometheusMeterRegistry metrics = Metrics.registry();
    String name = config.workerName().orElseGet(() -> "dialer-" + Ids.ulid().next().substring(16));
    // The carrier must be told our address, which is only known once the server listens.
    AtomicReference<DialerService> running = new AtomicReference<>();
    List<CarrierAdapter> named =
        Carriers.read(config, environment, report -> take(running, report));
    boolean ownDefault =
        named.stream().noneMatch(carrier -> carrier.id().equals(CarrierAdapter.DEFAULT));
    Map<String, WebhookReader> readers = new HashMap<>(Carriers.readers(named));
    if (ownDefault) {
      readers.put(
          CallbackRoute.PATH,
          new CarrierCallbacks(config.carrierSecret(), ProcessClock.ofProcess()));
    }
    HttpServer http =
        HttpServer.start(
            config.host(),
            config.port(),
            new HttpServer.Health(
                () -> live(running), () -> ready(running), () -> details(running)),
            metrics,
            // Carriers prove who they are by a signature; whatever else there may be is internal.
            new CallbackRoute(
                    readers, report -> take(running, report), CallbackRoute.WRITE_LIMIT, metrics)
                .routes(),
            javalin -> {
              token.guard(javalin);
              ConnectionLimit.addTo(javalin, MOST_CONNECTIONS, "peal.dialer.connections", metrics);
            });
    TableReader tables = new TableReader(clients, name, metrics);
    CompactedTable<Workspace> workspaces = tables.table(topics.workspaces());
    tables.start();
    // A stop waits for no other table: one that is asked for at a broker holds up for half a second
    // another that has just moved there.
    TableReader stopReader = new TableReader(clients, name + "-stops", metrics);
    CompactedTable<DialingStop> stopped = stopReader.table(topics.dialingStops());
    stopReader.start();
    // Nobody is dialed before it is known where dialing is stopped.
    await(workspaces, topics.workspaces());
    await(stopped, topics.dialingStops());
    meter(stopped, metrics);
    DialingStops stops = new DialingStops(stopped::get);
    List<CarrierAdapter> carriers = new ArrayList<>(named);
    if (ownDefault) {
      carriers.add(
          new CarrierAdapter(
              CarrierAdapter.DEFAULT, carrier(config, http, running), Optional.empty(), 0));
    }
    DialingWorker dialing =
        new DialingWorker(
            clients, topics, stops, carriers, config.dialing(), Clocks.system(), metrics, name);
    DispatchApplication dispatch =
        new DispatchApplication(
            clients,
            topics,
            config.timing(),
            id -> workspaces.get(id.value()),
            stops,
            ProcessClock.ofProcess(),
            config.dispatch(),
            metrics);
    DialerService service =
        new DialerService(http, List.of(tables, stopReader), carriers, dialing, dispatch);
    running.set(service);
    return service;
  }

  private static void meter(CompactedTable<DialingStop> stops, MeterRegistry registry) {
    for (DialingStop.Scope scope : DialingStop.Scope.values()) {
      Gauge.builder("peal_dialing_stops", stops, table -> inForce(table, scope))
          .description("Stops of dialing that are in force, as this worker has read them")
          .tag("scope", scope.name().toLowerCase(Locale.ROOT))
          .register(registry);
    }
  }

  private static long inForce(CompactedTable<DialingStop> stops, DialingStop.Scope scope) {
    return stops.values().stream().filter(stop -> stop.stopped() && stop.scope() == scope).count();
  }

  private static void await(CompactedTable<?> table, Topic<?, ?> topic) {
    try {
      if (!table.awaitCaughtUp(TABLE_WAIT)) {
        throw new IllegalStateException(topic.name() + " could not be read within " + TABLE_WAIT);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while reading " + topic.name(), e);
    }
  }

  private static Carrier carrier(
      DialerConfig config, HttpServer http, AtomicReference<DialerService> running) {
    return switch (config.carrierKind()) {
      case INSTANT ->
          new InstantCarrier(
              ProcessClock.ofProcess(),
              (lane, report) -> take(running, new LaneReport(lane, report)),
              Thread::startVirtualThread);
      case HTTP -> {
        URI callbacks =
            config.callbackUrl().orElseGet(() -> http.address().resolve(CallbackRoute.PATH));
        HttpCarrier carrier =
            new HttpCarrier(
                CarrierAccount.at(config.carrierUrl(), callbacks)
                    .keepingKeys(config.carrierIdempotent()));
        // Not waited for: a carrier that is away must not keep the worker from starting.
        carrier.warmUp();
        yield carrier;
      }
    };
  }

  private static CompletionStage<Void> take(
      AtomicReference<DialerService> running, LaneReport report) {
    return Optional.ofNullable(running.get())
        .orElseThrow(() ->
            new ApiError(503, "Starting", "This worker is still starting; try again.", "STARTING"))
        .take(report);
  }

  private static boolean live(AtomicReference<DialerService> running) {
    return running.get() == null || running.get().live();
  }

  private static Map<String, ?> details(AtomicReference<DialerService> running) {
    return running.get() == null ? Map.of() : running.get().details();
  }

  private static boolean ready(AtomicReference<DialerService> running) {
    return running.get() != null && running.get().ready();
  }
}
