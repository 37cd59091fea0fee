package peal.standalone.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class CpuTimeTest {
  @Test
  void whatAProcessAndItsEndedChildrenUsedIsAddedUp() {
    String stat =
        "4711 (node (worker) 1) S 1 4711 4711 0 -1 4194304 9 8 7 6 120 30 40 10 20 0 11 0 5";

    assertThat(CpuTime.nanos(stat)).isEqualTo(2_000_000_000L);
  }

  @Test
  void thisProcessHasUsedSome() {
    assertThat(CpuTime.nanos(List.of(ProcessHandle.current()))).isPositive();
  }
}
