package peal.service.streams;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.Optional;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.streams.errors.StreamsException;
import org.apache.kafka.streams.processor.api.MockProcessorContext;
import org.apache.kafka.streams.processor.api.MockProcessorContext.CapturedPunctuator;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class WallClockTickTest {
  private static final Duration EVERY = Duration.ofMillis(50);

  private final MockProcessorContext<Object, Object> context = new MockProcessorContext<>();

  @BeforeEach
  void clock() {
    context.setCurrentSystemTimeMs(0);
  }

  /** Streams begins a task anew in the same place, with all that it had scheduled. */
  @Test
  void aTaskThatBeginsAnewTicksOnce() {
    try (WallClockTick before = new WallClockTick(context, EVERY, now -> Optional.of(EVERY))) {
      before.wake();
    }
    new WallClockTick(context, EVERY, now -> Optional.of(EVERY)).wake();

    assertThat(context.scheduledPunctuators()).filteredOn(one -> !one.cancelled()).hasSize(1);
  }

  /** Else the half of a tick that was sent would be committed with the work of other tasks. */
  @Test
  void aTickWithoutKafkaEndsTheThread() {
    WallClockTick tick =
        new WallClockTick(
            context,
            EVERY,
            now -> {
              throw new TimeoutException("no metadata");
            });
    tick.wake();
    CapturedPunctuator scheduled = context.scheduledPunctuators().getFirst();

    assertThatThrownBy(() -> scheduled.getPunctuator().punctuate(0))
        .isExactlyInstanceOf(StreamsException.class)
        .hasCauseInstanceOf(TimeoutException.class);
  }
}
