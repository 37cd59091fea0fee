package peal.projector.fold;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
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
  void whatChangedWhatIsShownIsKeptLongest() {
    Trail trail = Trail.NONE;
    for (long offset = 0; offset < 100; offset++) {
      trail = trail.with(offset, offset % 10 == 9 ? Change.DUE_AGAIN : Change.NONE);
    }

    assertThat(trail.offsets()).hasSize(Trail.KEPT).contains(9L, 19L, 29L, 39L, 99L);
    assertThat(trail.at(19)).contains(Change.DUE_AGAIN);
    assertThat(trail.at(18)).as("not kept").contains(Change.NONE);
    assertThat(trail.at(97)).contains(Change.NONE);
  }

  @Test
  void ofWhatAnEarlierVersionNotedIsNotKnownWhatItChanged() {
    Trail trail = new Trail(List.of(4L, 2L), 0, null).with(9, Change.ENDED);

    assertThat(trail.at(4)).isEmpty();
    assertThat(trail.at(6)).isEmpty();
    assertThat(trail.at(9)).contains(Change.ENDED);
    assertThat(trail.at(5)).as("put aside").contains(Change.NONE);
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
