package peal.simulator;

import io.javalin.http.Context;
import org.eclipse.jetty.ee10.servlet.ServletContextRequest;
import org.eclipse.jetty.io.EndPoint;

/** What a request's connection knows and can do, below HTTP. */
final class Connection {
  /** Longer than callers keep an idle connection, so that none sends into a closing one. */
  private static final long IDLE_MILLIS = 120_000;

  private Connection() {}

  /** Leaves the connection open while nothing is said for two minutes. */
  static void keep(Context ctx) {
    endPoint(ctx).setIdleTimeout(IDLE_MILLIS);
  }

  /** Closes the connection, so that the answer never arrives. */
  static void cut(Context ctx) {
    endPoint(ctx).close();
  }

  private static EndPoint endPoint(Context ctx) {
    return request(ctx).getConnectionMetaData().getConnection().getEndPoint();
  }

  private static ServletContextRequest request(Context ctx) {
    return ServletContextRequest.getServletContextRequest(ctx.req());
  }
}
