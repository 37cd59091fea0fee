package peal.service;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProcessClockTest {
  private static final Instant NOW = Instant.parse("2026-03-02T09:00:00Z");

  private long nanos;

  @Test
  void aFileSetsTheClockAndLetsItBeRightAgain(@TempDir Path folder) throws IOException {
    Path file = folder.resolve("offset");
    InstantSource clock = ProcessClock.set(file, InstantSource.fixed(NOW), () -> nanos);
    assertThat(clock.instant()).isEqualTo(NOW);

    Files.writeString(file, "-2500\n");
    assertThat(clock.instant()).isEqualTo(NOW);
    nanos += Duration.ofMillis(100).toNanos();
    assertThat(clock.instant()).isEqualTo(NOW.minusMillis(2_500));

    Files.writeString(file, "nonsense");
    nanos += Duration.ofMillis(100).toNanos();
    assertThat(clock.instant()).isEqualTo(NOW.minusMillis(2_500));

    Files.delete(file);
    nanos += Duration.ofMillis(100).toNanos();
    assertThat(clock.instant()).isEqualTo(NOW);
  }
}
