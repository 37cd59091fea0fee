package peal.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import peal.testkit.promises.CountsAddUp;
import peal.testkit.promises.EveryRowEndsOnce;
import peal.testkit.promises.NoDialAfterCancel;
import peal.testkit.promises.TenantsDoNotFeelEachOther;

@ExtendWith(SharedRoad.class)
class TenantsTest {
  private static final int MANY = 25_000;

  @Test
  void tenRowsEndAtTheirOwnPaceWhileThousandsOfAnotherTenantWait(Road road) {
    Run run = new Run(road);
    Customer large = run.customer(20, 100);
    Customer small = run.customer(10, 100);
    String thousands = run.accepted(large, Numbers.ordinary(MANY));

    String ten = run.accepted(small, Numbers.ordinary(10));
    run.until(ten, seen -> seen.complete());

    assertThat(run.witness().lastSeen(thousands).orElseThrow().waiting()).isPositive();
    assertThat(run.cancel(large, thousands).status()).isEqualTo(200);
    run.untilComplete();
    Judged.nothingBroken(run.evidence())
        .kept(
            List.of(
                TenantsDoNotFeelEachOther.class,
                NoDialAfterCancel.class,
                CountsAddUp.class,
                EveryRowEndsOnce.class));
  }

  @Test
  void anotherTenantsBatchIsNotFoundWhateverIsAskedOfIt(Road road) {
    Run run = new Run(road);
    Customer owner = run.customer(1, 10);
    Customer stranger = run.customer(1, 10);
    String batch = run.accepted(owner, Numbers.ordinary(100));

    assertThat(stranger.client().status(batch).status()).isEqualTo(404);
    assertThat(stranger.client().calls(batch, 1, 20, "all").status()).isEqualTo(404);
    assertThat(stranger.client().cancel(batch).status()).isEqualTo(404);
    assertThat(stranger.client().list("").ok().path("pagination").path("total").asInt(-1)).isZero();
    assertThat(run.cancel(owner, batch).status()).isEqualTo(200);
  }
}
