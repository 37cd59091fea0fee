package peal.domain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

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
  void belowItsFirstSizeItGrowsByHalfARound() {
    CongestionWindow shrunk = CongestionWindow.of(8, 64).lost(1, 5, 100);

    assertThat(shrunk.places()).isEqualTo(32);
    assertThat(grown(shrunk, 32).places()).isEqualTo(48);
    CongestionWindow first = grown(shrunk, 64);
    assertThat(first.size()).isEqualTo(64);
    assertThat(grown(first, 10).size()).isEqualTo(65, within(1e-9));
  }

  @Test
  void wellBeyondWhereCongestionWasItIsOver() {
    CongestionWindow large = grown(CongestionWindow.of(8, 10), 40);
    CongestionWindow shrunk = large.lost(1, 5, 50).lost(6, 9, 20);
    assertThat(shrunk.size()).isEqualTo(10);

    assertThat(growth(grown(shrunk, 130))).as("near it").isEqualTo(0.1, within(1e-9));
    assertThat(growth(grown(shrunk, 145))).as("beyond it").isEqualTo(0.5, within(1e-9));
  }

  private static double growth(CongestionWindow window) {
    return window.inTime(window.places()).size() - window.size();
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
