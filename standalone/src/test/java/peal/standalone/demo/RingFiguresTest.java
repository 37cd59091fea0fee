package peal.standalone.demo;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class RingFiguresTest {
  private static final Instant START = Instant.parse("2026-03-02T09:00:00Z");

  @Test
  void paceAndGapAreThoseBetweenTheFirstAndTheLastRing() {
    List<Instant> rings =
        List.of(START.plusMillis(400), START, START.plusMillis(100), START.plusMillis(300));

    assertThat(RingFigures.of(rings))
        .isEqualTo(new RingFigures(4, Optional.of(START), 7.5, Duration.ofMillis(200)));
  }

  @Test
  void oneRingHasNoPace() {
    assertThat(RingFigures.of(List.of(START)))
        .isEqualTo(new RingFigures(1, Optional.of(START), 0, Duration.ZERO));
  }

  @Test
  void noRingHasNoFirst() {
    assertThat(RingFigures.of(List.of()))
        .isEqualTo(new RingFigures(0, Optional.empty(), 0, Duration.ZERO));
  }
}
