package peal.service.http;

import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.eclipse.jetty.io.Connection;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.util.component.AbstractLifeCycle;
import org.eclipse.jetty.util.thread.Scheduler;

/**
 * Closes connections on which a request's line and headers take too long to come in. The server
 * only ends those that are silent; who sends a byte now and then would keep one for hours.
 *
 * <p>Every quarter of the limit, a second at most, it looks at what each connection has received.
 * Connections that are silent between two requests are none of its business.
 */
final class HeadTime extends AbstractLifeCycle {
  private static final Duration LONGEST_STEP = Duration.ofSeconds(1);

  private final Server server;
  private final Duration limit;
  private Map<Connection, Seen> known = Map.of();
  private volatile Scheduler.Task next;

  /** For all connections of {@code server}. */
  HeadTime(Server server, Duration limit) {
    this.server = server;
    this.limit = limit;
  }

  /**
   * A connection at one look.
   *
   * @param requests whose heads were complete
   * @param busy whether one of them was not answered yet
   * @param bytes that had come in when it was first seen to wait for the next head
   * @param since when that head was first seen to come in, ns; null where none is
   */
  record Seen(long requests, boolean busy, long bytes, Long since) {
    /** Before anything has come in. */
    static final Seen NEW = new Seen(0, false, 0, null);

    /** What is seen at {@code now}, a monotonic clock's ns. */
    Seen next(long requestsNow, long answered, long bytesNow, long now) {
      boolean busyNow = requestsNow > answered;
      if (busyNow || busy || requestsNow != requests) {
        return new Seen(requestsNow, busyNow, bytesNow, null);
      }
      return bytesNow > bytes && since == null ? new Seen(requests, false, bytes, now) : this;
    }

    boolean isLate(long now, Duration limit) {
      return since != null && now - since >= limit.toNanos();
    }
  }

  @Override
  protected void doStart() {
    lookAgain();
  }

  private void lookAgain() {
    Duration step = limit.dividedBy(4);
    next =
        server
            .getScheduler()
            .schedule(
                this::look,
                (step.compareTo(LONGEST_STEP) < 0 ? step : LONGEST_STEP).toMillis(),
                TimeUnit.MILLISECONDS);
  }

  private void look() {
    try {
      closeTheLate(System.nanoTime());
    } finally {
      if (isRunning()) {
        lookAgain();
      }
    }
  }

  private void closeTheLate(long now) {
    Map<Connection, Seen> open = new HashMap<>();
    for (Connection connection : connections()) {
      Seen seen =
          known
              .getOrDefault(connection, Seen.NEW)
              .next(
                  connection.getMessagesIn(),
                  connection.getMessagesOut(),
                  connection.getBytesIn(),
                  now);
      if (seen.isLate(now, limit)) {
        connection.getEndPoint().close();
      } else {
        open.put(connection, seen);
      }
    }
    known = open;
  }

  private List<Connection> connections() {
    return Arrays.stream(server.getConnectors())
        .flatMap(connector -> connector.getConnectedEndPoints().stream())
        .map(EndPoint::getConnection)
        .filter(connection -> connection != null)
        .toList();
  }

  @Override
  protected void doStop() {
    next.cancel();
  }
}
