package peal.dialer.carrier;

import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BiFunction;
import java.util.function.Function;
import peal.dialer.carrier.WebhookReader.Webhook;
import peal.service.http.DirectRoute;
import peal.service.http.HttpServer;
import peal.simulator.SimulatorService;
import peal.simulator.SimulatorWiring;

/**
 * A simulator, a worker's address for webhooks and a carrier between them, on free ports.
 *
 * @param <C> the carrier
 */
public final class SimulatedNetwork<C extends Carrier> implements AutoCloseable {
  /** What the carrier signs with. */
  public static final String SECRET = "both sides know this";

  private static final String HOOKS = "/hooks";

  private final List<LaneReport> reports = new CopyOnWriteArrayList<>();
  private final HttpClient client = HttpClient.newHttpClient();
  private final AtomicReference<WebhookReader> reader = new AtomicReference<>();
  private final HttpServer worker;
  private final SimulatorService simulator;
  private final C carrier;

  /**
   * Starts it.
   *
   * @param readers makes what reads webhooks that are posted to an address
   * @param carriers makes the carrier at an address, which reports to another
   */
  public SimulatedNetwork(Function<URI, WebhookReader> readers, BiFunction<URI, URI, C> carriers) {
    this("fast", readers, carriers);
  }

  /** As the other, with how long people let it ring and talk: {@code PEAL_SIMULATOR_PROFILE}. */
  public SimulatedNetwork(
      String profile, Function<URI, WebhookReader> readers, BiFunction<URI, URI, C> carriers) {
    worker =
        HttpServer.start(
            "127.0.0.1",
            0,
            new HttpServer.Health(() -> true, () -> true),
            new PrometheusMeterRegistry(PrometheusConfig.DEFAULT),
            List.of(
                new DirectRoute(
                    "POST",
                    HOOKS,
                    1_000_000,
                    (query, body, headers) ->
                        reports.addAll(reader.get().read(new Webhook(query, body, headers))))),
            config -> {});
    URI hooks = URI.create(worker.address() + HOOKS);
    reader.set(readers.apply(hooks));
    simulator =
        SimulatorWiring.start(
            Map.of(
                "PEAL_PORT",
                "0",
                "PEAL_SIMULATOR_PROFILE",
                profile,
                "PEAL_SIMULATOR_MIX",
                "answered=1",
                "PEAL_CARRIER_SECRET",
                SECRET));
    carrier = carriers.apply(simulator.address(), hooks);
  }

  /** The carrier between them. */
  public C carrier() {
    return carrier;
  }

  /** Where the simulator is. */
  public URI simulator() {
    return simulator.address();
  }

  /** What was reported so far. */
  public List<LaneReport> reports() {
    return reports;
  }

  /** Rings by the simulator's ledger. */
  public long rings() {
    return send(request("/ledger?format=csv").GET()).lines().skip(1).count();
  }

  /** Lets things go wrong, as the JSON of {@code PUT /faults} says. */
  public void faults(String json) {
    send(request("/faults").PUT(BodyPublishers.ofString(json)));
  }

  private HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(URI.create(simulator.address() + path))
        .timeout(Duration.ofSeconds(60));
  }

  private String send(HttpRequest.Builder request) {
    try {
      return client.send(request.build(), BodyHandlers.ofString()).body();
    } catch (IOException | InterruptedException e) {
      throw new AssertionError("the simulator did not answer", e);
    }
  }

  @Override
  public void close() {
    // Clients first: a server waits a second for connections that are merely open.
    client.close();
    carrier.close();
    simulator.close();
    worker.close();
  }
}
