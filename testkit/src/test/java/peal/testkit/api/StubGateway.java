package peal.testkit.api;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;

/** Answers requests as it was told, and remembers them. */
final class StubGateway implements AutoCloseable {
  /** A request as it came. */
  record Seen(String line, Map<String, String> headers, String body) {}

  private final HttpServer server;
  private final Map<String, String> answers = new HashMap<>();
  private final Map<String, Integer> codes = new HashMap<>();
  private final Map<String, Integer> stale = new HashMap<>();
  private final List<Seen> seen = new CopyOnWriteArrayList<>();

  StubGateway() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getByName("127.0.0.1"), 0), 0);
    server.createContext("/", this::answer);
    server.start();
  }

  URI address() {
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
  }

  /** {@code line} is the method and the path with its query. */
  synchronized StubGateway on(String line, int code, String json) {
    codes.put(line, code);
    answers.put(line, json);
    return this;
  }

  /** The next {@code times} answers to {@code line} say that they are behind. */
  synchronized void stale(String line, int times) {
    stale.put(line, times);
  }

  List<Seen> seen() {
    return seen;
  }

  private synchronized void answer(HttpExchange exchange) throws IOException {
    String line = exchange.getRequestMethod() + " " + exchange.getRequestURI();
    Map<String, String> headers = new HashMap<>();
    exchange.getRequestHeaders().forEach((name, values) -> headers.put(name, values.getFirst()));
    String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
    seen.add(new Seen(line, headers, body));
    byte[] answer =
        answers.getOrDefault(line, "{\"code\":\"NOT_FOUND\"}").getBytes(StandardCharsets.UTF_8);
    exchange.getResponseHeaders().set("Content-Type", "application/json");
    if (stale.merge(line, -1, Integer::sum) >= 0) {
      exchange.getResponseHeaders().set("X-Peal-Stale", "true");
    }
    exchange.sendResponseHeaders(codes.getOrDefault(line, 404), answer.length);
    exchange.getResponseBody().write(answer);
    exchange.close();
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
