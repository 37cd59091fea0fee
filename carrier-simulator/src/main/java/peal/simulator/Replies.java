package peal.simulator;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;
import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.PreEncodedHttpField;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import peal.service.http.ApiError;
import peal.service.http.SecurityHeaders;
import peal.service.trace.Origin;

/** Writes answers with the headers that every answer has, which are encoded once. */
final class Replies {
  private static final JsonMapper JSON = new JsonMapper();
  private static final HttpField CONTENT_TYPE =
      new PreEncodedHttpField(HttpHeader.CONTENT_TYPE, "application/json");
  private static final List<HttpField> SECURITY =
      SecurityHeaders.ofData().entrySet().stream()
          .map(it -> (HttpField) new PreEncodedHttpField(it.getKey(), it.getValue()))
          .toList();
  private static final byte[] NOT_NOW =
      bytes(Map.of("error", "Not now", "message", "Nothing rang. Ask again.", "code", "LATER"));

  private Replies() {}

  /** Answers with {@code body}. */
  static void send(
      Response response, int status, byte[] body, String requestId, Callback callback) {
    response.setStatus(status);
    HttpFields.Mutable headers = response.getHeaders();
    headers.put(CONTENT_TYPE);
    SECURITY.forEach(headers::put);
    headers.put(Origin.REQUEST_ID, requestId);
    headers.put(HttpHeader.CONTENT_LENGTH, body.length);
    response.write(true, ByteBuffer.wrap(body), callback);
  }

  /** Refuses for good. */
  static void send(Response response, ApiError error, String requestId, Callback callback) {
    send(response, error.status(), bytes(error.body()), requestId, callback);
  }

  /** Refuses for now: nothing was done, ask again after {@code seconds}. */
  static void notNow(
      Response response, int status, long seconds, String requestId, Callback callback) {
    response.getHeaders().put(HttpHeader.RETRY_AFTER, Long.toString(seconds));
    send(response, status, NOT_NOW, requestId, callback);
  }

  private static byte[] bytes(Map<String, ?> body) {
    try {
      return JSON.writeValueAsBytes(body);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a map of texts always becomes JSON", e);
    }
  }
}
