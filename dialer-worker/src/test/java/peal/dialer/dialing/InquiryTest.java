package peal.dialer.dialing;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.Test;
import peal.dialer.carrier.CallReference;
import peal.dialer.carrier.Carrier.Finding;
import peal.dialer.carrier.Carrier.Once;
import peal.dialer.carrier.Told;
import peal.domain.AttemptId;
import peal.domain.DialRequest;
import peal.domain.Outcome;
import peal.domain.event.CallEvent.Connected;
import peal.domain.event.CallEvent.Dialing;
import peal.domain.event.CallEvent.Ended;
import peal.domain.event.CallEvent.NeverHeardOf;
import peal.domain.event.CallEvent.Progress;
import peal.domain.event.Source;
import peal.service.trace.Origin;

class InquiryTest {
  private static final AttemptId ATTEMPT = Requests.attempt(1);
  private static final Origin ORIGIN =
      new Origin("req-1", "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01");
  private static final Instant EARLIER = ManualTime.START.minusSeconds(90);

  private final Bench bench = new Bench(DialingSettings.DEFAULT);

  private void asks() {
    bench.inquiry.ask(DialRequest.ask(ATTEMPT, Requests.LANE), ORIGIN);
  }

  @Test
  void aConversationIsConnectedSinceThenAndAliveNow() {
    bench.carrier.finding.complete(new Finding.Open(true, EARLIER, "talking"));

    asks();

    assertThat(bench.reported())
        .containsExactly(
            new Connected(ATTEMPT, EARLIER), new Progress(ATTEMPT, ManualTime.START, "talking"));
    assertThat(bench.sources()).containsOnly(new Source(Bench.WORKER, Source.ASKED));
  }

  @Test
  void aRingingCallIsAliveNow() {
    bench.carrier.finding.complete(new Finding.Open(false, EARLIER, "ringing"));

    asks();

    assertThat(bench.reported())
        .containsExactly(new Progress(ATTEMPT, ManualTime.START, "ringing"));
  }

  @Test
  void aCallThatIsOverEndedWhenTheCarrierSays() {
    bench.carrier.finding.complete(new Finding.Over(EARLIER, Outcome.ANSWERED, 12.5, "Hello."));

    asks();

    assertThat(bench.reported())
        .containsExactly(new Ended(ATTEMPT, EARLIER, Outcome.ANSWERED, 12.5, "Hello.", null));
  }

  /** Stamped with it, the record would be refused by Kafka at each ask, for ever. */
  @Test
  void aTimeThatCannotBeIsNow() {
    Instant inMicroseconds = Instant.ofEpochMilli(ManualTime.START.toEpochMilli() * 1_000);
    bench.carrier.finding.complete(new Finding.Over(inMicroseconds, Outcome.BUSY, null, null));
    asks();
    bench.carrier.finding = new CompletableFuture<>();
    bench.carrier.finding.complete(new Finding.Open(true, Instant.EPOCH, "talking"));
    asks();

    assertThat(bench.reported())
        .startsWith(
            new Ended(ATTEMPT, ManualTime.START, Outcome.BUSY, null, null, null),
            new Connected(ATTEMPT, ManualTime.START));
    assertThat(bench.producer.history())
        .extracting(ProducerRecord::timestamp)
        .containsOnly(ManualTime.START.toEpochMilli());
  }

  @Test
  void anEndlessTranscriptIsCut() {
    String endless = "x".repeat(3_000_000);
    bench.carrier.finding.complete(new Finding.Over(EARLIER, Outcome.ANSWERED, 12.5, endless));

    asks();

    assertThat(bench.reported())
        .singleElement()
        .isInstanceOfSatisfying(
            Ended.class, ended -> assertThat(ended.transcript()).hasSize(Told.LONGEST_TRANSCRIPT));
  }

  @Test
  void anUnknownAttemptMayBeDialedAgainOnlyWhereItRingsOnceAlways() {
    bench.carrier.finding.complete(new Finding.NeverHeardOf());
    bench.carrier.once = new Once.Never();
    asks();
    bench.carrier.once = new Once.Always();
    asks();

    assertThat(bench.reported())
        .containsExactly(
            new NeverHeardOf(ATTEMPT, ManualTime.START, false),
            new NeverHeardOf(ATTEMPT, ManualTime.START, true));
  }

  @Test
  void whatTheCarrierDoesNotKnowItDidNotKnowWhenItWasAsked() {
    asks();
    bench.time.pass(Duration.ofSeconds(4));
    bench.carrier.finding.complete(new Finding.NeverHeardOf());

    assertThat(bench.reported())
        .extracting(report -> report.at())
        .containsExactly(ManualTime.START);
  }

  @Test
  void aCarrierThatForgetsIsNoSafePlaceForARedialThatWaitsForItsTurn() {
    bench.carrier.once = new Once.Within(Duration.ofSeconds(60));
    bench.carrier.finding.complete(new Finding.NeverHeardOf());

    asks();

    assertThat(bench.reported())
        .containsExactly(new NeverHeardOf(ATTEMPT, ManualTime.START, false));
  }

  @Test
  void aCarrierThatCannotSayYetIsAskedAgainByDispatch() {
    bench.carrier.finding.complete(new Finding.NotYetKnown(ManualTime.START.plusSeconds(60)));

    asks();

    assertThat(bench.reported()).isEmpty();
    assertThat(bench.count("peal_asks", "result", "not_yet_known")).isEqualTo(1);
  }

  @Test
  void whatTheCarrierCallsTheCallIsReportedWithItsState() {
    bench.carrier.finding.complete(new Finding.Open(false, EARLIER, "queued", "CA1", null));

    asks();

    assertThat(bench.sources()).containsExactly(new Source(Bench.WORKER, Source.ASKED, "CA1"));
  }

  @Test
  void aCallThatWaitsInTheCarriersQueueIsReportedWithItsWait() {
    Duration wait = Duration.ofSeconds(40);
    bench.carrier.finding.complete(new Finding.Open(false, EARLIER, "queued", "CA1", wait));

    asks();

    assertThat(bench.reported())
        .containsExactly(new Dialing(ATTEMPT, ManualTime.START, Bench.WORKER, null, "CA1", wait));
  }

  @Test
  void aCallIsWithdrawnByWhatTheCarrierCallsIt() {
    bench.carrier.end.complete(true);

    bench.inquiry.withdraw(
        new DialRequest(
            ATTEMPT,
            Requests.LANE,
            DialRequest.Kind.WITHDRAW,
            null,
            null,
            null,
            null,
            null,
            0,
            null,
            null,
            "CA1"),
        ORIGIN);

    assertThat(bench.carrier.withdrawn)
        .extracting(CallReference::providerRef)
        .containsExactly("CA1");
    assertThat(bench.carrier.hungUp).isEmpty();
  }

  @Test
  void aCarrierThatDoesNotTellLeadsToNoReport() {
    bench.carrier.finding.complete(new Finding.Unclear("timeout"));
    asks();

    bench.carrier.finding.obtrudeException(new IllegalStateException("a fault"));
    asks();

    assertThat(bench.reported()).isEmpty();
    assertThat(bench.count("peal_asks", "result", "unclear")).isEqualTo(2);
  }

  @Test
  void aHangUpIsPassedOnAndReportsNothing() {
    bench.carrier.end.complete(true);

    bench.inquiry.hangUp(DialRequest.hangUp(ATTEMPT, Requests.LANE), ORIGIN);

    assertThat(bench.carrier.hungUp).containsExactly(ATTEMPT);
    assertThat(bench.reported()).isEmpty();
  }

  @Test
  void theCarrierIsToldWhichRequestAQuestionOrAHangUpComesFrom() {
    asks();
    bench.inquiry.hangUp(DialRequest.hangUp(ATTEMPT, Requests.LANE), ORIGIN);

    assertThat(bench.carrier.origins).containsExactly(ORIGIN, ORIGIN);
  }
}
