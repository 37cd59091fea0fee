package peal.standalone.demo;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import peal.domain.BatchId;
import peal.testkit.evidence.BatchEvidence;
import peal.testkit.evidence.CallLog;
import peal.testkit.evidence.Evidence;
import peal.testkit.evidence.Ledger;
import peal.testkit.evidence.Ring;
import peal.testkit.evidence.Tenant;

class SummaryTest {
  private static final Instant ACCEPTED = Instant.parse("2026-03-02T09:00:00Z");
  private static final BatchId BATCH = new BatchId("batch_01m8kjxfvk45awjn6bb1xx1nnh");

  private static List<String> broken(Duration wait) {
    String number = "+441632960123";
    BatchEvidence batch =
        new BatchEvidence(
            "ws",
            BATCH.value(),
            1,
            List.of(number),
            ACCEPTED,
            Optional.empty(),
            Optional.empty(),
            List.of(),
            List.of());
    Ring ring =
        new Ring("call_" + BATCH.token() + "-0-1#1", number, ACCEPTED.plus(wait).toEpochMilli(), 1);
    Evidence evidence =
        new Evidence(
            Optional.of(new Ledger(List.of(ring))),
            CallLog.UNREAD,
            List.of(Tenant.of("ws", 1, 100, 50)),
            List.of(batch),
            List.of(),
            List.of(),
            Duration.ofSeconds(2),
            Set.of(),
            ACCEPTED.plusSeconds(60));
    return Summary.of(evidence, BATCH.value(), new Outcomes()).broken();
  }

  @Test
  void aFirstRingThatComesLateIsTold() {
    assertThat(broken(Summary.FIRST_RING.plusMillis(1)))
        .contains("First Ring: 1,001 ms after the answer to the upload, 1,000 ms may be");
    assertThat(broken(Summary.FIRST_RING)).noneMatch(line -> line.startsWith("First Ring"));
    assertThat(broken(Duration.ofMillis(-5))).noneMatch(line -> line.startsWith("First Ring"));
  }
}
