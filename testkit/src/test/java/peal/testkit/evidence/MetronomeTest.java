package peal.testkit.evidence;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import peal.testkit.evidence.Metronome.Hiccup;

class MetronomeTest {
  private static final Instant NOON = Instant.parse("2026-01-01T12:00:00Z");

  @Test
  void theLongestHiccupIsThatOfTheTimeAskedFor() {
    List<Hiccup> hiccups =
        List.of(
            new Hiccup(NOON, Duration.ofMillis(900)),
            new Hiccup(NOON.plusSeconds(1), Duration.ofMillis(30)),
            new Hiccup(NOON.plusSeconds(2), Duration.ofMillis(50)),
            new Hiccup(NOON.plusSeconds(9), Duration.ofMillis(700)));

    assertThat(Metronome.longest(hiccups, NOON.plusSeconds(1), NOON.plusSeconds(2)))
        .isEqualTo(Duration.ofMillis(50));
    assertThat(Metronome.longest(hiccups, NOON.plusSeconds(3), NOON.plusSeconds(8)))
        .isEqualTo(Duration.ZERO);
  }
}
