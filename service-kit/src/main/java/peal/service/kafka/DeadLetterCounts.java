package peal.service.kafka;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.Collection;
import peal.topics.DeadLetter;
import peal.topics.Unreadable;

/** Counts what is put aside, by topic and reason. Thread-safe. */
public final class DeadLetterCounts {
  private final MeterRegistry registry;

  /** Counts in {@code registry}, from 0 for every reason of every one of {@code topics}. */
  public DeadLetterCounts(MeterRegistry registry, Collection<String> topics) {
    this.registry = registry;
    for (String topic : topics) {
      for (Unreadable why : Unreadable.values()) {
        of(topic, why);
      }
    }
  }

  /** One more. */
  public void count(DeadLetter letter) {
    of(letter.topic(), letter.why()).increment();
  }

  private Counter of(String topic, Unreadable why) {
    return Counter.builder("peal_dead_letters")
        .description("Records that could not be taken in and went to dead-letters")
        .tag("topic", topic)
        .tag("reason", why.word())
        .register(registry);
  }
}
