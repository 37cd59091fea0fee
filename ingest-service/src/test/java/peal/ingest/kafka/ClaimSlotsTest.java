package peal.ingest.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import peal.domain.WorkspaceId;
import peal.ingest.batch.Claim;
import peal.ingest.batch.LogUnavailable;

/**
 * Brokers remember each transactional id for a week; a tenant must not make as many as it likes.
 */
class ClaimSlotsTest {
  private static final WorkspaceId WS = new WorkspaceId("ws");

  private final ClaimSlots slots = new ClaimSlots(Duration.ZERO);
  private final Claim one = claim("c1");

  /** Another claim with the slot of {@link #one}. */
  private final Claim other =
      IntStream.iterate(2, i -> i + 1)
          .mapToObj(i -> claim("c" + i))
          .filter(claim -> id(claim).equals(id(one)))
          .findFirst()
          .orElseThrow();

  private static Claim claim(String id) {
    return new Claim(id, Optional.empty());
  }

  private static String id(Claim claim) {
    return ClaimSlots.transactionalId(claim, WS);
  }

  @Test
  void howeverManyClaimsThereAreTheirTransactionalIdsAreFew() {
    Set<String> ids =
        IntStream.range(0, 20_000)
            .mapToObj(i -> claim("c" + i))
            .flatMap(claim -> List.of(claim, claim.ofCall()).stream())
            .map(ClaimSlotsTest::id)
            .collect(Collectors.toSet());

    assertThat(ids).hasSize(2 * ClaimSlots.EACH);
  }

  @Test
  void aClaimHasTheSameEachTimeAndNoneOfAnotherWorkspace() {
    assertThat(id(one)).isEqualTo(id(claim("c1"))).isEqualTo("peal-claim-ws-upload-46");
    assertThat(ClaimSlots.transactionalId(one, new WorkspaceId("w2"))).isNotEqualTo(id(one));
    assertThat(id(one.ofCall())).isNotEqualTo(id(one));
  }

  @Test
  void aNextTryOfAClaimNeedNotWaitForTheOneThatItShutsOut() throws Exception {
    slots.take(one, WS);

    assertThat(slots.take(one, WS).transactionalId()).isEqualTo(id(one));
  }

  @Test
  void anotherClaimDoesNotShutOutOneThatIsUnderWay() throws Exception {
    ClaimSlots.Slot first = slots.take(one, WS);
    ClaimSlots.Slot again = slots.take(one, WS);

    assertThatThrownBy(() -> slots.take(other, WS)).isInstanceOf(LogUnavailable.class);
    first.close();
    assertThatThrownBy(() -> slots.take(other, WS)).isInstanceOf(LogUnavailable.class);
    again.close();
    assertThat(slots.take(other, WS).transactionalId()).isEqualTo(id(one));
  }

  @Test
  void itWaitsUntilThatOneIsOver() throws Exception {
    ClaimSlots patient = new ClaimSlots(Duration.ofSeconds(60));
    ClaimSlots.Slot first = patient.take(one, WS);

    CompletableFuture<String> second =
        CompletableFuture.supplyAsync(() -> {
          try {
            return patient.take(other, WS).transactionalId();
          } catch (LogUnavailable e) {
            throw new IllegalStateException(e);
          }
        });
    assertThat(second).isNotDone();
    first.close();

    assertThat(second.get(30, TimeUnit.SECONDS)).isEqualTo(id(one));
  }
}
