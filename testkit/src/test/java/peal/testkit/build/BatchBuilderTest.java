package peal.testkit.build;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import peal.domain.event.CallQueued;

class BatchBuilderTest {
  @Test
  void theLanesOfABatchShareItsRowsInFileOrder() {
    BatchBuilder batch = BatchBuilder.batch("b1").in("acme").lanes(3).rows(50);

    long rows = 0;
    for (int lane = 0; lane < 3; lane++) {
      assertThat(batch.queuedIn(lane))
          .hasSize((int) batch.sealed(lane).laneTotal())
          .extracting(queued -> queued.call().row())
          .isSorted();
      assertThat(batch.opened(lane).total()).isEqualTo(50);
      rows += batch.opened(lane).laneTotal();
    }
    assertThat(rows).isEqualTo(50);
  }

  @Test
  void aRowKnowsItsCall() {
    CallQueued row = BatchBuilder.batch("b1").queued(7);

    assertThat(row.call().toString()).isEqualTo("call_b1-0-7");
    assertThat(row.number().e164()).isEqualTo("+15550000007");
  }

  @Test
  void aWorkspaceHasWhatItIsGiven() {
    var workspace =
        WorkspaceBuilder.workspace("acme").lanes(2).callsPerSecond(50).atOnce(7).build();

    assertThat(workspace.lanes()).isEqualTo(2);
    assertThat(workspace.limits().callsPerSecond()).isEqualTo(50);
    assertThat(workspace.limits().maxConcurrentCalls()).isEqualTo(7);
  }
}
