package peal.testkit.promises;

import static org.assertj.core.api.Assertions.assertThat;
import static peal.testkit.promises.Scene.END;
import static peal.testkit.promises.Scene.T0;

import org.junit.jupiter.api.Test;
import peal.domain.CallStatus;

class NoCallStuckTest {
  private final Promise promise = new NoCallStuck();

  @Test
  void callsThatEndedKeepIt() {
    Expect.kept(promise, Scene.of(5));
  }

  @Test
  void withoutAListThereIsNothingToKeep() {
    Expect.notTried(promise, Scene.of(5).listings());
  }

  @Test
  void aCallThatTheCarrierStillHoldsKeepsIt() {
    Scene scene = Scene.of(5).call(2, CallStatus.ACTIVE, null).openAtCarrier("call_b-0-2#1");
    Expect.kept(promise, scene);
  }

  @Test
  void anActiveCallThatNobodyHoldsBreaksIt() {
    Scene scene = Scene.of(25).call(2, CallStatus.ACTIVE, null).openAtCarrier("call_b-0-22#1");
    Expect.broken(promise, scene, "call_b-0-2 is ACTIVE");
  }

  @Test
  void aWaitingCallWithADueTimeKeepsItUntilThatHasLongPassed() {
    Expect.kept(promise, Scene.of(5).call(2, CallStatus.WAITING, END.plusSeconds(3_600)));
    Expect.kept(promise, Scene.of(5).call(2, CallStatus.WAITING, END.minusSeconds(30)));
    Expect.broken(
        promise, Scene.of(5).call(2, CallStatus.WAITING, END.minusSeconds(90)), "is WAITING");
  }

  @Test
  void aCallThatWaitsItsTurnKeepsItWhileItsWorkspaceDialsOrItsBatchIsScheduled() {
    Expect.broken(promise, Scene.of(5).call(2, CallStatus.WAITING, null), "is WAITING");
    Expect.kept(promise, Scene.of(5).call(2, CallStatus.WAITING, null).ring("b", 9, 1, 280_000));
    Expect.kept(
        promise, Scene.of(5).call(2, CallStatus.WAITING, null).scheduledAt(END.plusSeconds(3_600)));
  }

  @Test
  void lessThanAMinuteAfterAFaultItIsTooEarlyToSay() {
    Scene scene = Scene.of(5).call(2, CallStatus.ACTIVE, null);
    Expect.broken(promise, scene.fault(END.minusSeconds(61)), "is ACTIVE");
    Expect.notTried(promise, scene.fault(END.minusSeconds(59)));
    assertThat(promise.check(Scene.of(5).fault(END).evidence(T0.plusSeconds(300))).kept()).isTrue();
  }
}
