package peal.testkit.promises;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class PromisesTest {
  @Test
  void aGoodRunBreaksNoneAndALostRingBreaksOne() {
    assertThat(Promises.ALL).hasSize(11);
    assertThat(Promises.broken(Scene.of(20).evidence())).isEmpty();
    assertThat(Promises.broken(Scene.of(20).ring("b", 3, 1, 60_000).evidence()))
        .extracting(Verdict::promise)
        .contains("One Ring Per Attempt");
  }

  @Test
  void manyFindingsAreCountedNotListed() {
    Verdict verdict = new EveryRowEndsOnce().check(Scene.of(100).withoutRings().evidence());

    assertThat(verdict.evidence()).contains("and 95 more");
    assertThat(verdict.toString()).startsWith("Every Row Ends Once: broken (");
  }
}
