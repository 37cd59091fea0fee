package peal.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FixedNumbersTest {
  private static final String ATTEMPT = "call_abc-0-1#1";

  private final TestNetwork world = new TestNetwork();

  @ParameterizedTest
  @CsvSource({
    "0001, busy",
    "0002, no_answer",
    "0003, rejected",
    "0007, voicemail",
    "1234, answered"
  })
  void theLastFourDigitsSayHowItEnds(String digits, String outcome) {
    CallView call = world.placeAndWait(ATTEMPT, "+1555000" + digits);

    assertThat(call.outcome()).isEqualTo(outcome);
    assertThat(world.told.getLast().outcome()).isEqualTo(outcome);
    assertThat(world.ledger.size()).isEqualTo(1);
  }

  @Test
  void onlyCallsThatArePickedUpAreToldAsAnswered() {
    world.placeAndWait("call_abc-0-1#1", "+15550000001");
    world.placeAndWait("call_abc-0-2#1", "+15550000007");

    assertThat(world.events()).containsExactly("ringing", "ended", "ringing", "answered", "ended");
  }

  @Test
  void number0004IsBusyAtFirstAndThenAnswers() {
    assertThat(world.placeAndWait("call_abc-0-1#1", "+15550000004").outcome()).isEqualTo("busy");
    assertThat(world.placeAndWait("call_abc-0-1#2", "+15550000004").outcome())
        .isEqualTo("answered");
  }

  @Test
  void number0005RingsButItsAnswerIsLost() {
    Answer answer = world.place(ATTEMPT, "+15550000005");

    assertThat(answer)
        .isInstanceOfSatisfying(Answer.Taken.class, it -> assertThat(it.lost()).isTrue());
    assertThat(world.ledger.size()).isEqualTo(1);
    assertThat(world.events()).containsExactly("ringing");
  }

  @Test
  void theEndOfNumber0006IsFoundButNeverTold() {
    CallView call = world.placeAndWait(ATTEMPT, "+15550000006");

    assertThat(call.outcome()).isEqualTo("answered");
    assertThat(world.events()).containsExactly("ringing", "answered");
  }

  @Test
  void number0008RefusesTwiceAndThenRings() {
    assertThat(world.place(ATTEMPT, "+15550000008")).isInstanceOf(Answer.Later.class);
    assertThat(world.place(ATTEMPT, "+15550000008"))
        .isEqualTo(new Answer.Later(503, Duration.ofSeconds(1)));
    assertThat(world.ledger.size()).isZero();

    assertThat(world.place(ATTEMPT, "+15550000008")).isInstanceOf(Answer.Taken.class);
    assertThat(world.place(ATTEMPT, "+15550000008")).isInstanceOf(Answer.Taken.class);
    assertThat(world.ledger.size()).isEqualTo(1);
  }

  @Test
  void number0009TalksUntilItIsHungUp() {
    world.placeAndWait(ATTEMPT, "+15550000009");
    assertThat(world.find(ATTEMPT).state()).isEqualTo("answered");

    world.network.hangUp(ATTEMPT);

    assertThat(world.find(ATTEMPT).outcome()).isEqualTo("answered");
    assertThat(world.told.getLast().outcome()).isEqualTo("answered");
  }

  @Test
  void numbersOfCountryCode999AreRefusedForGood() {
    assertThat(world.place(ATTEMPT, "+9995550100")).isInstanceOf(Answer.Refused.class);
    assertThat(world.network.find(ATTEMPT)).isEmpty();
    assertThat(world.ledger.size()).isZero();
  }
}
