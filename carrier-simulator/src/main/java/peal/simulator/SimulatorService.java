package peal.simulator;

import java.net.URI;
import java.util.List;
import peal.service.Service;
import peal.service.http.HttpServer;

/** A running simulator. */
public final class SimulatorService implements Service {
  private final HttpServer http;
  private final List<AutoCloseable> inOrder;

  /** A service that listens through {@code http} and closes {@code inOrder} after it. */
  SimulatorService(HttpServer http, List<AutoCloseable> inOrder) {
    this.http = http;
    this.inOrder = inOrder;
  }

  @Override
  public URI address() {
    return http.address();
  }

  @Override
  public boolean ready() {
    return true;
  }

  /** Stops listening, then drops timers and callbacks, and closes the ledger's file. */
  @Override
  public void close() {
    http.close();
    for (AutoCloseable part : inOrder) {
      try {
        part.close();
      } catch (Exception e) {
        throw new IllegalStateException("the simulator did not stop in order", e);
      }
    }
  }
}
