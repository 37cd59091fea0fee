package peal.standalone.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.stream.DoubleStream;
import org.junit.jupiter.api.Test;

class SpreadTest {
  @Test
  void theMedianIsInTheMiddleOfFiguresInAnyOrder() {
    assertThat(Spread.of(DoubleStream.of(5, 1, 3))).isEqualTo(new Spread(1, 3, 5));
    assertThat(Spread.of(DoubleStream.of(4))).isEqualTo(new Spread(4, 4, 4));
  }

  @Test
  void ofTwoInTheMiddleItIsTheMean() {
    assertThat(Spread.of(DoubleStream.of(8, 1, 2, 4))).isEqualTo(new Spread(1, 3, 8));
  }

  @Test
  void nothingHasNoSpread() {
    assertThatIllegalArgumentException().isThrownBy(() -> Spread.of(DoubleStream.empty()));
  }
}
