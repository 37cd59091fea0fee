package peal.gateway;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import peal.service.Ids;
import peal.service.http.ApiError;
import peal.service.http.HttpServer;
import peal.service.http.SecurityHeaders;
import peal.topics.DomainJson;

/**
 * Answers requests that never become one: a path that cannot be decoded, a broken head. The server
 * below would answer them in HTML.
 */
final class MalformedRequests implements Request.Handler {
  private static final ObjectMapper JSON = new ObjectMapper(DomainJson.newFactory());

  private final Ids ids;

  MalformedRequests(Ids ids) {
    this.ids = ids;
  }

  @Override
  public boolean handle(Request request, Response response, Callback callback)
      throws JsonProcessingException {
    int status = response.getStatus() >= 400 ? response.getStatus() : 400;
    ApiError error =
        status >= 500
            ? new ApiError(status, "Internal error", "Something went wrong here.", "INTERNAL")
            : new ApiError(status, "Malformed request", sentence(status), "MALFORMED");
    response.getHeaders().put(HttpHeader.CONTENT_TYPE, "application/json");
    response.getHeaders().put(HttpServer.REQUEST_ID, ids.next());
    // The server closes it, for who knows where the next request would begin; the client must know.
    response.getHeaders().put(HttpHeader.CONNECTION, "close");
    SecurityHeaders.ofData().forEach(response.getHeaders()::put);
    Content.Sink.write(response, true, JSON.writeValueAsString(error.body()), callback);
    return true;
  }

  private static String sentence(int status) {
    return switch (status) {
      case 414 -> "The path and query are too long.";
      case 431 -> "The headers are too long: 8 KB are allowed, all together.";
      default -> "This is no HTTP request as it must be.";
    };
  }
}
