package peal.dialer.carrier.asterisk;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.WebSocket;
import java.net.http.WebSocketHandshakeException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.ObjIntConsumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import peal.topics.DomainJson;

/**
 * ARI's stream of events, of all channels: every worker hears of every call, and reports that come
 * twice do no harm. It connects again for as long as it is open; what happens meanwhile is looked
 * up.
 */
final class AsteriskEvents implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(AsteriskEvents.class);
  private static final Duration CONNECT = Duration.ofSeconds(5);

  /** A stream whose peer is gone for good is left after twice that. */
  private static final Duration PING = Duration.ofSeconds(20);

  /** Of the two dozen that a call makes, each with its whole channel in JSON. */
  private static final String WANTED =
      """
      {"allowed": [{"type": "ChannelStateChange"}, {"type": "ChannelDestroyed"}]}\
      """;

  private static final int LONGEST = 1 << 20;
  private static final long AGAIN_SECONDS = 1;

  private final JsonMapper json = new JsonMapper(DomainJson.newFactory());
  private final HttpClient client =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).connectTimeout(CONNECT).build();
  private final CountDownLatch closed = new CountDownLatch(1);
  private final AtomicInteger connection = new AtomicInteger();
  private final URI address;
  private final URI filter;
  private final String authorization;
  private final ObjIntConsumer<JsonNode> events;
  private final Duration ping;

  private volatile boolean connected;

  /** Touched by the listening thread only. */
  private boolean toldOfNone;

  /**
   * Begins to listen.
   *
   * @param events takes each event, and the {@link #connection} that told it
   */
  AsteriskEvents(AsteriskSettings settings, ObjIntConsumer<JsonNode> events) {
    this(settings, events, PING);
  }

  /** As the other, with a sign of life asked for so often. */
  AsteriskEvents(AsteriskSettings settings, ObjIntConsumer<JsonNode> events, Duration ping) {
    this.address =
        URI.create(
            settings.ari().toString().replaceFirst("^http", "ws")
                + "/events?subscribeAll=true&app="
                + settings.application());
    this.filter =
        URI.create(settings.ari() + "/applications/" + settings.application() + "/eventFilter");
    this.authorization = settings.authorization();
    this.events = events;
    this.ping = ping;
    Thread.ofVirtual().name("asterisk-events").start(this::listen);
  }

  private void listen() {
    try {
      do {
        try {
          Listening listening = new Listening();
          WebSocket socket =
              client
                  .newWebSocketBuilder()
                  .connectTimeout(CONNECT)
                  .header("Authorization", authorization)
                  .buildAsync(address, listening)
                  .join();
          connected = true;
          toldOfConnection();
          wantNoOthers();
          listening.untilOver(socket);
          LOG.info("The stream of Asterisk's events is over; it is asked for again.");
        } catch (RuntimeException | Error e) {
          // Thrown on, no event would be heard any more.
          notConnected(e);
        }
        connected = false;
        connection.incrementAndGet();
      } while (!closed.await(AGAIN_SECONDS, TimeUnit.SECONDS));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void toldOfConnection() {
    if (toldOfNone) {
      LOG.info("Asterisk's events come again.");
      toldOfNone = false;
    }
  }

  /** Before Asterisk 16.3 there is no such request, and others come and are passed over. */
  private void wantNoOthers() {
    HttpRequest request =
        HttpRequest.newBuilder(filter)
            .timeout(CONNECT)
            .header("Authorization", authorization)
            .header("Content-Type", "application/json")
            .PUT(HttpRequest.BodyPublishers.ofString(WANTED))
            .build();
    client
        .sendAsync(request, BodyHandlers.discarding())
        .thenAccept(answer -> LOG.debug("The filter of events: {}.", answer.statusCode()));
  }

  private void notConnected(Throwable fault) {
    if (closed.getCount() == 0 || toldOfNone) {
      return;
    }
    toldOfNone = true;
    Throwable cause = fault.getCause() == null ? fault : fault.getCause();
    String why =
        cause instanceof WebSocketHandshakeException refused
            ? "it answered " + refused.getResponse().statusCode()
            : cause.getClass().getSimpleName();
    LOG.warn(
        "Asterisk's events at {} cannot be had ({}). Calls are looked up meanwhile, which is slow;"
            + " it is asked for them every second.",
        address,
        why);
  }

  /** Whether Asterisk tells events now. */
  boolean connected() {
    return connected;
  }

  /** Changes whenever a connection ends: what it told may be of an Asterisk that runs no more. */
  int connection() {
    return connection.get();
  }

  private final class Listening implements WebSocket.Listener {
    private final CompletableFuture<Void> over = new CompletableFuture<>();
    private final StringBuilder text = new StringBuilder();

    private volatile boolean alive = true;

    /** A peer that is gone without a word answers no ping. */
    private void untilOver(WebSocket socket) throws InterruptedException {
      while (true) {
        try {
          over.get(ping.toNanos(), TimeUnit.NANOSECONDS);
          return;
        } catch (TimeoutException e) {
          if (!alive) {
            LOG.warn("Asterisk has not answered a ping for {}.", ping);
            socket.abort();
            return;
          }
          alive = false;
          socket.sendPing(ByteBuffer.allocate(0));
        } catch (ExecutionException e) {
          throw new IllegalStateException("it only ever ends", e);
        }
      }
    }

    @Override
    public CompletionStage<?> onPong(WebSocket socket, ByteBuffer message) {
      alive = true;
      socket.request(1);
      return null;
    }

    @Override
    public CompletionStage<?> onText(WebSocket socket, CharSequence part, boolean last) {
      alive = true;
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
        events.accept(json.readTree(message), connection());
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
