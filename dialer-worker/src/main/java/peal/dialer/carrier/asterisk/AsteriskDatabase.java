package peal.dialer.carrier.asterisk;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Asterisk's own database, read by its manager interface, for ARI cannot. One connection, made when
 * it is needed and again when it broke. Thread-safe; made for virtual threads, which it blocks.
 */
final class AsteriskDatabase implements AutoCloseable {
  private static final Duration LIMIT = Duration.ofSeconds(3);
  private static final int MOST_LINES = 100;
  private static final int LONGEST_LINE = 4_096;

  private final ReentrantLock lock = new ReentrantLock();
  private final AsteriskSettings settings;
  private final int limitMillis;

  /** A connection's own limit begins anew with each byte. */
  private final Executor whenLate;

  private Socket socket;
  private BufferedReader in;
  private long asked;

  AsteriskDatabase(AsteriskSettings settings) {
    this(settings, LIMIT);
  }

  /** As the other, with so much time for a connection, and again for an answer. */
  AsteriskDatabase(AsteriskSettings settings, Duration limit) {
    this.settings = settings;
    this.limitMillis = (int) limit.toMillis();
    this.whenLate = CompletableFuture.delayedExecutor(2L * limitMillis, TimeUnit.MILLISECONDS);
  }

  /**
   * What the dialplan wrote of {@code key}; empty where it wrote nothing.
   *
   * @throws IOException when Asterisk does not tell, or not in time
   */
  Optional<String> get(String key) throws IOException {
    if (!mayAsk()) {
      throw new IOException("others are still asking the manager interface");
    }
    CompletableFuture<Void> limit = new CompletableFuture<>();
    try {
      boolean connected = socket != null;
      if (!connected) {
        socket = new Socket();
      }
      Socket asked = socket;
      limit = CompletableFuture.runAsync(() -> close(asked), whenLate);
      if (!connected) {
        connect();
      }
      return ask(key);
    } catch (IOException e) {
      drop();
      throw e;
    } finally {
      limit.cancel(false);
      lock.unlock();
    }
  }

  private boolean mayAsk() {
    try {
      return lock.tryLock(limitMillis, TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  private void connect() throws IOException {
    socket.setSoTimeout(limitMillis);
    socket.connect(
        new InetSocketAddress(settings.ari().getHost(), settings.managerPort()), limitMillis);
    in =
        new BufferedReader(
            new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8), LONGEST_LINE);
    in.readLine();
    send(
        "Action: Login\r\nUsername: %s\r\nSecret: %s\r\nEvents: off\r\n\r\n"
            .formatted(settings.managerUser(), settings.managerPassword()));
    if (!"Success".equals(packet().get("Response"))) {
      throw new IOException("the manager interface does not let us in");
    }
  }

  private Optional<String> ask(String key) throws IOException {
    String id = Long.toString(++asked);
    send("Action: DBGet\r\nActionID: %s\r\nFamily: peal\r\nKey: %s\r\n\r\n".formatted(id, key));
    Optional<String> value = Optional.empty();
    while (true) {
      Map<String, String> packet = packet();
      if (id.equals(packet.get("ActionID"))) {
        if (packet.containsKey("Val")) {
          value = Optional.of(packet.get("Val"));
        }
        if ("DBGetComplete".equals(packet.get("Event"))) {
          return value;
        }
        if ("Error".equals(packet.get("Response"))) {
          if (packet.getOrDefault("Message", "").startsWith("Database entry not found")) {
            return Optional.empty();
          }
          throw new IOException("the manager interface refuses DBGet");
        }
      }
    }
  }

  private void send(String text) throws IOException {
    socket.getOutputStream().write(text.getBytes(StandardCharsets.UTF_8));
  }

  private Map<String, String> packet() throws IOException {
    Map<String, String> fields = new HashMap<>();
    for (int i = 0; i < MOST_LINES; i++) {
      String line = in.readLine();
      if (line == null) {
        throw new IOException("the manager interface has closed the connection");
      }
      if (line.isEmpty()) {
        return fields;
      }
      int colon = line.indexOf(": ");
      if (colon > 0) {
        fields.put(line.substring(0, colon), line.substring(colon + 2));
      }
    }
    throw new IOException("the manager interface says too much");
  }

  private void drop() {
    if (socket != null) {
      close(socket);
      socket = null;
    }
  }

  private static void close(Socket socket) {
    try {
      socket.close();
    } catch (IOException e) {
      // It is of no use any more either way.
    }
  }

  @Override
  public void close() {
    lock.lock();
    try {
      drop();
    } finally {
      lock.unlock();
    }
  }
}
