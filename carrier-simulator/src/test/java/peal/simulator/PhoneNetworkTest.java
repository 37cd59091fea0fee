package peal.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class PhoneNetworkTest {
  private static final String ATTEMPT = "call_abc-0-1#1";
  private static final String NUMBER = "+15550001234";

  private final TestNetwork world = new TestNetwork();

  @Test
  void aRepeatedRequestFindsTheCallAndDoesNotRing() {
    Answer first = world.place(ATTEMPT, NUMBER);
    Answer second = world.place(ATTEMPT, NUMBER);

    assertThat(((Answer.Taken) first).rang()).isTrue();
    assertThat(((Answer.Taken) second).rang()).isFalse();
    assertThat(world.ledger.size()).isEqualTo(1);
    assertThat(world.find(ATTEMPT).requests()).isEqualTo(2);
  }

  @Test
  void aCarrierThatDoesNotHonourKeysRingsAgainAndTheLedgerShowsIt() {
    TestNetwork careless = new TestNetwork(TestNetwork.ledger(), "answered=1", false);

    careless.place(ATTEMPT, NUMBER);
    careless.place(ATTEMPT, NUMBER);

    assertThat(LedgerTest.rings(careless.ledger)).extracting(Ring::count).containsExactly(1, 2);
    assertThat(careless.ledger.summary().mostRingsOfOneAttempt()).isEqualTo(2);
  }

  @Test
  void callbacksTellTheStoryInOrderWithTheCallersReference() {
    world.placeAndWait(ATTEMPT, NUMBER);

    assertThat(world.events()).containsExactly("ringing", "answered", "ended");
    assertThat(world.told).extracting(Callback::seq).containsExactly(1, 2, 3);
    assertThat(world.told).extracting(Callback::reference).containsOnly("ws/0");
    assertThat(world.told.getLast().transcript()).contains("You sell bells.");
    assertThat(world.told.getLast().talkSeconds()).isBetween(10.0, 60.0);
  }

  @Test
  void theSameSeedTellsTheSameStory() {
    TestNetwork one = new TestNetwork(TestNetwork.ledger(), OutcomeMix.DEFAULT, true);
    TestNetwork other = new TestNetwork(TestNetwork.ledger(), OutcomeMix.DEFAULT, true);
    for (int row = 1; row <= 200; row++) {
      one.place("call_abc-0-" + row + "#1", NUMBER);
    }
    one.time.pass(TestNetwork.LONG_ENOUGH);
    for (int row = 200; row >= 1; row--) {
      other.place("call_abc-0-" + row + "#1", NUMBER);
    }
    other.time.pass(TestNetwork.LONG_ENOUGH);

    assertThat(ends(other)).isEqualTo(ends(one)).contains("answered", "voicemail", "busy");
  }

  private static List<String> ends(TestNetwork world) {
    return IntStream.rangeClosed(1, 200)
        .mapToObj(row -> world.network.find("call_abc-0-" + row + "#1"))
        .map(call -> call.map(it -> it.outcome() + " " + it.talkSeconds()).orElse("refused"))
        .map(text -> text.split(" ")[0])
        .toList();
  }

  @Test
  void aCallIsNotLongerThanTheCallerAllows() {
    CallRequest brief = new CallRequest(NUMBER, null, "Hi.", 2, "ws/0", null, 1);

    world.network.place(ATTEMPT, brief, world.time.instant());
    world.time.pass(TestNetwork.LONG_ENOUGH);

    assertThat(world.find(ATTEMPT).talkSeconds()).isEqualTo(2.0);
  }

  @Test
  void hangingUpWhileItRingsEndsItUnanswered() {
    world.place(ATTEMPT, NUMBER);

    world.network.hangUp(ATTEMPT);
    world.time.pass(TestNetwork.LONG_ENOUGH);

    assertThat(world.find(ATTEMPT).outcome()).isEqualTo("no_answer");
    assertThat(world.events()).containsExactly("ringing", "ended");
  }

  @Test
  void nothingRingsWhileTheCarrierIsDown() {
    world.network.faults(new Faults(true, 0, 0, 0, 0, 0, 0, 0, 0, 0, List.of()));

    assertThat(world.place(ATTEMPT, NUMBER)).isInstanceOf(Answer.Later.class);
    assertThat(world.ledger.size()).isZero();
  }

  @Test
  void faultsStrikeAtTheirRate() {
    world.network.faults(new Faults(false, 0, 0, 0.3, 0, 0, 0, 0, 0, 0, List.of()));

    long broken =
        IntStream.range(0, 1_000)
            .mapToObj(row -> world.place("call_abc-0-" + row + "#1", NUMBER))
            .filter(Answer.Broken.class::isInstance)
            .count();

    assertThat(broken).isBetween(230L, 370L);
    assertThat(world.ledger.size()).isEqualTo((int) (1_000 - broken));
  }

  @Test
  void nobodyCallsFromANumberThatIsDenied() {
    world.network.faults(new Faults(false, 0, 0, 0, 0, 0, 0, 0, 0, 0, List.of("+441632960994")));

    assertThat(from("call_abc-0-1#1", "+441632960994")).isInstanceOf(Answer.Denied.class);
    assertThat(from("call_abc-0-1#2", "+441632960995")).isInstanceOf(Answer.Taken.class);
    world.network.faults(Faults.NONE);
    assertThat(from("call_abc-0-1#1", "+441632960994")).isInstanceOf(Answer.Taken.class);
    assertThat(world.ledger.size()).isEqualTo(2);
  }

  private Answer from(String attempt, String caller) {
    CallRequest request = new CallRequest(NUMBER, caller, "Hi.", 2, "ws/0", null, 1);
    return world.network.place(attempt, request, world.time.instant());
  }

  @Test
  void callbacksMayBeLostOrTwiceOrLate() {
    world.network.faults(new Faults(false, 0, 0, 0, 0, 0, 1, 0, 0, 0, List.of()));
    world.placeAndWait("call_abc-0-1#1", NUMBER);
    assertThat(world.told).isEmpty();

    world.network.faults(new Faults(false, 0, 0, 0, 0, 0, 0, 1, 0, 0, List.of()));
    world.placeAndWait("call_abc-0-2#1", NUMBER);
    assertThat(world.events())
        .containsExactly("ringing", "ringing", "answered", "answered", "ended", "ended");

    world.told.clear();
    world.network.faults(new Faults(false, 0, 0, 0, 0, 0, 0, 0, 1, 5_000, List.of()));
    world.place("call_abc-0-3#1", NUMBER);
    assertThat(world.told).isEmpty();
    world.time.pass(Duration.ofSeconds(5));
    assertThat(world.events()).startsWith("ringing");
  }

  @Test
  void aRestartedNetworkRemembersAndEndsItsOpenCalls() {
    world.placeAndWait("call_abc-0-1#1", NUMBER);
    world.place("call_abc-0-2#1", NUMBER);

    TestNetwork again = new TestNetwork(world.ledger, "answered=1", true);
    again.time.pass(TestNetwork.LONG_ENOUGH);
    again.time.pass(TestNetwork.LONG_ENOUGH);

    assertThat(again.find("call_abc-0-1#1").outcome()).isEqualTo("answered");
    assertThat(again.find("call_abc-0-2#1").outcome()).isEqualTo("answered");
    assertThat(((Answer.Taken) again.place("call_abc-0-2#1", NUMBER)).rang()).isFalse();
    assertThat(again.told).isEmpty();
  }

  @Test
  void whenAllLinesAreEngagedACallIsRefusedForNowAndOneThatRangIsNot() {
    TestNetwork small = new TestNetwork(TestNetwork.ledger(), "answered=1", true, 0, 2);
    small.place("call_abc-0-1#1", NUMBER);
    small.place("call_abc-0-2#1", NUMBER);

    assertThat(small.place("call_abc-0-3#1", NUMBER))
        .isEqualTo(new Answer.Later(429, Duration.ofSeconds(1)));
    assertThat(small.place("call_abc-0-2#1", NUMBER)).isInstanceOf(Answer.Taken.class);
    assertThat(small.metrics.get("peal.simulator.refused").tag("bound", "calls").counter().count())
        .isEqualTo(1);

    small.network.hangUp("call_abc-0-1#1");
    assertThat(((Answer.Taken) small.place("call_abc-0-3#1", NUMBER)).rang()).isTrue();
  }

  @Test
  void anOpenCallHasOneTimerAndAnEndedOneNone() {
    TestNetwork telling = new TestNetwork(TestNetwork.ledger(), "answered=1", true, 1, 10);
    telling.place(ATTEMPT, NUMBER);
    assertThat(telling.time.pending()).isEqualTo(1);

    telling.time.pass(Duration.ofSeconds(1));
    assertThat(telling.events()).containsExactly("ringing", "progress");
    assertThat(telling.time.pending()).isEqualTo(1);

    telling.network.hangUp(ATTEMPT);
    assertThat(telling.time.pending()).isZero();
    assertThat(telling.metrics.get("peal.simulator.calls.open.bytes").gauge().value()).isZero();
  }

  @Test
  void signsOfLifeComeAtTheirTimesBesideThePickUpAndTheEnd() {
    TestNetwork telling = new TestNetwork(TestNetwork.ledger(), "answered=1", true, 20, 10);

    telling.placeAndWait(ATTEMPT, "+15550000009");

    List<Duration> signs =
        telling.told.stream()
            .filter(it -> it.event() == Callback.Event.PROGRESS)
            .map(it -> Duration.between(ManualTime.START, it.at()))
            .toList();
    assertThat(signs).startsWith(Duration.ofSeconds(20), Duration.ofSeconds(40)).hasSize(15);
    assertThat(telling.events()).contains("answered");
  }

  @Test
  void theWordsOfCallsThatEndedLongAgoAreForgottenAndTheirEndsAreNot() {
    for (int row = 1; row <= 3_000; row++) {
      world.place("call_abc-0-" + row + "#1", NUMBER);
      world.network.hangUp("call_abc-0-" + row + "#1");
    }

    assertThat(world.find("call_abc-0-1#1").reference()).isNull();
    assertThat(world.find("call_abc-0-1#1").outcome()).isEqualTo("no_answer");
    assertThat(world.find("call_abc-0-3000#1").reference()).isEqualTo("ws/0");
    assertThat(world.metrics.get("peal.simulator.remembered.bytes").gauge().value())
        .isLessThanOrEqualTo(1 << 20);
  }
}
