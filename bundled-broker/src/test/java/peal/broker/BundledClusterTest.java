package peal.broker;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(600)
class BundledClusterTest {
  @TempDir Path folder;

  @Test
  void twoOfThreeGoOnAndTheThirdComesBack() throws Exception {
    try (BundledCluster cluster = BundledCluster.start(folder, 3)) {
      String all = cluster.bootstrapServers();
      KafkaProbe.createTopic(all, "rows", 3);
      KafkaProbe.write(all, "rows", "three");

      cluster.kill(1);
      KafkaProbe.write(all, "rows", "two");
      cluster.restart(1);
      cluster.kill(2);
      KafkaProbe.write(all, "rows", "two again");

      assertThat(KafkaProbe.read(all, "rows", 3)).containsExactly("three", "two", "two again");
    }
  }
}
