package peal.domain.dispatch;

import static org.assertj.core.api.Assertions.assertThat;
import static peal.domain.dispatch.TestLane.T0;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import peal.domain.BatchId;
import peal.domain.CallId;
import peal.domain.CallingAgent;
import peal.domain.DialRequest;
import peal.domain.Outcome;
import peal.domain.PhoneNumber;
import peal.domain.event.BatchCommand.BatchOpened;
import peal.domain.event.BatchCommand.BatchSealed;
import peal.domain.event.CallEvent;
import peal.domain.event.CallEvent.NotDialed.Cause;
import peal.domain.event.CallQueued;

/** A caller whose carrier does not let it in does not stop the lane, and its calls end. */
class DeniedCallersTest {
  private static final PhoneNumber DENIED = new PhoneNumber("+15550009999");
  private static final PhoneNumber LET_IN = new PhoneNumber("+15550001111");

  private final TestLane lane = new TestLane();
  private int people;
  private final Map<BatchId, List<CallEvent.CallSettled>> settled = new HashMap<>();
  private final Map<BatchId, Integer> asked = new HashMap<>();
  private Instant now = T0;
  private boolean keptOut = true;
  private boolean everybodyIsKeptOut;
  private long keptOutRow;

  @Test
  void theOthersGoOnAtTheirPace() {
    BatchId others = upload("o", LET_IN, 200);
    upload("d", DENIED, 200);

    live(60);

    // Ten a second are allowed, and hardly any is spent on the caller that is kept out.
    assertThat(asked.get(others)).isEqualTo(200);
    assertThat(settled.get(others)).hasSize(200);
  }

  @Test
  void itIsTriedNowAndThenAndItsCallsEndWhenWaitingDoesNotHelp() {
    BatchId denied = upload("d", DENIED, 20);

    live(240);
    assertThat(settled.getOrDefault(denied, List.of())).isEmpty();
    live(900);

    assertThat(settled.get(denied))
        .hasSize(20)
        .allSatisfy(end -> assertThat(end.outcome()).isEqualTo(Outcome.CARRIER_ERROR));
    assertThat(asked.get(denied)).isLessThan(20 * 20);
    assertThat(lane.store.isEmpty()).isTrue();
  }

  @Test
  void oneThatIsLetInAfterAllIsDialedWithItsFirstAttempt() {
    BatchId denied = upload("d", DENIED, 20);

    live(30);
    keptOut = false;
    live(90);

    assertThat(settled.get(denied))
        .hasSize(20)
        .allSatisfy(end -> {
          assertThat(end.outcome()).isEqualTo(Outcome.ANSWERED);
          assertThat(end.attempts()).isEqualTo(1);
        });
    assertThat(lane.store.state.denied()).isEmpty();
  }

  @Test
  void aCallThatIsKeptOutForItselfEndsAndHoldsUpNobody() {
    keptOut = false;
    keptOutRow = 7;
    BatchId batch = upload("d", DENIED, 300);

    live(40);
    assertThat(settled.get(batch)).as("all but one").hasSize(299);
    live(3_600);

    assertThat(settled.get(batch).getLast().outcome()).isEqualTo(Outcome.CARRIER_ERROR);
    assertThat(lane.store.isEmpty()).isTrue();
  }

  @Test
  void callersBeyondThoseThatAreRememberedEndToo() {
    for (int i = 0; i < 130; i++) {
      upload("d" + i, new PhoneNumber("+1555001%04d".formatted(i)), 1);
    }
    everybodyIsKeptOut = true;

    live(2 * 3_600);

    assertThat(settled).hasSize(130);
    assertThat(lane.store.isEmpty()).isTrue();
    assertThat(lane.store.state.denied()).hasSizeLessThanOrEqualTo(100);
  }

  private BatchId upload(String token, PhoneNumber from, int rows) {
    BatchId batch = BatchId.ofToken(token);
    lane.take(
        new BatchOpened(batch, T0, null, agent(from), rows, rows, T0.plusSeconds(900), null, null),
        now);
    for (int row = 1; row <= rows; row++) {
      PhoneNumber number = new PhoneNumber("+1555" + (2_000_000 + ++people));
      lane.take(new CallQueued(CallId.ofRow(batch, 0, row), T0, number, Map.of()), now);
    }
    lane.take(new BatchSealed(batch, T0, rows), now);
    return batch;
  }

  private static CallingAgent agent(PhoneNumber from) {
    return new CallingAgent("a", "A", "m", "p", "v", "en", "Hello", null, Map.of(), from, 600);
  }

  private void live(int seconds) {
    Instant end = now.plusSeconds(seconds);
    for (; now.isBefore(end); now = now.plusMillis(50)) {
      for (DialRequest request : lane.tickAt(now)) {
        asked.merge(request.attempt().call().batch(), 1, Integer::sum);
        for (CallEvent report : answer(request)) {
          hear(lane.take(report, now));
        }
      }
    }
  }

  private List<CallEvent> answer(DialRequest dial) {
    boolean itsRow = dial.attempt().call().row() == keptOutRow;
    boolean its = keptOut && dial.agent().fromNumber().equals(DENIED);
    if (its || itsRow || everybodyIsKeptOut) {
      return List.of(TestLane.undialed(dial, null, Cause.DENIED));
    }
    return List.of(
        new CallEvent.Dialing(dial.attempt(), now, "w", dial.slotAt()), TestLane.ended(dial, now));
  }

  private void hear(Decisions decisions) {
    for (CallEvent.Decision decision : decisions.events()) {
      if (decision instanceof CallEvent.CallSettled end) {
        settled.computeIfAbsent(end.call().batch(), batch -> new ArrayList<>()).add(end);
      }
    }
  }
}
