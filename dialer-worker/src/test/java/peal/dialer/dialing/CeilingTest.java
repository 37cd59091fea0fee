package peal.dialer.dialing;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import peal.domain.Lane;
import peal.domain.WorkspaceId;

@Timeout(180)
class CeilingTest {
  private static final Lane FAST = new Lane(new WorkspaceId("fast"), 0);
  private static final Lane SLOW = new Lane(new WorkspaceId("slow"), 0);
  private static final Lane THIRD = new Lane(new WorkspaceId("third"), 0);

  private static long takes(Ceiling ceiling, Lane lane, int times) {
    return IntStream.range(0, times).filter(any -> ceiling.tryTake(lane, 10)).count();
  }

  @Test
  void oneLaneTakesAtMostHalfAndTwoTakeAll() {
    Ceiling ceiling = new Ceiling(10, 1_000);

    assertThat(takes(ceiling, FAST, 20)).isEqualTo(5);
    assertThat(takes(ceiling, SLOW, 20)).isEqualTo(5);
    assertThat(takes(ceiling, THIRD, 20)).isZero();
    assertThat(ceiling.taken()).isEqualTo(10);
  }

  @Test
  void aPlaceThatIsGivenBackMayBeTakenAgainByEither() {
    Ceiling ceiling = new Ceiling(4, 1_000);
    takes(ceiling, FAST, 2);
    takes(ceiling, SLOW, 2);

    ceiling.giveBack(SLOW, 10);

    assertThat(ceiling.tryTake(FAST, 10)).isFalse();
    assertThat(ceiling.tryTake(THIRD, 10)).isTrue();

    ceiling.giveBack(FAST, 10);

    assertThat(takes(ceiling, FAST, 5)).isEqualTo(1);
  }

  @Test
  void theSmallestCeilingStillTakesOne() {
    Ceiling ceiling = new Ceiling(1, 1_000);

    assertThat(takes(ceiling, FAST, 2)).isEqualTo(1);
    assertThat(ceiling.tryTake(SLOW, 10)).isFalse();
  }

  @Test
  void longTextsTakeAtMostHalfOfTheBytesAndOneAloneAlwaysFits() {
    Ceiling ceiling = new Ceiling(100, 1_000);

    assertThat(ceiling.tryTake(FAST, 5_000)).isTrue();
    assertThat(ceiling.tryTake(FAST, 1)).isFalse();
    ceiling.giveBack(FAST, 5_000);

    assertThat(ceiling.tryTake(FAST, 400)).isTrue();
    assertThat(ceiling.tryTake(FAST, 400)).isFalse();
    assertThat(ceiling.tryTake(SLOW, 400)).isTrue();
    assertThat(ceiling.takenBytes()).isEqualTo(800);
  }

  @Test
  void itIsEmptyWhenAllIsGivenBack() throws InterruptedException {
    Ceiling ceiling = new Ceiling(4, 1_000);
    takes(ceiling, FAST, 2);
    assertThat(ceiling.awaitEmpty(Duration.ofMillis(1))).isFalse();

    Thread answers =
        Thread.startVirtualThread(() -> {
          ceiling.giveBack(FAST, 10);
          ceiling.giveBack(FAST, 10);
        });

    assertThat(ceiling.awaitEmpty(Duration.ofSeconds(10))).isTrue();
    answers.join();
    assertThat(ceiling.taken()).isZero();
  }
}
