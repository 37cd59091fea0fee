package peal.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import peal.domain.Outcome;

class AttemptTableTest {
  @Test
  void whatWasAddedIsFoundAndNothingElse() {
    AttemptTable table = new AttemptTable(ByteBuffer.allocate(AttemptTable.bytesFor(1_000)), 0);
    for (int row = 0; row < 1_000; row++) {
      table.add(AttemptTable.hash("call_a-0-" + row + "#1"), AttemptState.rang(row));
    }

    for (int row = 0; row < 1_000; row++) {
      int slot = table.find(AttemptTable.hash("call_a-0-" + row + "#1"));
      assertThat(table.at(slot)).isEqualTo(AttemptState.rang(row));
      assertThat(table.find(AttemptTable.hash("call_a-0-" + row + "#2"))).isNegative();
    }
  }

  @ParameterizedTest
  @EnumSource
  void aStateComesBackAsItWasPacked(Outcome outcome) {
    AttemptState state = new AttemptState(outcome, 1_772_366_400_123L, 255, 1_023);

    assertThat(AttemptState.unpacked(state.packed())).isEqualTo(state);
    assertThat(AttemptState.unpacked(state.rangAgain().askedAgain().packed())).isEqualTo(state);
  }

  @Test
  void anOpenStateComesBackAsItWasPacked() {
    AttemptState state = AttemptState.rang(8 << 20).askedAgain();

    assertThat(AttemptState.unpacked(state.packed())).isEqualTo(state);
    assertThat(state.open()).isTrue();
    assertThat(state.ended(Outcome.BUSY, 7).open()).isFalse();
  }
}
