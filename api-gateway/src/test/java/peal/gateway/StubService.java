package peal.gateway;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Function;

/** A service behind the gateway that says what a test wants, and remembers what it was asked. */
final class StubService implements AutoCloseable {
  record Asked(String method, String target, Map<String, List<String>> headers, String body) {}

  record Says(int status, Map<String, String> headers, String body) {
    static Says json(int status, String body) {
      return new Says(status, Map.of("Content-Type", "application/json"), body);
    }
  }

  private static final List<Socket> HELD = new CopyOnWriteArrayList<>();
  private static final Set<String> SAID = ConcurrentHashMap.newKeySet();

  final List<Asked> asked = new CopyOnWriteArrayList<>();
  private final HttpServer server;
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private volatile Function<Asked, Says> answer = asked -> Says.json(200, "{}");

  StubService() {
    try {
      server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    server.setExecutor(threads);
    server.createContext("/", this::serve);
    server.start();
  }

  void says(Function<Asked, Says> answer) {
    this.answer = answer;
  }

  void says(int status, String json) {
    says(asked -> Says.json(status, json));
  }

  /** Whether a stub, this one or another, has ever given this answer. */
  static boolean said(String body) {
    return SAID.contains(body);
  }

  String url() {
    return "http://127.0.0.1:" + server.getAddress().getPort();
  }

  /** An address at which nobody listens. */
  static String nobody() {
    try {
      // Bound as long as this process lives, so that nobody else comes to listen there.
      Socket socket = new Socket();
      socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
      HELD.add(socket);
      return "http://127.0.0.1:" + socket.getLocalPort();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void serve(HttpExchange exchange) throws IOException {
    URI target = exchange.getRequestURI();
    byte[] body = exchange.getRequestBody().readAllBytes();
    Asked question =
        new Asked(
            exchange.getRequestMethod(),
            target.toString(),
            exchange.getRequestHeaders(),
            new String(body, StandardCharsets.UTF_8));
    asked.add(question);
    Says says = answer.apply(question);
    SAID.add(says.body());
    says.headers().forEach((name, value) -> exchange.getResponseHeaders().add(name, value));
    byte[] bytes = says.body().getBytes(StandardCharsets.UTF_8);
    exchange.sendResponseHeaders(says.status(), bytes.length == 0 ? -1 : bytes.length);
    exchange.getResponseBody().write(bytes);
    exchange.close();
  }

  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
  }
}
