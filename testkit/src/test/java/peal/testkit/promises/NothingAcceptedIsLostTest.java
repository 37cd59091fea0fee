package peal.testkit.promises;

import static peal.testkit.promises.Scene.END;
import static peal.testkit.promises.Scene.T0;

import org.junit.jupiter.api.Test;
import peal.domain.CallStatus;
import peal.testkit.evidence.Listing;
import peal.testkit.evidence.Snapshot;

class NothingAcceptedIsLostTest {
  private final Promise promise = new NothingAcceptedIsLost();

  private static Scene faulted() {
    return Scene.of(5).fault(T0.plusSeconds(60));
  }

  @Test
  void aBatchThatAnswersInFullAfterTheFaultKeepsIt() {
    Expect.kept(promise, faulted());
  }

  @Test
  void withoutABatchThereIsNothingToKeep() {
    Expect.notTried(promise, new Scene());
  }

  @Test
  void aBatchThatDoesNotAnswerAfterTheFaultBreaksIt() {
    Scene before = Scene.of(5);
    before.listings(new Listing(T0.plusSeconds(30), before.listed()));
    Expect.kept(promise, before);
    Expect.broken(promise, before.fault(T0.plusSeconds(60)), "does not answer any more");
    Expect.broken(promise, faulted().snapshots(), "does not answer any more");
  }

  @Test
  void aLostRowBreaksIt() {
    Expect.broken(promise, faulted().calls(calls -> calls.subList(1, 5)), "lists 4 calls of 5");
    Snapshot four = new Snapshot(END, "processing", false, 4, 4, 0, 0, 0, 0);
    Expect.broken(promise, faulted().snapshots(four), "4 calls of 5 are left");
  }

  @Test
  void aForgottenCancelBreaksIt() {
    Snapshot cancelled = new Snapshot(END, "cancelled", true, 5, 0, 0, 5, 0, 0);
    Expect.kept(promise, faulted().cancelledAt(T0.plusSeconds(9)).snapshots(cancelled));
    Expect.broken(promise, faulted().cancelledAt(T0.plusSeconds(9)), "is now completed");
  }

  @Test
  void anEndThatIsAnotherAfterTheFaultBreaksIt() {
    Scene scene = faulted();
    Listing before = new Listing(T0.plusSeconds(30), scene.listed());
    Listing after = new Listing(END, scene.call(2, CallStatus.FAILED, null).listed());
    Expect.broken(
        promise, scene.listings(before, after), "had ended as COMPLETED and is now FAILED");
  }
}
