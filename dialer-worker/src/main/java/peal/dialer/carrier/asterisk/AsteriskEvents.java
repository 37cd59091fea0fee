package peal.dialer.carrier.asterisk;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * ARI's stream of events, of all channels: every worker hears of every call, and reports that come
 * twice do no harm. It connects again for as long as it is open; what happens meanwhile is looked
 * up.
 */
final class AsteriskEvents implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(AsteriskEvents.class);
  private static final Duration CONNECT = Duration.ofSeconds(5);
  private static final int LONGEST = 1 << 20;
  private static final long AGAIN_SECONDS = 1;

  private final JsonMapper json = new JsonMapper();
  private final HttpClient client = HttpClient.newBuilder().connectTimeout(CONNECT).build();
  private final CountDownLatch closed = new CountDownLatch(1);
  private final URI address;
  private final Consumer<JsonNode> events;

  AsteriskEvents(AsteriskSettings settings, Consumer<JsonNode> events) {
    this.address =
        URI.create(
            settings.ari().toString().replaceFirst("^http", "ws")
                + "/events?subscribeAll=true&app="
                + settings.application()
                + "&api_key="
                + URLEncoder.encode(
                    settings.user() + ":" + settings.password(), StandardCharsets.UTF_8));
    this.events = events;
    Thread.ofVirtual().name("asterisk-events").start(this::listen);
  }

  private void listen() {
    try {
      do {
        Listening listening = new Listening();
        try {
          client
              .newWebSocketBuilder()
              .connectTimeout(CONNECT)
              .buildAsync(address, listening)
              .join();
          listening.over.join();
          LOG.info("Asterisk has closed the stream of events.");
        } catch (RuntimeException e) {
          LOG.debug("Asterisk's events cannot be had: {}", e.getClass().getSimpleName());
        }
      } while (!closed.await(AGAIN_SECONDS, TimeUnit.SECONDS));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private final class Listening implements WebSocket.Listener {
    private final CompletableFuture<Void> over = new CompletableFuture<>();
    private final StringBuilder text = new StringBuilder();

    @Override
    public CompletionStage<?> onText(WebSocket socket, CharSequence part, boolean last) {
      if (text.length() + part.length() <= LONGEST) {
        text.append(part);
      }
      if (last) {
        take(text.toString());
        text.setLength(0);
      }
      socket.request(1);
      return null;
    }

    private void take(String message) {
      try {
        events.accept(json.readTree(message));
      } catch (JsonProcessingException e) {
        LOG.debug("Asterisk said something that is no JSON.");
      } catch (RuntimeException e) {
        LOG.error("An event of Asterisk's was not taken.", e);
      }
    }

    @Override
    public CompletionStage<?> onClose(WebSocket socket, int status, String reason) {
      over.complete(null);
      return null;
    }

    @Override
    public void onError(WebSocket socket, Throwable fault) {
      over.complete(null);
    }
  }

  @Override
  public void close() {
    closed.countDown();
    client.shutdownNow();
  }
}
