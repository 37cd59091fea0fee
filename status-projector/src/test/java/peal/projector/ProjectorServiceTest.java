package peal.projector;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static peal.projector.ProjectorsOnKafka.LANES;
import static peal.projector.ProjectorsOnKafka.ROWS;
import static peal.projector.ProjectorsOnKafka.SOON;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import peal.service.Service;
import peal.testkit.api.Scrape;
import peal.testkit.kafka.KafkaFixture;
import peal.testkit.kafka.Tap;
import peal.topics.Topics;

/** The whole projector over a real broker, which holds a batch and what nobody can read. */
@ExtendWith(KafkaFixture.class)
@Timeout(600)
class ProjectorServiceTest {
  private static KafkaFixture broker;
  private static ProjectorsOnKafka projectors;
  private static Service projector;

  /** Of 2,500 calls three were answered. */
  @BeforeAll
  static void start(KafkaFixture fixture, @TempDir Path folder) {
    broker = fixture;
    projectors = new ProjectorsOnKafka(fixture, folder);
    scrawl();
    projector = projectors.start("a");
    projectors.upload();
    projectors.ended(1, 2, 2_000);
    await().atMost(SOON).until(() -> projectors.counts(projector, 3, ROWS - 3));
    // Counts hold before every lane has been read; the gauge has only those that were.
    Scrape scrape = new Scrape(projector.address());
    await()
        .atMost(SOON)
        .until(() -> scrape.figure("peal_calls{status=\"waiting\"}").orElse(0) == ROWS - 3);
  }

  private static void scrawl() {
    byte[] lane = projectors.batch.lane(0).key().getBytes(StandardCharsets.UTF_8);
    byte[] broken = "no JSON".getBytes(StandardCharsets.UTF_8);
    Topics topics = projectors.topics;
    for (var topic : List.of(topics.callEvents(), topics.callJobs(), topics.callJobsBulk())) {
      for (int partition = 0; partition < LANES; partition++) {
        projectors.pen.scrawl(topic, partition, lane, broken);
        projectors.pen.scrawl(topic, partition, null, null);
      }
    }
  }

  @AfterAll
  static void stop() {
    projectors.close();
  }

  @Test
  void whatHappenedIsAnsweredCountedAndPaged() {
    // The seal says how many rows there are; the last of them may be read a moment after it.
    await()
        .atMost(SOON)
        .untilAsserted(() ->
            assertThat(allJobs())
                .containsExactlyInAnyOrderElementsOf(
                    LongStream.rangeClosed(1, ROWS)
                        .mapToObj(row -> projectors.batch.call(row).toString())
                        .toList()));
    assertThat(
            projectors
                .body(projector, "/batch_b1/calls?status=completed&limit=10&lanes=" + LANES)
                .get("calls")
                .findValuesAsText("jobId"))
        .containsExactlyInAnyOrder(
            projectors.batch.call(1).toString(),
            projectors.batch.call(2).toString(),
            projectors.batch.call(2_000).toString());
  }

  private List<String> allJobs() {
    List<String> all = new ArrayList<>();
    for (int page = 1; page <= ROWS / 100; page++) {
      all.addAll(projectors.jobs(projector, page));
    }
    return all;
  }

  @Test
  void whatCannotBeReadIsPutAsideAndBlocksNobody() {
    try (Tap<byte[]> deadLetters = new Tap<>(broker, projectors.topics.deadLetters())) {
      await().atMost(SOON).until(() -> deadLetters.records().size() == 3 * LANES * 2);
    }
    assertThat(projectors.counts(projector, 3, ROWS - 3)).isTrue();
  }

  @Test
  void operatorsSeeWhatWaitsWhatRunsAndWhatEnded() {
    Scrape scrape = new Scrape(projector.address());
    assertThat(scrape.live()).isTrue();
    assertThat(scrape.figure("peal_calls{status=\"waiting\"}")).hasValue(ROWS - 3);
    assertThat(scrape.figure("peal_calls{status=\"active\"}")).hasValue(0);
    assertThat(scrape.figure("peal_calls_ended_total{outcome=\"answered\"}")).hasValue(3);
    assertThat(scrape.figure("peal_calls_ended_total{outcome=\"busy\"}")).hasValue(0);
    assertThat(scrape.figure("peal_consumer_lag{group=\"peal-status-projector\"}")).isPresent();
    assertThat(scrape.figure("peal_streams_running{group=\"peal-status-projector\"}")).hasValue(1);
    assertThat(scrape.figures())
        .noneMatch(line -> line.contains("batch_") || line.contains("call_b"))
        .hasSizeLessThan(150);
  }
}
