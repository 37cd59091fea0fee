package peal.gateway;

import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BooleanSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import peal.service.Service;
import peal.service.http.HttpServer;

/**
 * The running gateway. When it stops it is no longer ready first, then it takes no connection any
 * more and finishes what is under way, and last it lets go of what it used.
 */
final class Gateway implements Service {
  private static final Logger LOG = LoggerFactory.getLogger(Gateway.class);

  private final HttpServer http;
  private final Optional<HttpServer> operators;
  private final BooleanSupplier ready;
  private final AtomicBoolean stopping;
  private final Duration notice;
  private final Patience.Pause pause;
  private final List<AutoCloseable> used;

  Gateway(
      HttpServer http,
      Optional<HttpServer> operators,
      BooleanSupplier ready,
      AtomicBoolean stopping,
      Duration notice,
      Patience.Pause pause,
      List<AutoCloseable> used) {
    this.http = http;
    this.operators = operators;
    this.ready = ready;
    this.stopping = stopping;
    this.notice = notice;
    this.pause = pause;
    this.used = List.copyOf(used);
  }

  @Override
  public URI address() {
    return http.address();
  }

  /** The operator's address: its own, or the same. */
  URI operatorsAddress() {
    return operators.orElse(http).address();
  }

  /** Every route that it answers, such as {@code GET /health/live}. */
  List<String> routes() {
    return http.routes();
  }

  @Override
  public boolean ready() {
    return ready.getAsBoolean();
  }

  /** Ends within the notice, the time that requests have, and about ten seconds. */
  @Override
  public void close() {
    if (!stopping.getAndSet(true)) {
      serveOn();
    }
    http.close();
    for (AutoCloseable each : used) {
      try {
        each.close();
      } catch (Exception e) {
        LOG.warn("{} did not close well.", each.getClass().getSimpleName(), e);
      }
    }
  }

  private void serveOn() {
    try {
      pause.wait(notice);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
