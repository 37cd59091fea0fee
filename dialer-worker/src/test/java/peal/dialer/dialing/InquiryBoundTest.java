package peal.dialer.dialing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import peal.dialer.carrier.Carrier.Finding;
import peal.domain.DialRequest;
import peal.service.trace.Origin;

/** A carrier that is slow to tell is not asked the more. The bench has two places for each. */
class InquiryBoundTest {
  private final Bench bench = new Bench(DialingSettings.DEFAULT);

  private void asks(int times) {
    for (int i = 1; i <= times; i++) {
      bench.inquiry.ask(DialRequest.ask(Requests.attempt(i), Requests.LANE), Origin.NONE);
    }
  }

  @Test
  void whatFindsNoPlaceIsDroppedAndCounted() {
    asks(5);

    assertThat(bench.count("peal_asks", "result", "dropped")).isEqualTo(3);

    bench.carrier.finding.complete(new Finding.NeverHeardOf());
    assertThat(bench.count("peal_asks", "result", "never_heard_of")).isEqualTo(2);
    asks(1);
    assertThat(bench.count("peal_asks", "result", "never_heard_of")).isEqualTo(3);
  }

  @Test
  void aCarrierThatNeverAnswersKeepsNoPlace() {
    Inquiry impatient =
        new Inquiry(
            bench.carrier,
            bench.reports,
            bench.carrierMetrics,
            bench.time.clocks,
            new AnswerLimit(Duration.ofMillis(20)),
            1);
    DialRequest question = DialRequest.ask(Requests.attempt(1), Requests.LANE);

    impatient.ask(question, Origin.NONE);
    await()
        .atMost(Duration.ofSeconds(60))
        .until(() -> bench.count("peal_asks", "result", "unclear") == 1);
    impatient.hangUp(question, Origin.NONE);
    await()
        .atMost(Duration.ofSeconds(60))
        .until(() -> bench.count("peal_hang_ups", "result", "unclear") == 1);

    impatient.ask(question, Origin.NONE);
    impatient.hangUp(question, Origin.NONE);
    assertThat(bench.carrier.asked).hasSize(2);
    assertThat(bench.carrier.hungUp).hasSize(2);
  }
}
