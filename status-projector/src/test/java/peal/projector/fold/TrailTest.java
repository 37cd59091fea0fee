package peal.projector.fold;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class TrailTest {
  @Test
  void offsetsAreReadBackAsTheyWereNoted() {
    Trail trail = Trail.NONE.with(0).with(7).with(1_000_000_000_000L);

    assertThat(trail.offsets()).containsExactly(0L, 7L, 1_000_000_000_000L);
    assertThat(trail.omitted()).isZero();
  }

  @Test
  void aCallThatSaysTooMuchKeepsItsBeginningAndItsEnd() {
    Trail trail = Trail.NONE;
    for (long offset = 0; offset < 100; offset++) {
      trail = trail.with(offset * 3);
    }

    assertThat(trail.offsets()).hasSize(Trail.KEPT).isSorted();
    assertThat(trail.omitted()).isEqualTo(100 - Trail.KEPT);
    assertThat(trail.offsets()).startsWith(0L, 3L, 6L, 9L, 12L, 15L, 18L, 21L);
    assertThat(trail.offsets().subList(Trail.FIRST, Trail.KEPT))
        .containsExactlyElementsOf(
            LongStream.range(100 - (Trail.KEPT - Trail.FIRST), 100).mapToObj(n -> n * 3).toList());
  }
}
