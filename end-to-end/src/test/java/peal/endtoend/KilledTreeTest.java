package peal.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;

/** Everything killed at once, the broker and the phone network among it. */
class KilledTreeTest {
  @Test
  void afterTheWholeTreeIsKilledTheSameFolderGoesOnWithoutLossOrRepeat(
      @TempDir(cleanup = CleanupMode.ON_SUCCESS) Path folder) {
    Map<String, String> settings = Map.of("PEAL_SILENCE_SECONDS", "4");
    try (WholeTree tree = new WholeTree(folder.resolve("data"), settings, limits(30, 100))) {
      tree.start();
      Run run = new Run(tree.road());
      Customer customer = run.known(tree.demo(30, 100));
      String batch = run.accepted(customer, Numbers.ordinary(300));
      String next = run.accepted(customer, Numbers.ordinary(20));
      run.until(batch, seen -> seen.ended() >= 100);
      run.witness().list();

      tree.kill();
      run.witness().fault();
      int ringsBefore = tree.road().ledger().rings().size();
      tree.start();
      run.untilComplete();

      assertThat(ringsBefore).isPositive();
      assertThat(tree.road().ledger().rings()).hasSizeGreaterThan(ringsBefore);
      Judged.nothingBroken(run.evidence()).kept(Judged.OF_ANY_RUN);
      assertThat(run.witness().lastSeen(next).orElseThrow().status()).isEqualTo("completed");
    }
  }

  private static String[] limits(int callsPerSecond, int maxConcurrentCalls) {
    return new String[] {
      "--carrier", "fast",
      "--calls-per-second", Integer.toString(callsPerSecond),
      "--max-concurrent-calls", Integer.toString(maxConcurrentCalls)
    };
  }
}
