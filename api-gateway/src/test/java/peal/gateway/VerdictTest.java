package peal.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import peal.domain.FirstAnswer;
import peal.gateway.Verdict.Ending;
import peal.gateway.Verdict.Go;

class VerdictTest {
  private static final Instant BEGAN = Instant.parse("2026-03-01T12:00:00Z");
  private static final Instant SOON = BEGAN.plusSeconds(5);
  private static final Instant LATER = BEGAN.plus(Verdict.HELD);
  private static final Go FIRST = new Go(Optional.empty());
  private static final Go NEXT = new Go(Optional.of(BEGAN));
  private static final FirstAnswer HELD =
      FirstAnswer.started("hash", "try-1", BEGAN).held("try-1", BEGAN.plus(Verdict.HELD));
  private static final FirstAnswer ANSWERED = HELD.answered(200, "{}");

  private static Verdict arriving(FirstAnswer known, Instant now) {
    return Verdict.arriving(Optional.ofNullable(known), now);
  }

  private static Verdict complete(FirstAnswer known, Go arrived, String hash, Instant now) {
    return Verdict.complete(Optional.ofNullable(known), arrived, hash, now);
  }

  @Test
  void aKeyThatNobodyHasUsedIsFree() {
    assertThat(arriving(null, SOON)).isEqualTo(FIRST);
    assertThat(complete(null, FIRST, "hash", SOON)).isEqualTo(FIRST);
  }

  @Test
  void whileAnotherTryHoldsTheKeyItIsBusy() {
    Verdict busy = new Verdict.Busy(Duration.ofSeconds(55));

    assertThat(arriving(HELD, SOON)).isEqualTo(busy);
    assertThat(complete(HELD, FIRST, "hash", SOON)).isEqualTo(busy);
  }

  @Test
  void aTryThatHasHeldTheKeyTooLongIsTakenOver() {
    assertThat(arriving(HELD, LATER)).isEqualTo(NEXT);
    assertThat(complete(HELD, NEXT, "hash", LATER)).isEqualTo(NEXT);
  }

  @Test
  void whoCameBeforeAnotherTryAndEndsAfterItMustComeAgain() {
    // given two that arrived at once, of which the other took the key and died with it
    assertThat(complete(HELD, FIRST, "hash", LATER)).isInstanceOf(Verdict.Busy.class);
  }

  @Test
  void whatWasAnsweredIsAnsweredAgain() {
    assertThat(arriving(ANSWERED, SOON)).isEqualTo(new Verdict.Replay(ANSWERED));
    assertThat(complete(ANSWERED, FIRST, "hash", SOON)).isEqualTo(new Verdict.Replay(ANSWERED));
  }

  @Test
  void anotherRequestUnderTheKeyIsRefusedInAnyState() {
    assertThat(complete(HELD, FIRST, "other", SOON)).isEqualTo(new Verdict.Reused());
    assertThat(complete(HELD, NEXT, "other", LATER)).isEqualTo(new Verdict.Reused());
    assertThat(complete(ANSWERED, FIRST, "other", SOON)).isEqualTo(new Verdict.Reused());
  }

  @ParameterizedTest(name = "{0}, the first try {1}, ingest says {2}: {3}")
  @CsvSource(
      nullValues = "-",
      value = {
        "200,true,-,DONE",
        "200,false,repeated,DONE",
        "400,true,-,NOTHING",
        "413,true,-,NOTHING",
        "503,true,-,NOTHING",
        "500,true,-,UNKNOWN",
        "500,true,settled,UNKNOWN",
        "400,false,-,UNKNOWN",
        "503,false,-,UNKNOWN",
        "400,false,settled,NOTHING",
        "503,false,settled,NOTHING",
        "400,false,repeated,UNKNOWN",
      })
  void nothingHasBeenDoneOnlyWhereNoTryCanHaveDoneIt(
      int status, boolean first, String tries, Ending ending) {
    assertThat(Verdict.ending(status, first ? FIRST : NEXT, tries)).isEqualTo(ending);
  }
}
