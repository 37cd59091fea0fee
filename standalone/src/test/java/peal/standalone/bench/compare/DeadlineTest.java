package peal.standalone.bench.compare;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class DeadlineTest {
  private long now = 5;
  private final Deadline deadline = Deadline.in(Duration.ofSeconds(10), () -> now);

  @Test
  void aNearerOneCountsAndAFartherOneDoesNot() {
    assertThat(deadline.within(Duration.ofSeconds(3)).left()).isEqualTo(Duration.ofSeconds(3));
    assertThat(deadline.within(Duration.ofSeconds(30)).left()).isEqualTo(Duration.ofSeconds(10));
  }

  @Test
  void itEndsWhatGoesOnAfterIt() {
    assertThatCode(() -> deadline.check("a run")).doesNotThrowAnyException();

    now += Duration.ofSeconds(11).toNanos();

    assertThat(deadline.left()).isZero();
    assertThatIllegalStateException()
        .isThrownBy(() -> deadline.check("a run"))
        .withMessage("a run took too long");
  }
}
