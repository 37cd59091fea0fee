package peal.service.http;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.ByteBuffer;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.server.AbstractConnector;
import org.eclipse.jetty.server.Connector;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.handler.GracefulHandler;
import org.eclipse.jetty.util.Callback;
import peal.service.trace.Origin;

/**
 * Lets requests under way finish when the server stops. The listener is closed by then, so what
 * still comes, comes over connections that were open: it is told to come back over a new one, where
 * another instance, or the next process, takes it. A connection that stays silent for a fifth of
 * the time that requests have to finish is closed.
 */
final class Finishing extends GracefulHandler {
  private static final String AFTER_SECONDS = "1";
  private static final int SILENCES_IN_STOP_TIME = 5;

  private final byte[] refusal;

  Finishing(ObjectMapper json) {
    ApiError stopping =
        new ApiError(
            503,
            "Service unavailable",
            "This instance is stopping and did nothing of this request. Send it again.",
            "STOPPING");
    try {
      this.refusal = json.writeValueAsBytes(stopping.body());
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a map of text always becomes JSON", e);
    }
  }

  @Override
  protected void doStart() throws Exception {
    super.doStart();
    for (Connector connector : getServer().getConnectors()) {
      ((AbstractConnector) connector)
          .setShutdownIdleTimeout(getServer().getStopTimeout() / SILENCES_IN_STOP_TIME);
    }
  }

  @Override
  public boolean handle(Request request, Response response, Callback callback) throws Exception {
    if (!isShutdown()) {
      return super.handle(request, response, callback);
    }
    response.setStatus(503);
    Origin given = new Origin(request.getHeaders().get(Origin.REQUEST_ID), null);
    response.getHeaders().put(Origin.REQUEST_ID, HttpServer.idOf(given));
    SecurityHeaders.ofData().forEach(response.getHeaders()::put);
    response.getHeaders().put(HttpHeader.CONTENT_TYPE, "application/json");
    response.getHeaders().put(HttpHeader.RETRY_AFTER, AFTER_SECONDS);
    response.getHeaders().put(HttpHeader.CONNECTION, "close");
    response.write(true, ByteBuffer.wrap(refusal), callback);
    return true;
  }
}
