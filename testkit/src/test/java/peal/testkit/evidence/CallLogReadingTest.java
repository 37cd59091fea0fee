package peal.testkit.evidence;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import peal.domain.AttemptId;
import peal.domain.BatchId;
import peal.domain.CallId;
import peal.domain.DialRequest;
import peal.domain.Lane;
import peal.domain.PhoneNumber;
import peal.domain.RetryPlan;
import peal.domain.WorkspaceId;
import peal.domain.event.BatchCommand.BatchOpened;
import peal.domain.event.CallEvent.Dialing;
import peal.domain.event.CallEvent.NeverHeardOf;
import peal.testkit.build.CallingAgentBuilder;
import peal.testkit.promises.OneRingPerAttempt;

class CallLogReadingTest {
  private static final Instant T0 = Instant.parse("2026-01-01T00:00:00Z");
  private static final BatchId BATCH = BatchId.ofToken("b");
  private static final AttemptId ATTEMPT = new AttemptId(CallId.ofRow(BATCH, 0, 1), 1);

  private final CallLogReading reading = new CallLogReading(Set.of(BATCH));

  @Test
  void aRequestIsExcusedOnceHoweverOftenTheCarrierSaysIt() {
    asksFor(10);
    neverHeardOf(12, true);
    neverHeardOf(15, true);

    assertThat(excused()).isOne();

    asksFor(30);
    neverHeardOf(29, true);
    assertThat(excused()).as("before its deadline").isOne();
    neverHeardOf(31, true);
    assertThat(excused()).isEqualTo(2);
  }

  @Test
  void whatProvesNothingOrMayNotBeDialedAgainExcusesNothing() {
    asksFor(10);
    neverHeardOf(9, true);
    neverHeardOf(10, true);
    neverHeardOf(12, false);

    assertThat(excused()).isZero();
  }

  /** Two lookups excused two requests more, and hid that one was sent twice. */
  @Test
  void aRequestThatIsSentTwiceIsFoundBesideRepeatedLookups() {
    asksFor(10);
    neverHeardOf(12, true);
    neverHeardOf(15, true);
    asksFor(30);

    assertThat(judged(2)).as("one for each slot").isFalse();
    assertThat(judged(3)).as("one of them twice").isTrue();
  }

  @Test
  void whoPlacedItAndTheTermsOfItsBatchAreKept() {
    RetryPlan terms = RetryPlan.smartCallback(2, List.of(Duration.ofMinutes(5)));
    reading.add(new Dialing(ATTEMPT, T0, "dialer-1", T0));
    reading.add(
        new BatchOpened(
            BATCH, T0, "n", CallingAgentBuilder.callingAgent().build(), 1, 1, T0, null, terms));

    assertThat(reading.log().worker(ATTEMPT.toString())).contains("dialer-1");
    assertThat(reading.log().retries(BATCH.token())).contains(terms);
  }

  private void asksFor(int dialBySecond) {
    Instant dialBy = T0.plusSeconds(dialBySecond);
    reading.add(
        new DialRequest(
            ATTEMPT,
            new Lane(new WorkspaceId("ws"), 0),
            DialRequest.Kind.DIAL,
            new PhoneNumber("+15550001000"),
            CallingAgentBuilder.callingAgent().build(),
            Map.of(),
            dialBy.minusSeconds(2),
            dialBy,
            0));
  }

  private void neverHeardOf(int second, boolean redialSafe) {
    reading.add(new NeverHeardOf(ATTEMPT, T0.plusSeconds(second), redialSafe));
  }

  private int excused() {
    return reading.log().neverHeardOf(ATTEMPT.toString());
  }

  /** Whether it breaks the promise that the carrier was asked so often and rang once. */
  private boolean judged(int requests) {
    Ring ring =
        new Ring(ATTEMPT.toString(), "+15550001000", T0.toEpochMilli(), 1, requests, "answered", 0);
    Evidence evidence =
        new Evidence(
            Optional.of(new Ledger(List.of(ring))),
            reading.log(),
            List.of(),
            List.of(),
            List.of(),
            List.of(),
            Duration.ofSeconds(2),
            Set.of(),
            T0);
    return new OneRingPerAttempt().check(evidence).broken();
  }
}
