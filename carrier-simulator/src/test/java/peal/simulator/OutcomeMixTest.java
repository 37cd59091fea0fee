package peal.simulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import peal.domain.Outcome;

class OutcomeMixTest {
  @Test
  void outcomesComeByTheirWeights() {
    OutcomeMix mix = OutcomeMix.parse(OutcomeMix.DEFAULT);
    Dice dice = new Dice(1);

    Map<Outcome, Long> drawn =
        IntStream.range(0, 20_000)
            .mapToObj(row -> mix.draw(dice.on("call_a-0-" + row + "#1")))
            .collect(Collectors.groupingBy(Function.identity(), Collectors.counting()));

    assertThat(drawn.get(Outcome.ANSWERED)).isBetween(13_600L, 14_400L);
    assertThat(drawn.get(Outcome.BUSY)).isBetween(1_200L, 1_600L);
    assertThat(drawn.get(Outcome.INVALID_NUMBER)).isBetween(130L, 280L);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "answered", "answered=", "fine=1", "answered=-1", "answered=0"})
  void aMixThatMeansNothingIsRefused(String text) {
    assertThatThrownBy(() -> OutcomeMix.parse(text)).isInstanceOf(IllegalArgumentException.class);
  }
}
