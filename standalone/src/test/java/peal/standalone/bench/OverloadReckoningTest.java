package peal.standalone.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import peal.domain.CallStatus;
import peal.domain.Outcome;
import peal.testkit.evidence.CallRow;
import peal.testkit.evidence.Ring;
import peal.testkit.evidence.Snapshot;

/** Three rows, of which two were dialed before the cancel. */
class OverloadReckoningTest {
  private static final String NUMBER = "+15551001000";
  private final List<CallRow> dialed =
      new ArrayList<>(
          List.of(
              call(1, CallStatus.COMPLETED, Outcome.ANSWERED),
              call(2, CallStatus.FAILED, Outcome.BUSY)));
  private final List<Ring> rings =
      new ArrayList<>(List.of(ring(1, 1, "answered"), ring(2, 1, "busy")));

  private static CallRow call(int row, CallStatus status, Outcome outcome) {
    return new CallRow("call_a-0-" + row, NUMBER, status, 1, null, outcome);
  }

  private static Ring ring(int row, int count, String outcome) {
    return new Ring("call_a-0-" + row + "#1", NUMBER, row, count, 1, outcome, row + 1);
  }

  private static Snapshot end(long waiting, long completed, long failed, long cancelled) {
    long total = waiting + completed + failed + cancelled;
    return new Snapshot(
        Instant.EPOCH, "cancelled", true, total, waiting, 0, completed, failed, cancelled);
  }

  private List<String> faults() {
    return new OverloadReckoning(dialed, rings).faults(3, end(0, 1, 1, 1));
  }

  @Test
  void whatAgreesHasNoFault() {
    assertThat(faults()).isEmpty();
  }

  @Test
  void rowsThatAreMissingOrOpenAreNamed() {
    OverloadReckoning reckoning = new OverloadReckoning(dialed, rings);

    assertThat(reckoning.faults(4, end(0, 1, 1, 1)))
        .singleElement()
        .asString()
        .contains("of 4 rows");
    assertThat(reckoning.faults(3, end(1, 1, 1, 0)))
        .singleElement()
        .asString()
        .contains("2 of them");
  }

  @Test
  void callsThatAreCountedAndNotListedAreNamed() {
    assertThat(new OverloadReckoning(dialed, rings).faults(4, end(0, 2, 1, 1)))
        .singleElement()
        .asString()
        .contains("counts 3 calls that were dialed and lists 2");
  }

  @Test
  void aSecondRingIsNamed() {
    rings.add(ring(2, 2, "busy"));

    assertThat(faults())
        .singleElement()
        .asString()
        .contains("1 attempts rang twice", "call_a-0-2#1");
  }

  @Test
  void aCallThatRangAndIsNotShownIsNamed() {
    rings.add(ring(3, 1, "answered"));

    assertThat(faults()).singleElement().asString().contains("not shown as dialed", "call_a-0-3#1");
  }

  @Test
  void aCallThatIsShownAndNeverRangIsNamed() {
    rings.removeLast();

    assertThat(faults()).singleElement().asString().contains("never rang", "call_a-0-2");

    dialed.set(1, call(2, CallStatus.FAILED, Outcome.INVALID_NUMBER));
    assertThat(faults()).isEmpty();
  }

  @Test
  void aCallThatEndedOtherwiseOrGoesOnIsNamed() {
    rings.set(0, ring(1, 1, "busy"));
    assertThat(faults()).singleElement().asString().contains("otherwise", "call_a-0-1#1");

    rings.set(0, ring(1, 1, null));
    assertThat(faults()).singleElement().asString().contains("otherwise", "call_a-0-1#1");
  }
}
