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
  void onlyTheHiccupsOfTheTimeAskedForAreCountedAndOnlyAsFarAsTheyLieInIt() {
    List<Hiccup> hiccups =
        List.of(
            new Hiccup(NOON, Duration.ofMillis(900)),
            new Hiccup(NOON.plusSeconds(1), Duration.ofMillis(30)),
            new Hiccup(NOON.plusSeconds(9), Duration.ofMillis(700)));
    double noon = NOON.toEpochMilli();

    assertThat(Metronome.heldUpMillis(hiccups, noon, noon + 3_000)).isEqualTo(30);
    assertThat(Metronome.heldUpMillis(hiccups, noon - 100, noon + 980)).isEqualTo(110);
    assertThat(Metronome.heldUpMillis(hiccups, noon + 3_000, noon + 8_000)).isZero();
    assertThat(Metronome.heldUpMillis(hiccups, noon + 8_500, noon + 8_600)).isEqualTo(100);
  }
}
