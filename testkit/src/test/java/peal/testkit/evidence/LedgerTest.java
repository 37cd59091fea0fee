package peal.testkit.evidence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import org.junit.jupiter.api.Test;

class LedgerTest {
  private static final String JSON =
      """
      [{"attemptId":"call_b-0-2#1","number":"+15550000002","time":1772442000100.250,"count":1},
       {"attemptId":"call_b-0-1#1","number":"+15550000001","time":1772442000000,"count":1,"x":0},
       {"attemptId":"somebody else's","number":"+15550000003","time":1772442000050,"count":2}]
      """;

  @Test
  void theSimulatorsListIsReadAndSortedByTime() throws Exception {
    Ledger ledger = Ledger.parse(JSON);

    assertThat(ledger.rings())
        .extracting(Ring::time)
        .containsExactly(1772442000000.0, 1772442000050.0, 1772442000100.25);
    assertThat(ledger.rings()).extracting(Ring::token).containsExactly("b", "", "b");
    assertThat(ledger.rings().get(1).count()).isEqualTo(2);
  }

  @Test
  void numbersAreMaskedWhenARingIsPrinted() throws Exception {
    assertThat(Ledger.parse(JSON).toString()).doesNotContain("5550000");
  }

  @Test
  void anythingElseIsRefused() {
    assertThatThrownBy(() -> Ledger.parse("{\"rings\": 3}")).isInstanceOf(IOException.class);
  }
}
