package peal.domain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class CongestionWindowTest {
  private static CongestionWindow grown(CongestionWindow window, int times) {
    CongestionWindow grown = window;
    for (int i = 0; i < times; i++) {
      grown = grown.inTime(grown.places());
    }
    return grown;
  }

  @Test
  void aRoundInTimeDoublesItUntilTheFirstCongestionAndGrowsItByATenthAfterwards() {
    CongestionWindow window = CongestionWindow.of(2, 10);

    assertThat(grown(window, 10).places()).isEqualTo(20);
    CongestionWindow shrunk = grown(window, 90).late(1, 5, 100);
    assertThat(shrunk.places()).isEqualTo(80);
    assertThat(grown(shrunk, 81).places()).isEqualTo(88);
  }

  @Test
  void aWindowThatIsNotHalfUsedHasProvedNothing() {
    CongestionWindow window = CongestionWindow.of(2, 10);

    assertThat(window.inTime(4)).isEqualTo(window);
  }

  @Test
  void whatWasUnderWayWhenItShrankSaysNothingNew() {
    CongestionWindow shrunk = CongestionWindow.of(2, 100).late(1, 5, 100);

    assertThat(shrunk.late(5, 9, 80)).isEqualTo(shrunk);
    assertThat(shrunk.lost(3, 9, 80)).isEqualTo(shrunk);
    assertThat(shrunk.lost(6, 9, 80).places()).isEqualTo(40);
  }

  @Test
  void itShrinksFromWhatWasUsedAndNeverBelowItsLeast() {
    CongestionWindow window = CongestionWindow.of(8, 1_000);

    assertThat(window.late(1, 2, 100).places()).isEqualTo(80);
    assertThat(window.lost(1, 2, 3).places()).isEqualTo(8);
  }

  @Test
  void sizesThatMeanNothingAreRefused() {
    assertThatThrownBy(() -> CongestionWindow.of(0, 1))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> CongestionWindow.of(5, 4))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
