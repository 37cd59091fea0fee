package peal.projector;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

class ProjectorMetersTest {
  private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
  private final ProjectorMeters meters = new ProjectorMeters(registry);
  private final AtomicBoolean behind = new AtomicBoolean();
  private long now = 100_000;

  private double staleness() {
    return registry.get("peal_projection_staleness_seconds").gauge().value();
  }

  @Test
  void answersAreFreshWhileNothingIsLeftToFoldHoweverLongAgoThatWas() {
    meters.watch(behind::get, () -> Instant.ofEpochMilli(now));
    now += 60_000;

    assertThat(staleness()).isZero();
  }

  @Test
  void whoFoldsNothingThoughThereIsMoreGrowsStale() {
    meters.watch(behind::get, () -> Instant.ofEpochMilli(now));
    meters.folded(now, 5);
    behind.set(true);
    now += 7_000;

    assertThat(staleness()).isEqualTo(7);
  }

  @Test
  void whoCatchesUpIsAsStaleAsTheEventsThatItFolds() {
    meters.watch(behind::get, () -> Instant.ofEpochMilli(now));
    behind.set(true);
    meters.folded(now, 90_000);

    assertThat(staleness()).isEqualTo(90);
  }
}
