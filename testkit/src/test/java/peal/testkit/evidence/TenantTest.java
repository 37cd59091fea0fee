package peal.testkit.evidence;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class TenantTest {
  @Test
  void theHighestRateInForceCounts() {
    Tenant tenant =
        new Tenant(
            "ws",
            1,
            List.of(
                new Tenant.Allowance(Instant.ofEpochMilli(2_000), 5, 1),
                new Tenant.Allowance(Instant.EPOCH, 10, 1)));

    assertThat(tenant.highestRate(0, 1_000)).isEqualTo(10);
    assertThat(tenant.highestRate(1_000, 3_000)).isEqualTo(10);
    assertThat(tenant.highestRate(2_001, 3_000)).isEqualTo(5);
  }
}
