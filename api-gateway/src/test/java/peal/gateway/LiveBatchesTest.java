package peal.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static peal.gateway.RunningGateway.BATCH;
import static peal.gateway.RunningGateway.BATCHES;
import static peal.gateway.RunningGateway.KEY;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import peal.domain.Workspace;
import peal.gateway.RunningGateway.Reply;
import peal.gateway.StubService.Says;

class LiveBatchesTest {
  private static final String EVENTS = BATCHES + "/" + BATCH + "/events";
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private final HttpClient http =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private final List<Stream> streams = new ArrayList<>();
  private final AtomicInteger completed = new AtomicInteger();
  private RunningGateway gateway = new RunningGateway();

  @AfterEach
  void stop() {
    streams.forEach(Stream::close);
    gateway.close();
  }

  /** What a client reads, line by line. */
  private static final class Stream implements AutoCloseable {
    private final HttpResponse<java.util.stream.Stream<String>> response;
    private final List<String> lines = new CopyOnWriteArrayList<>();
    private final Thread reader;
    private volatile boolean ended;

    Stream(HttpResponse<java.util.stream.Stream<String>> response) {
      this.response = response;
      this.reader =
          Thread.ofVirtual()
              .start(() -> {
                try {
                  response.body().forEach(lines::add);
                } catch (RuntimeException e) {
                  // Broken off, by whichever side.
                }
                ended = true;
              });
    }

    long count(String line) {
      return lines.stream().filter(line::equals).count();
    }

    List<String> of(String field) {
      return lines.stream().filter(line -> line.startsWith(field + ": ")).toList();
    }

    @Override
    public void close() {
      reader.interrupt();
      response.body().close();
    }
  }

  private Stream listen(Map<String, String> more) {
    Map<String, String> headers = new HashMap<>(more);
    headers.put("x-api-key", KEY);
    headers.put("x-workspace-id", "acme");
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + gateway.port() + EVENTS));
    headers.forEach(request::header);
    try {
      Stream stream = new Stream(http.send(request.build(), BodyHandlers.ofLines()));
      streams.add(stream);
      return stream;
    } catch (IOException | InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  /** A batch of four calls; its timestamp differs in every answer. */
  private void givenABatch() {
    AtomicInteger asked = new AtomicInteger();
    gateway.projector.says(any ->
        Says.json(
            200,
            "{\"id\":\"batch_b1\",\"isComplete\":%s,\"progress\":{\"completed\":%d},\"timestamp\":%d}"
                .formatted(completed.get() == 4, completed.get(), asked.incrementAndGet())));
  }

  @Test
  void eachChangeIsOneEventAndTheLastOneEndsTheStream() {
    givenABatch();

    Stream stream = listen(Map.of());
    await().atMost(PATIENCE).until(() -> stream.of("data").size() == 1);
    int before = gateway.projector.asked.size();
    await().atMost(PATIENCE).until(() -> gateway.projector.asked.size() > before + 5);
    assertThat(stream.of("data")).as("nothing has changed").hasSize(1);
    completed.set(2);
    await().atMost(PATIENCE).until(() -> stream.of("data").size() == 2);
    completed.set(4);
    await().atMost(PATIENCE).until(() -> stream.ended);

    assertThat(stream.response.headers().firstValue("Content-Type"))
        .contains("text/event-stream; charset=utf-8");
    assertThat(stream.response.headers().firstValue("Cache-Control")).contains("no-store");
    assertThat(stream.of("event"))
        .containsExactly("event: progress", "event: progress", "event: complete");
    assertThat(stream.of("data").getLast()).contains("\"isComplete\":true", "\"completed\":4");
    assertThat(stream.of("id")).doesNotHaveDuplicates().hasSize(3);
  }

  @Test
  void whoComesBackIsToldOnlyWhatIsNewThroughAnyGateway() {
    givenABatch();
    Stream first = listen(Map.of());
    await().atMost(PATIENCE).until(() -> first.of("id").size() == 1);
    String id = first.of("id").getFirst().substring("id: ".length());
    first.close();
    gateway.close();
    gateway = new RunningGateway();
    givenABatch();

    Stream second = listen(Map.of("Last-Event-ID", id));
    await().atMost(PATIENCE).until(() -> second.count(": still here") >= 2);
    assertThat(second.of("data")).isEmpty();
    completed.set(4);
    await().atMost(PATIENCE).until(() -> second.ended);

    assertThat(second.of("event")).containsExactly("event: complete");
    String last = second.of("id").getLast().substring("id: ".length());
    assertThat(listen(Map.of("Last-Event-ID", last)).response.statusCode()).isEqualTo(204);
  }

  @Test
  void manyListenersAreOneQuestion() {
    givenABatch();
    List<Stream> all = new ArrayList<>();
    for (int i = 0; i < 10; i++) {
      all.add(listen(Map.of()));
    }
    await().atMost(PATIENCE).until(() -> all.stream().allMatch(each -> each.of("id").size() == 1));
    completed.set(1);
    await().atMost(PATIENCE).until(() -> all.stream().allMatch(each -> each.of("id").size() == 2));

    int asked = gateway.projector.asked.size();
    // One each to begin with, and after that one for all per look: the clock tells how many.
    Duration run =
        Duration.between(java.time.Instant.parse("2026-03-01T12:00:00Z"), gateway.now.get());
    long looks = run.toMillis() / 500;
    assertThat(asked).isBetween(10, (int) looks + 10 + 2);
  }

  @Test
  void nobodyIsAskedWhileNobodyListens() {
    givenABatch();
    Stream stream = listen(Map.of());
    await().atMost(PATIENCE).until(() -> stream.of("id").size() == 1);

    stream.close();
    completed.set(2);

    // It is asked hundreds of times a second while somebody listens, for no pause takes time here.
    // That nothing comes any more shows only when time goes by.
    AtomicInteger before = new AtomicInteger();
    await()
        .atMost(PATIENCE)
        .pollInterval(Duration.ofMillis(10))
        .during(Duration.ofMillis(100))
        .until(() -> {
          int asked = gateway.projector.asked.size();
          return before.getAndSet(asked) == asked;
        });
  }

  @Test
  void aWorkspaceHasSoManyStreamsAndNoMore() {
    gateway.close();
    gateway = new RunningGateway(Map.of("PEAL_LIVE_STREAMS", "2"));
    givenABatch();
    listen(Map.of());
    Stream second = listen(Map.of());

    Reply third = gateway.get(EVENTS);
    assertThat(third.status()).isEqualTo(429);
    assertThat(third.json().path("error").path("code").asText()).isEqualTo("too_many_streams");
    assertThat(third.header("Retry-After")).isEqualTo("10");

    second.close();
    await().atMost(PATIENCE).until(() -> listen(Map.of()).response.statusCode() == 200);
  }

  @Test
  void aRevokedKeyEndsItsStreams() {
    givenABatch();
    Stream stream = listen(Map.of());
    await().atMost(PATIENCE).until(() -> stream.of("id").size() == 1);

    Workspace acme = gateway.workspaces.get("acme").orElseThrow();
    gateway.workspaces.put(
        "acme",
        new Workspace(
            acme.id(),
            acme.name(),
            acme.lanes(),
            acme.limits(),
            List.of(),
            acme.phoneNumbers(),
            acme.createdAt()));

    await().atMost(PATIENCE).until(() -> stream.ended);
  }

  @Test
  void aGatewayThatStopsDoesNotWaitForItsListeners() {
    // given one that waits for an hour for whoever is being answered
    gateway.close();
    gateway = new RunningGateway(Map.of("PEAL_STOP_SECONDS", "3600"));
    givenABatch();
    Stream stream = listen(Map.of());
    await().atMost(PATIENCE).until(() -> stream.of("id").size() == 1);

    assertThat(CompletableFuture.runAsync(gateway::stop)).succeedsWithin(PATIENCE);

    await().atMost(PATIENCE).until(() -> stream.ended);
  }

  @Test
  void whatCannotBeListenedToIsAnOrdinaryError() {
    gateway.projector.says(404, "{\"error\":\"Batch not found\"}");

    assertThat(gateway.get(EVENTS).status()).isEqualTo(404);
    assertThat(gateway.send("GET", EVENTS, null, Map.of()).status()).isEqualTo(401);
  }

  @Test
  void aProjectorThatIsAwayForAWhileEndsNoStream() {
    givenABatch();
    Stream stream = listen(Map.of());
    await().atMost(PATIENCE).until(() -> stream.of("id").size() == 1);

    gateway.projector.says(503, "{}");
    await().atMost(PATIENCE).until(() -> stream.count(": still here") >= 2);
    completed.set(4);
    givenABatch();

    await().atMost(PATIENCE).until(() -> stream.ended);
    assertThat(stream.of("event")).containsExactly("event: progress", "event: complete");
  }
}
