package peal.service.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.junit.jupiter.api.Test;

class DirectRoutesTest {
  private static final int BODY = 100_000;
  private static final long ROOM_OF_ONE = 150;

  private final CountDownLatch taken = new CountDownLatch(1);
  private final CountDownLatch goOn = new CountDownLatch(1);

  private void work(String query, byte[] body, Object headers) {
    taken.countDown();
    try {
      assertThat(goOn.await(120, TimeUnit.SECONDS)).isTrue();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** A body counts from before it is read until its work is done, whatever came of that. */
  @Test
  void bodiesTakeNoMoreThanTheirRoomAndGiveItBack() throws Exception {
    DirectRoute route = new DirectRoute("POST", "/take", BODY, this::work);
    Server server = new Server();
    ServerConnector connector = new ServerConnector(server);
    connector.setHost("127.0.0.1");
    server.addConnector(connector);
    server.setHandler(
        new DirectRoutes(List.of(route), new ObjectMapper(), Duration.ofMinutes(2), ROOM_OF_ONE));
    server.start();
    try (HttpClient client = HttpClient.newHttpClient()) {
      HttpRequest request =
          HttpRequest.newBuilder(
                  URI.create("http://127.0.0.1:%d/take".formatted(connector.getLocalPort())))
              .POST(BodyPublishers.ofByteArray(new byte[BODY]))
              .build();
      CompletableFuture<HttpResponse<String>> first =
          client.sendAsync(request, BodyHandlers.ofString());
      assertThat(taken.await(120, TimeUnit.SECONDS)).isTrue();

      HttpResponse<String> second = client.send(request, BodyHandlers.ofString());

      assertThat(second.statusCode()).isEqualTo(503);
      assertThat(second.headers().firstValue("Retry-After")).contains("2");
      assertThat(second.body()).contains("TOO_MANY_CALLBACKS");
      goOn.countDown();
      assertThat(first.get(120, TimeUnit.SECONDS).statusCode()).isEqualTo(204);
      assertThat(client.send(request, BodyHandlers.ofString()).statusCode()).isEqualTo(204);
    } finally {
      server.stop();
    }
  }
}
