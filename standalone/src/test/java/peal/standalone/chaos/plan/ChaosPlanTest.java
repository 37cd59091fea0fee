package peal.standalone.chaos.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class ChaosPlanTest {
  @Test
  void theSameSeedMakesTheSamePlan() {
    ChaosPlan one = ChaosPlan.of(11, Duration.ofMinutes(3), 1_000);

    ChaosPlan same = ChaosPlan.of(11, Duration.ofMinutes(3), 1_000);

    assertThat(same).isEqualTo(one);
  }

  @Test
  void anotherSeedMakesAnotherPlan() {
    ChaosPlan one = ChaosPlan.of(11, Duration.ofMinutes(3), 1_000);

    ChaosPlan other = ChaosPlan.of(12, Duration.ofMinutes(3), 1_000);

    assertThat(other.faults()).isNotEqualTo(one.faults());
    assertThat(other.uploads()).isNotEqualTo(one.uploads());
  }

  @Test
  void whatCannotBePlannedIsRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> ChaosPlan.of(1, ChaosPlan.SHORTEST.minusSeconds(1), 1_000))
        .withMessageContaining("75 s");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> ChaosPlan.of(1, ChaosPlan.SHORTEST, 299))
        .withMessageContaining("300-60000");
  }
}
