package peal.endtoend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;
import peal.standalone.bench.TopicSizes;

/** {@code ./peal up} while nothing happens, and while its phone network dies. */
class UpTest {
  @TempDir(cleanup = CleanupMode.ON_SUCCESS)
  private static Path folder;

  private static WholeTree tree;

  @BeforeAll
  static void start() {
    Map<String, String> settings = Map.of("PEAL_SILENCE_SECONDS", "4");
    tree = new WholeTree(folder.resolve("data"), settings, "--carrier", "fast");
    tree.start();
  }

  /** An orderly stop is no fault of anybody, so that its log has none. */
  @AfterAll
  static void end() {
    try {
      int before = tree.log().length();
      tree.stop();
      assertThat(tree.log().substring(before)).doesNotContain(" ERROR ");
    } finally {
      tree.close();
    }
  }

  /** Or an idle Peal fills disks and keeps machines awake: a commit each 50 ms is 20 a second. */
  @Test
  void whileNothingHappensNothingIsWrittenAndNothingLogged() {
    Quiet quiet = new Quiet();
    try (Admin admin = tree.kafka().admin("watching")) {
      await()
          .atMost(Run.PATIENCE)
          .pollInterval(Duration.ofSeconds(1))
          .until(() -> quiet.looks(TopicSizes.records(admin), tree.logged()) >= 12);
    }
  }

  /** How many looks in a row have found nothing new. */
  private static final class Quiet {
    private long records = -1;
    private long bytes = -1;
    private int looks;

    int looks(long nowRecords, long nowBytes) {
      looks = nowRecords == records && nowBytes == bytes ? looks + 1 : 0;
      records = nowRecords;
      bytes = nowBytes;
      return looks;
    }
  }

  @Test
  void aPhoneNetworkThatDiesIsThereAgainAndNobodyIsRungTwice() {
    Run run = new Run(tree.road());
    Customer customer = run.known(tree.demo(10, 200));
    String batch = run.accepted(customer, Numbers.ordinary(150));
    run.until(batch, seen -> seen.ended() >= 20);

    int ringsBefore = Ledgers.ringsOf(tree.road().ledger(), batch).size();
    tree.killSimulator();
    run.witness().fault();
    run.untilComplete();

    // Not all: some numbers are invalid, and do not ring.
    assertThat(Ledgers.ringsOf(tree.road().ledger(), batch)).hasSizeGreaterThan(ringsBefore + 20);
    Judged.nothingBroken(run.evidence()).kept(Judged.OF_ANY_RUN);
  }
}
