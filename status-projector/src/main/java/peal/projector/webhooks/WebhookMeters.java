package peal.projector.webhooks;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.concurrent.atomic.AtomicLong;

/** What is told of webhooks; never which, or whose. Thread-safe. */
final class WebhookMeters {
  private final Counter taken;
  private final Counter failed;
  private final AtomicLong failing = new AtomicLong();
  private final AtomicLong paused = new AtomicLong();
  private final AtomicLong behindSeconds = new AtomicLong();

  WebhookMeters(MeterRegistry registry) {
    taken = deliveries("taken", registry);
    failed = deliveries("failed", registry);
    gauge(
        "peal_webhooks_failing", "Lanes of webhooks that wait for the next try", failing, registry);
    gauge("peal_webhooks_paused", "Lanes of webhooks that were given up", paused, registry);
    gauge(
        "peal_webhooks_behind_seconds",
        "For how long the webhook has failed that has for longest and is tried still",
        behindSeconds,
        registry);
  }

  private static Counter deliveries(String result, MeterRegistry registry) {
    return Counter.builder("peal_webhook_deliveries")
        .description("Events that were posted to webhooks")
        .tag("result", result)
        .register(registry);
  }

  private static void gauge(String name, String what, AtomicLong value, MeterRegistry registry) {
    Gauge.builder(name, value, AtomicLong::get).description(what).register(registry);
  }

  void sent(boolean isTaken) {
    (isTaken ? taken : failed).increment();
  }

  void stand(long nowFailing, long nowPaused, long longestSeconds) {
    failing.set(nowFailing);
    paused.set(nowPaused);
    behindSeconds.set(longestSeconds);
  }
}
