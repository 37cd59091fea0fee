package peal.testkit.promises;

import static peal.testkit.promises.Scene.END;
import static peal.testkit.promises.Scene.T0;

import java.util.List;
import org.junit.jupiter.api.Test;
import peal.domain.CallStatus;
import peal.testkit.evidence.CallRow;
import peal.testkit.evidence.Listing;

class EveryRowEndsOnceTest {
  private final Promise promise = new EveryRowEndsOnce();

  @Test
  void rowsThatEndedOnceKeepIt() {
    Expect.kept(promise, Scene.of(5));
    Expect.kept(promise, Scene.of(5).call(2, CallStatus.FAILED, null));
  }

  @Test
  void withoutABatchThereIsNothingToKeep() {
    Expect.notTried(promise, new Scene());
  }

  @Test
  void aCallThatHasNotEndedBreaksIt() {
    Expect.broken(promise, Scene.of(5).call(3, CallStatus.ACTIVE, null), "call_b-0-3 is still");
    Expect.broken(promise, Scene.of(5).call(3, CallStatus.WAITING, END), "call_b-0-3 is still");
  }

  @Test
  void aRowWithoutACallBreaksIt() {
    Expect.broken(promise, Scene.of(5).calls(calls -> calls.subList(0, 4)), "4 calls of 5");
  }

  @Test
  void aRowThatBecameTwoCallsBreaksIt() {
    Scene scene =
        Scene.of(5)
            .calls(calls -> {
              calls.set(4, calls.get(3));
              return calls;
            });
    Expect.broken(promise, scene, "listed twice");
  }

  @Test
  void aNumberThatWasReplacedBreaksIt() {
    Scene scene =
        Scene.of(5)
            .calls(calls -> {
              CallRow c = calls.get(4);
              calls.set(4, new CallRow(c.jobId(), Scene.number(1), c.status(), 1, null));
              return calls;
            });
    Expect.broken(promise, scene, "number");
  }

  @Test
  void aCompletedCallThatNeverRangBreaksIt() {
    Expect.broken(promise, Scene.of(5).withoutRings(), "never rang");
  }

  @Test
  void anEndThatChangesLaterBreaksItUnlessAFaultLiesBetween() {
    Scene scene = Scene.of(1);
    List<CallRow> completed = scene.listed();
    List<CallRow> failed = scene.call(1, CallStatus.FAILED, null).listed();
    Listing early = new Listing(T0.plusSeconds(10), failed);
    scene.listings(early, new Listing(END, completed));

    Expect.broken(promise, scene, "was FAILED and became COMPLETED");
    Expect.kept(promise, scene.fault(T0.plusSeconds(20)));
  }

  @Test
  void callsThatNobodyListedBreakIt() {
    Expect.broken(promise, Scene.of(1).listings(), "never listed");
  }
}
