package peal.dialer.carrier;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import peal.dialer.carrier.Carrier.Finding;
import peal.dialer.carrier.Carrier.Placement;
import peal.domain.Outcome;
import peal.domain.PhoneNumber;

class HttpCarrierTest extends CarrierContract {
  private final SimulatedNetwork network = new SimulatedNetwork();

  @AfterEach
  void stop() {
    network.close();
  }

  @Override
  Carrier carrier() {
    return network.carrier();
  }

  @Override
  List<LaneReport> reports() {
    return network.reports();
  }

  @Override
  long rings() {
    return network.rings();
  }

  @Test
  void warmingUpRingsNobody() throws Exception {
    outcomeOf(network.carrier().warmUp());

    assertThat(rings()).isZero();
  }

  @Test
  void aLostAnswerIsUnclearAndTheLookupTells() throws Exception {
    PhoneNumber answerLost = new PhoneNumber("+15550000005");

    assertThat(outcomeOf(carrier().place(order(ATTEMPT, answerLost))))
        .isInstanceOf(Placement.Unclear.class);

    assertThat(rings()).isEqualTo(1);
    assertThat(outcomeOf(carrier().find(ATTEMPT))).isNotInstanceOf(Finding.NeverHeardOf.class);
  }

  @Test
  void anEndThatIsNotToldIsFound() throws Exception {
    outcomeOf(carrier().place(order(ATTEMPT, new PhoneNumber("+15550000006"))));

    await()
        .atMost(Duration.ofSeconds(20))
        .untilAsserted(() ->
            assertThat(outcomeOf(carrier().find(ATTEMPT)))
                .isInstanceOfSatisfying(
                    Finding.Over.class,
                    over -> assertThat(over.outcome()).isEqualTo(Outcome.ANSWERED)));
  }

  @Test
  void aRefusalForNowSaysHowLongToWait() throws Exception {
    assertThat(outcomeOf(carrier().place(order(ATTEMPT, new PhoneNumber("+15550000008")))))
        .isEqualTo(new Placement.Unavailable("the carrier answered 503", Duration.ofSeconds(1)));
    assertThat(rings()).isZero();
  }

  @Test
  void aBreakdownIsUnclearUntilTheLookupTellsThatNothingRang() throws Exception {
    network.faults("{\"errorRate\":1}");

    assertThat(outcomeOf(carrier().place(order(ATTEMPT, ORDINARY))))
        .isInstanceOf(Placement.Unclear.class);

    assertThat(outcomeOf(carrier().find(ATTEMPT))).isEqualTo(new Finding.NeverHeardOf());
  }

  @Test
  void aCarrierThatIsDownAnswersNoLookup() throws Exception {
    network.faults("{\"down\":true}");

    assertThat(outcomeOf(carrier().place(order(ATTEMPT, ORDINARY))))
        .isInstanceOf(Placement.Unavailable.class);
    assertThat(outcomeOf(carrier().find(ATTEMPT))).isInstanceOf(Finding.Unclear.class);
    assertThat(outcomeOf(carrier().hangUp(ATTEMPT))).isFalse();
  }

  @Test
  void nobodyRangWhereNobodyListens() throws Exception {
    int unused;
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      unused = socket.getLocalPort();
    }
    try (HttpCarrier nowhere = new HttpCarrier(accountAt(unused))) {
      assertThat(outcomeOf(nowhere.place(order(ATTEMPT, ORDINARY))))
          .isInstanceOf(Placement.Unavailable.class);
      assertThat(outcomeOf(nowhere.find(ATTEMPT))).isInstanceOf(Finding.Unclear.class);
    }
  }

  @Test
  void silenceIsUnclear() throws Exception {
    try (ServerSocket silent = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
        HttpCarrier waiting = new HttpCarrier(accountAt(silent.getLocalPort()))) {
      assertThat(outcomeOf(waiting.place(order(ATTEMPT, ORDINARY))))
          .isInstanceOf(Placement.Unclear.class);
      assertThat(outcomeOf(waiting.find(ATTEMPT))).isInstanceOf(Finding.Unclear.class);
    }
  }

  private static CarrierAccount accountAt(int port) {
    return new CarrierAccount(
        URI.create("http://127.0.0.1:" + port),
        URI.create("http://127.0.0.1:1/carrier/callbacks"),
        Duration.ofSeconds(2),
        Duration.ofMillis(300),
        true);
  }
}
