package peal.service.kafka;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import peal.topics.DeadLetter;

/** Counts what is put aside, by topic and reason. Thread-safe. */
public final class DeadLetterCounts {
  private final MeterRegistry registry;

  /** Counts in {@code registry}. */
  public DeadLetterCounts(MeterRegistry registry) {
    this.registry = registry;
  }

  /** One more. */
  public void count(DeadLetter letter) {
    Counter.builder("peal_dead_letters")
        .description("Records that could not be taken in and went to dead-letters")
        .tag("topic", letter.topic())
        .tag("reason", letter.why().word())
        .register(registry)
        .increment();
  }
}
