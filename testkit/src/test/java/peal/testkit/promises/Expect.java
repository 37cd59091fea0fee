package peal.testkit.promises;

import static org.assertj.core.api.Assertions.assertThat;

/** Says how a check must come out. */
final class Expect {
  private Expect() {}

  static void kept(Promise promise, Scene scene) {
    Verdict verdict = promise.check(scene.evidence());
    assertThat(verdict.state()).as(verdict.toString()).isEqualTo(Verdict.State.KEPT);
  }

  static void kept(Promise promise, Scene scene, String because) {
    kept(promise, scene);
    assertThat(promise.check(scene.evidence()).evidence()).contains(because);
  }

  static void notTried(Promise promise, Scene scene) {
    Verdict verdict = promise.check(scene.evidence());
    assertThat(verdict.state()).as(verdict.toString()).isEqualTo(Verdict.State.NOT_TRIED);
  }

  static void broken(Promise promise, Scene scene, String because) {
    Verdict verdict = promise.check(scene.evidence());
    assertThat(verdict.state()).as(verdict.toString()).isEqualTo(Verdict.State.BROKEN);
    assertThat(verdict.evidence()).contains(because).doesNotContain("+1555");
  }
}
