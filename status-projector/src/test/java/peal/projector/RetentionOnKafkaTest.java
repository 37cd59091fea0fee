package peal.projector;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static peal.projector.ProjectorsOnKafka.LANES;
import static peal.projector.ProjectorsOnKafka.ROWS;
import static peal.projector.ProjectorsOnKafka.SOON;
import static peal.testkit.build.WorkspaceBuilder.workspace;

import java.nio.file.Path;
import java.util.Map;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import peal.service.Service;
import peal.testkit.api.Scrape;
import peal.testkit.kafka.KafkaFixture;

/** The end of a batch that is over for long enough, over a real broker. */
@ExtendWith(KafkaFixture.class)
@Timeout(600)
class RetentionOnKafkaTest {
  @TempDir Path folder;

  private ProjectorsOnKafka projectors;

  @BeforeEach
  void start(KafkaFixture fixture) {
    projectors = new ProjectorsOnKafka(fixture, folder);
  }

  @AfterEach
  void stop() {
    projectors.close();
  }

  @Test
  void aFinishedBatchIsShownUntilItsRetentionIsOverAndGoneAfterIt() {
    projectors.pen.write(
        projectors.topics.workspaces(), "ws", workspace("ws").lanes(LANES).build());
    Service keeping = projectors.start("a", Map.of("PEAL_RETENTION_HOURS", "24"));
    projectors.upload();
    projectors.ended(LongStream.rangeClosed(1, ROWS).toArray());
    await().atMost(SOON).until(() -> projectors.counts(keeping, ROWS, 0));
    keeping.close();

    Service projector = projectors.start("a", Map.of("PEAL_RETENTION_HOURS", "0.0001"));

    await()
        .atMost(SOON)
        .until(() -> projectors.get(projector, "/batch_b1?lanes=" + LANES).statusCode() == 404);

    assertThat(projectors.get(projector, "/batch_b1/calls?lanes=" + LANES).statusCode())
        .isEqualTo(404);
    await()
        .atMost(SOON)
        .until(() -> projectors.body(projector, "?lanes=" + LANES).get("batches").isEmpty());
    // Counted when the sweep over all lanes has ended.
    await()
        .atMost(SOON)
        .until(() ->
            new Scrape(projector.address()).figure("peal_batches_forgotten_total").orElse(0) >= 1);
  }
}
