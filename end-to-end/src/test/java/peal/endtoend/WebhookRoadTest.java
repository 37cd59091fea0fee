package peal.endtoend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** A receiver that is away for a while gets everything, each call in order. */
@ExtendWith(SharedRoad.class)
class WebhookRoadTest {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final AtomicInteger status = new AtomicInteger(503);
  private final AtomicInteger refused = new AtomicInteger();
  private final List<Taken> taken = Collections.synchronizedList(new ArrayList<>());
  private HttpServer receiver;

  private record Taken(String id, JsonNode event) {}

  @BeforeEach
  void listen() throws IOException {
    receiver = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    receiver.createContext("/", this::answer);
    receiver.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    receiver.start();
  }

  @AfterEach
  void end() {
    receiver.stop(0);
  }

  private void answer(HttpExchange exchange) throws IOException {
    String id = exchange.getRequestHeaders().getFirst("webhook-id");
    JsonNode event = JSON.readTree(exchange.getRequestBody().readAllBytes());
    int now = status.get();
    if (now == 200) {
      taken.add(new Taken(id, event));
    } else {
      refused.incrementAndGet();
    }
    exchange.sendResponseHeaders(now, -1);
    exchange.close();
  }

  @Test
  void whatHappenedWhileTheReceiverWasAwayIsToldInOrder(Road road) {
    Run run = new Run(road);
    Customer customer = run.customer(40, 100);
    JsonNode webhook =
        customer
            .client()
            .createWebhook("http://127.0.0.1:" + receiver.getAddress().getPort() + "/")
            .ok();
    run.accepted(customer, Numbers.ordinary(60));
    run.untilComplete();
    await().atMost(Run.PATIENCE).until(() -> refused.get() > 0);
    String path = "/v1/api/webhooks/" + webhook.path("id").asText();
    await()
        .atMost(Run.PATIENCE)
        .until(() -> customer.client().get(path).ok().path("status").asText().equals("failing"));

    status.set(200);

    await().atMost(Run.PATIENCE).until(() -> types().contains("batch.completed"));
    Set<String> seen = new HashSet<>();
    Map<String, List<String>> byCall = new LinkedHashMap<>();
    for (Taken one : List.copyOf(taken)) {
      JsonNode data = one.event().path("data");
      if (seen.add(one.id()) && data.has("jobId")) {
        byCall
            .computeIfAbsent(data.path("jobId").asText(), id -> new ArrayList<>())
            .add(one.event().path("type").asText());
      }
    }
    assertThat(byCall).hasSize(60);
    assertThat(byCall.values())
        .allSatisfy(story -> {
          assertThat(story).startsWith("call.dialing").endsWith("call.ended");
          assertThat(story).doesNotHaveDuplicates();
        });
    await()
        .atMost(Run.PATIENCE)
        .until(() -> customer.client().get(path).ok().path("status").asText().equals("active"));
  }

  private Set<String> types() {
    Set<String> types = new HashSet<>();
    List.copyOf(taken).forEach(one -> types.add(one.event().path("type").asText()));
    return types;
  }
}
