package peal.simulator;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import peal.topics.DomainJson;

/**
 * Posts callbacks, signed, and again with growing gaps while the receiver cannot be reached or
 * answers 408, 429 or 5xx: {@value #TRIES} tries within half a minute. Any other refusal would not
 * get better by asking again. Thread-safe.
 */
final class HttpCallbacks implements Callbacks, AutoCloseable {
  private static final int TRIES = 6;
  private static final Duration FIRST_GAP = Duration.ofMillis(200);
  private static final int GAP_GROWTH = 3;
  private static final Duration TIMEOUT = Duration.ofSeconds(5);
  private static final int AT_ONCE = 128;

  private final JsonMapper json = DomainJson.newMapper();
  private final Turnstile turnstile = new Turnstile(AT_ONCE);
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final HttpClient client =
      HttpClient.newBuilder()
          .version(HttpClient.Version.HTTP_1_1)
          .connectTimeout(TIMEOUT)
          .executor(threads)
          .build();
  private final Signature signature;
  private final InstantSource clock;
  private final Timers timers;
  private final MeterRegistry metrics;

  HttpCallbacks(Signature signature, InstantSource clock, Timers timers, MeterRegistry metrics) {
    this.signature = signature;
    this.clock = clock;
    this.timers = timers;
    this.metrics = metrics;
    List.of("delivered", "repeated", "given_up").forEach(this::countOf);
  }

  @Override
  public CompletionStage<Void> deliver(URI to, Callback callback) {
    CompletableFuture<Void> done = new CompletableFuture<>();
    attempt(to, bytes(callback), 1, done);
    return done;
  }

  private void attempt(URI to, byte[] body, int number, CompletableFuture<Void> done) {
    turnstile.enter(() ->
        client
            .sendAsync(request(to, body), BodyHandlers.discarding())
            .handle((answer, error) -> error != null ? 0 : answer.statusCode())
            .thenAccept(status -> settle(to, body, number, done, status)));
  }

  /** A status of 0 means that there was no answer. */
  private void settle(URI to, byte[] body, int number, CompletableFuture<Void> done, int status) {
    boolean worthAnother = status == 0 || status == 408 || status == 429 || status >= 500;
    if (worthAnother && number < TRIES) {
      count("repeated");
      Duration gap = FIRST_GAP.multipliedBy((long) Math.pow(GAP_GROWTH, number - 1));
      timers.after(gap, () -> attempt(to, body, number + 1, done));
    } else {
      count(status >= 200 && status < 300 ? "delivered" : "given_up");
      done.complete(null);
    }
  }

  private HttpRequest request(URI to, byte[] body) {
    return HttpRequest.newBuilder(to)
        .timeout(TIMEOUT)
        .header("Content-Type", "application/json")
        .header(Signature.HEADER, signature.of(body, clock.instant()))
        .POST(BodyPublishers.ofByteArray(body))
        .build();
  }

  private byte[] bytes(Callback callback) {
    try {
      return json.writeValueAsBytes(callback);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a callback always becomes JSON", e);
    }
  }

  private void count(String result) {
    countOf(result).increment();
  }

  private Counter countOf(String result) {
    return Counter.builder("peal.simulator.callbacks")
        .description("Tries to deliver a callback; given up are those that will not be repeated")
        .tag("result", result)
        .register(metrics);
  }

  /** Drops what has not been delivered. */
  @Override
  public void close() {
    client.shutdownNow();
    threads.shutdownNow();
  }
}
