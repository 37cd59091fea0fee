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
    CongestionWindow window = CongestionWindow.of(2, 2, 10);

    assertThat(grown(window, 10).places()).isEqualTo(20);
    CongestionWindow shrunk = grown(window, 90).late(1, 5, 100);
    assertThat(shrunk.places()).isEqualTo(80);
    assertThat(grown(shrunk, 81).places()).isEqualTo(88);
  }

  @Test
  void belowWhatIsSafeItGrowsByHalfARound() {
    CongestionWindow shrunk = CongestionWindow.of(8, 64, 64).lost(1, 5, 100);

    assertThat(shrunk.places()).isEqualTo(32);
    assertThat(grown(shrunk, 32).places()).isEqualTo(48);
    CongestionWindow safe = grown(shrunk, 64);
    assertThat(safe.size()).isEqualTo(64);
    assertThat(growth(safe)).isEqualTo(0.1, within(1e-9));
  }

  /** Each answer too many is a call of which nobody knows whether it rang. */
  @Test
  void aCarrierThatBearsTenIsNotPressedAgainAndAgain() {
    CongestionWindow window = CongestionWindow.of(8, 8, 64);
    int lost = 0;
    int answered = 0;
    for (int round = 0; round < 200; round++) {
      boolean tooMany = window.places() > 10;
      answered += Math.min(10, window.places());
      if (tooMany) {
        lost += window.places() - 10;
        window = window.lost(round, round, window.places());
      } else {
        window = grown(window, window.places());
      }
    }

    assertThat(lost).isLessThan(54 + answered / 20);
  }

  @Test
  void wellBeyondWhereCongestionWasItIsOver() {
    CongestionWindow large = grown(CongestionWindow.of(8, 8, 10), 40);
    CongestionWindow shrunk = large.lost(1, 5, 50).lost(6, 9, 20);
    assertThat(shrunk.size()).isEqualTo(10);

    assertThat(growth(grown(shrunk, 130))).as("near it").isEqualTo(0.1, within(1e-9));
    assertThat(growth(grown(shrunk, 145))).as("beyond it").isEqualTo(0.25, within(1e-9));
  }

  private static double growth(CongestionWindow window) {
    return window.inTime(window.places()).size() - window.size();
  }

  @Test
  void aWindowThatIsNotHalfUsedHasProvedNothing() {
    CongestionWindow window = CongestionWindow.of(2, 2, 10);

    assertThat(window.inTime(4)).isEqualTo(window);
  }

  @Test
  void whatWasUnderWayWhenItShrankSaysNothingNew() {
    CongestionWindow shrunk = CongestionWindow.of(2, 2, 100).late(1, 5, 100);

    assertThat(shrunk.late(5, 9, 80)).isEqualTo(shrunk);
    assertThat(shrunk.lost(3, 9, 80)).isEqualTo(shrunk);
    assertThat(shrunk.lost(6, 9, 80).places()).isEqualTo(40);
  }

  @Test
  void itShrinksFromWhatWasUsedAndNeverBelowItsLeast() {
    CongestionWindow window = CongestionWindow.of(8, 8, 1_000);

    assertThat(window.late(1, 2, 100).places()).isEqualTo(80);
    assertThat(window.lost(1, 2, 3).places()).isEqualTo(8);
  }

  @Test
  void sizesThatMeanNothingAreRefused() {
    assertThatThrownBy(() -> CongestionWindow.of(0, 0, 1))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> CongestionWindow.of(5, 5, 4))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
