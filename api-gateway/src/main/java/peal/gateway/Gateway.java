package peal.gateway;

import java.net.URI;
import java.util.List;
import java.util.function.BooleanSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import peal.service.Service;
import peal.service.http.HttpServer;

/** The running gateway: it stops listening first, then lets go of what it used. */
final class Gateway implements Service {
  private static final Logger LOG = LoggerFactory.getLogger(Gateway.class);

  private final HttpServer http;
  private final BooleanSupplier ready;
  private final List<AutoCloseable> used;

  Gateway(HttpServer http, BooleanSupplier ready, List<AutoCloseable> used) {
    this.http = http;
    this.ready = ready;
    this.used = List.copyOf(used);
  }

  @Override
  public URI address() {
    return http.address();
  }

  /** Every route that it answers, such as {@code GET /health/live}. */
  List<String> routes() {
    return http.routes();
  }

  @Override
  public boolean ready() {
    return ready.getAsBoolean();
  }

  /** Ends within half a minute. */
  @Override
  public void close() {
    http.close();
    for (AutoCloseable each : used) {
      try {
        each.close();
      } catch (Exception e) {
        LOG.warn("{} did not close well.", each.getClass().getSimpleName(), e);
      }
    }
  }
}
