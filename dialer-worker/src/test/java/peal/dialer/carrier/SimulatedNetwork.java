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
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import peal.service.http.HttpServer;
import peal.simulator.SimulatorService;
import peal.simulator.SimulatorWiring;

/** A simulator, a worker's callback address and an HTTP carrier between them, on free ports. */
final class SimulatedNetwork implements AutoCloseable {
  private static final String SECRET = "both sides know this";

  private final List<LaneReport> reports = new CopyOnWriteArrayList<>();
  private final HttpClient client = HttpClient.newHttpClient();
  private final HttpServer worker;
  private final SimulatorService simulator;
  private final HttpCarrier carrier;

  SimulatedNetwork() {
    CarrierCallbacks callbacks = new CarrierCallbacks(SECRET, InstantSource.system());
    worker =
        HttpServer.start(
            "127.0.0.1",
            0,
            new HttpServer.Health(() -> true, () -> true),
            new PrometheusMeterRegistry(PrometheusConfig.DEFAULT),
            config ->
                config.routes.post(
                    "/carrier/callbacks",
                    ctx -> {
                      String signature = ctx.header(CarrierCallbacks.SIGNATURE_HEADER);
                      reports.add(callbacks.read(ctx.bodyAsBytes(), signature));
                      ctx.status(204);
                    }));
    simulator =
        SimulatorWiring.start(
            Map.of(
                "PEAL_PORT", "0",
                "PEAL_SIMULATOR_PROFILE", "fast",
                "PEAL_SIMULATOR_MIX", "answered=1",
                "PEAL_CARRIER_SECRET", SECRET));
    carrier = new HttpCarrier(accountAt(simulator.address(), Duration.ofSeconds(5)));
  }

  private CarrierAccount accountAt(URI address, Duration answerTimeout) {
    URI callbackUrl = URI.create(worker.address() + "/carrier/callbacks");
    return new CarrierAccount(address, callbackUrl, Duration.ofSeconds(2), answerTimeout, true);
  }

  HttpCarrier carrier() {
    return carrier;
  }

  List<LaneReport> reports() {
    return reports;
  }

  /** Rings by the simulator's ledger. */
  long rings() {
    return send(request("/ledger?format=csv").GET()).lines().skip(1).count();
  }

  /** Lets things go wrong, as the JSON of {@code PUT /faults} says. */
  void faults(String json) {
    send(request("/faults").PUT(BodyPublishers.ofString(json)));
  }

  private HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(URI.create(simulator.address() + path))
        .timeout(Duration.ofSeconds(5));
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
