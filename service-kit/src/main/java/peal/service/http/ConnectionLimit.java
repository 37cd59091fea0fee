package peal.service.http;

import io.javalin.config.JavalinConfig;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import org.eclipse.jetty.server.NetworkConnectionLimit;

/**
 * How many connections a server has open at once. Further ones are not accepted until one is
 * closed; they wait in the system's queue.
 */
public final class ConnectionLimit {
  private ConnectionLimit() {}

  /**
   * Limits the server that {@code config} makes.
   *
   * @param most connections, at least 1
   * @param gauge the name of the metric that shows how many are open
   */
  public static void addTo(JavalinConfig config, int most, String gauge, MeterRegistry metrics) {
    config.jetty.modifyServer(server -> {
      NetworkConnectionLimit limit = new NetworkConnectionLimit(most, server);
      server.addBean(limit);
      Gauge.builder(gauge, limit, NetworkConnectionLimit::getNetworkConnectionCount)
          .description("Connections that are open")
          .register(metrics);
    });
  }
}
