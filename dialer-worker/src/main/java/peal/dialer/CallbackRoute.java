package peal.dialer;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import peal.dialer.carrier.LaneReport;
import peal.dialer.carrier.WebhookReader;
import peal.service.http.ApiError;
import peal.service.http.DirectRoute;

/**
 * Where carriers report: any worker takes any call's events. A callback is acknowledged when Kafka
 * has it, so that a carrier that repeats what was not acknowledged loses none. What waits for Kafka
 * is bounded; above that a callback is refused at once.
 */
final class CallbackRoute {
  static final String PATH = "/carrier/callbacks";

  /** A write takes some 50 ms, so this is many thousand a second. */
  static final int AT_ONCE = 4_000;

  /** Below the time that carriers wait for an answer, so that they hear why. */
  static final Duration WRITE_LIMIT = Duration.ofSeconds(4);

  private final Map<String, WebhookReader> readers;
  private final Function<LaneReport, CompletionStage<?>> reports;
  private final Duration limit;
  private final Semaphore places = new Semaphore(AT_ONCE);
  private final MeterRegistry metrics;

  /**
   * Routes.
   *
   * @param readers what reads the webhooks of a carrier, by the path that it posts to
   * @param reports writes a report; what it returns is done when Kafka has it, or fails
   * @param limit how long a write may take
   */
  CallbackRoute(
      Map<String, WebhookReader> readers,
      Function<LaneReport, CompletionStage<?>> reports,
      Duration limit,
      MeterRegistry metrics) {
    this.readers = Map.copyOf(readers);
    this.reports = reports;
    this.limit = limit;
    this.metrics = metrics;
    Gauge.builder("peal_callbacks_waiting", places, free -> AT_ONCE - free.availablePermits())
        .description("Callbacks of carriers that are being written to Kafka")
        .register(metrics);
    List.of("written", "not_written", "too_many").forEach(this::countOf);
  }

  /** Where the carrier {@code id} posts to, below a worker's public address. */
  static String pathOf(String id) {
    return "/carriers/" + id + "/webhooks";
  }

  /** Where the bot of the carrier {@code id} posts what was said. */
  static String resultsOf(String id) {
    return "/carriers/" + id + "/results";
  }

  /** The routes, one a carrier: three webhooks or more come for each call. */
  List<DirectRoute> routes() {
    return readers.entrySet().stream()
        .map(reader ->
            new DirectRoute(
                "POST",
                reader.getKey(),
                reader.getValue().largest(),
                (query, body, headers) ->
                    take(reader.getValue(), new WebhookReader.Webhook(query, body, headers))))
        .toList();
  }

  /** A body takes the place of one callback before it is read, and of the others after that. */
  private void take(WebhookReader reader, WebhookReader.Webhook webhook) {
    claim(1, 1);
    int claimed = 1;
    try {
      List<LaneReport> told = reader.read(webhook);
      claim(told.size() - 1, told.size());
      claimed = told.size();
      write(told);
    } finally {
      places.release(claimed);
    }
  }

  private void claim(int more, int callbacks) {
    if (!places.tryAcquire(more)) {
      countOf("too_many").increment(callbacks);
      throw new ApiError(
          503,
          "Too many callbacks",
          "%,d callbacks wait for Kafka here. Send this one again.".formatted(AT_ONCE),
          "TOO_MANY_CALLBACKS");
    }
  }

  private void write(List<LaneReport> told) {
    try {
      CompletableFuture<?>[] written =
          told.stream()
              .map(report -> reports.apply(report).toCompletableFuture())
              .toArray(CompletableFuture[]::new);
      CompletableFuture.allOf(written).get(limit.toMillis(), TimeUnit.MILLISECONDS);
      countOf("written").increment(told.size());
    } catch (ExecutionException | TimeoutException e) {
      throw notWritten(told.size());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw notWritten(told.size());
    }
  }

  private ApiError notWritten(int callbacks) {
    countOf("not_written").increment(callbacks);
    return new ApiError(
        503,
        "Not written",
        "Kafka did not take the callback in time. Send it again; repeats are harmless.",
        "CALLBACK_NOT_WRITTEN");
  }

  private Counter countOf(String result) {
    return Counter.builder("peal_callbacks")
        .description("Callbacks of carriers, by what became of them")
        .tag("result", result)
        .register(metrics);
  }
}
