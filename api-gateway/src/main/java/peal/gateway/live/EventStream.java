package peal.gateway.live;

import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;

/**
 * Server-sent events on their way to a client. Each call sends at once; a client that has gone
 * shows as an {@link IOException}.
 */
final class EventStream {
  private static final int RETRY_MILLIS = 2_000;

  private final OutputStream out;

  /** Begins the answer. */
  EventStream(HttpServletResponse response) throws IOException {
    response.setStatus(200);
    response.setContentType("text/event-stream; charset=utf-8");
    response.setHeader("Cache-Control", "no-store");
    // Some proxies hold answers back until they are long enough.
    response.setHeader("X-Accel-Buffering", "no");
    // Not the context's stream: that one compresses, and would hold back what is short.
    this.out = response.getOutputStream();
    send("retry: " + RETRY_MILLIS + "\n\n");
  }

  /** {@code data} must be one line. */
  void event(String id, String name, String data) throws IOException {
    send("id: " + id + "\nevent: " + name + "\ndata: " + data + "\n\n");
  }

  /** A sign of life that clients skip. */
  void heartbeat() throws IOException {
    send(": still here\n\n");
  }

  private void send(String text) throws IOException {
    out.write(text.getBytes(StandardCharsets.UTF_8));
    out.flush();
  }
}
