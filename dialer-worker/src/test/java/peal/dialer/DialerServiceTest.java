package peal.dialer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static peal.testkit.build.BatchBuilder.batch;
import static peal.testkit.build.WorkspaceBuilder.workspace;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.ThrowableProxyUtil;
import ch.qos.logback.core.AppenderBase;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;
import peal.service.Service;
import peal.service.kafka.KafkaClients;
import peal.service.kafka.Provisioning;
import peal.testkit.api.Scrape;
import peal.testkit.build.BatchBuilder;
import peal.testkit.kafka.KafkaFixture;
import peal.testkit.kafka.Pen;
import peal.topics.TopicProvision;
import peal.topics.Topics;

/** The whole worker over a real broker, with a carrier whose calls are over at once. */
@ExtendWith(KafkaFixture.class)
@Timeout(600)
class DialerServiceTest {
  private static final Duration SOON = Duration.ofSeconds(120);

  @TempDir Path folder;

  private final Topics topics = new Topics(2);
  private final Logger root = (Logger) LoggerFactory.getLogger("ROOT");
  private final Logger peal = (Logger) LoggerFactory.getLogger("peal");
  private final Level before = peal.getLevel();
  private final Lines lines = new Lines();
  private Pen pen;
  private Service dialer;
  private Scrape scrape;

  /** Every line of the log, with its stack trace. */
  private static final class Lines extends AppenderBase<ILoggingEvent> {
    final List<String> said = new CopyOnWriteArrayList<>();

    @Override
    protected void append(ILoggingEvent event) {
      said.add(
          event.getFormattedMessage()
              + (event.getThrowableProxy() == null
                  ? ""
                  : ThrowableProxyUtil.asString(event.getThrowableProxy())));
    }
  }

  @BeforeEach
  void start(KafkaFixture kafka) {
    lines.start();
    root.addAppender(lines);
    peal.setLevel(Level.TRACE);
    kafka.wipe();
    KafkaClients clients = new KafkaClients(kafka.bootstrapServers());
    Provisioning.run(clients, topics, TopicProvision.CREATE, SOON);
    pen = new Pen(kafka, topics);
    pen.write(topics.workspaces(), "ws", workspace("ws").callsPerSecond(50).atOnce(50).build());
    pen.flush();
    dialer =
        DialerWiring.start(
            Map.of(
                "KAFKA_BOOTSTRAP_SERVERS", kafka.bootstrapServers(),
                "PEAL_PORT", "0",
                "PEAL_PARTITIONS", "2",
                "PEAL_STANDBY_REPLICAS", "0",
                "PEAL_CARRIER_KIND", "INSTANT",
                "PEAL_CARRIER_SECRET", "between-us-two",
                "PEAL_STATE_DIR", folder.toString()));
    scrape = new Scrape(dialer.address());
    await().atMost(SOON).until(scrape::ready);
  }

  @AfterEach
  void stop() {
    dialer.close();
    pen.close();
    peal.setLevel(before);
    root.detachAppender(lines);
  }

  private BatchBuilder dialed() {
    BatchBuilder batch = batch("b1").rows(10).at(Instant.now());
    pen.write(topics.batchCommands(), batch.lane(0), batch.opened(0));
    batch.queuedIn(0).forEach(row -> pen.write(topics.callJobs(), batch.lane(0), row));
    pen.write(topics.batchCommands(), batch.lane(0), batch.sealed(0));
    pen.flush();
    await()
        .atMost(SOON)
        .until(
            () -> scrape.figure("peal_calls_settled_total{outcome=\"answered\"}").orElse(0) >= 10);
    return batch;
  }

  @Test
  void operatorsSeeWhatItDoes() {
    dialed();

    assertThat(scrape.live()).isTrue();
    assertThat(scrape.figure("peal_dials_total{carrier=\"default\",result=\"placed\"}"))
        .hasValue(10);
    // A dial that comes too late on a busy machine is given back and asked for again.
    assertThat(scrape.figure("peal_dial_lateness_seconds_count").orElse(0))
        .isGreaterThanOrEqualTo(10);
    assertThat(scrape.figure("peal_dial_requests_total{kind=\"dial\"}").orElse(0))
        .isGreaterThanOrEqualTo(10);
    assertThat(scrape.figure("peal_lane_tick_seconds_count").orElse(0)).isPositive();
    assertThat(scrape.figure("peal_consumer_lag{group=\"peal-dialing\"}")).isPresent();
    assertThat(scrape.figure("peal_consumer_lag{group=\"peal-dispatch\"}")).isPresent();
    assertThat(scrape.figure("peal_streams_running{group=\"peal-dispatch\"}")).hasValue(1);
    assertThat(scrape.figure("peal_dials_in_flight")).isPresent();
    assertThat(scrape.figures())
        .noneMatch(line -> line.contains("batch_") || line.contains("call_b"))
        .hasSizeLessThan(200);
  }

  @Test
  void noNumberAndNoSecretIsInTheLog() {
    byte[] lane = "ws/0".getBytes(StandardCharsets.UTF_8);
    byte[] cutOff =
        "{\"t\":\"CallQueued\",\"v\":1,\"d\":{\"number\":\"+15557654321\""
            .getBytes(StandardCharsets.UTF_8);
    pen.scrawl(topics.callJobs(), 0, lane, cutOff);
    pen.scrawl(topics.dialRequests(), 0, lane, cutOff);

    BatchBuilder batch = dialed();
    dialer.close();

    assertThat(lines.said).isNotEmpty();
    assertThat(lines.said)
        .noneMatch(line -> line.contains("7654321") || line.contains("between-us-two"));
    for (long row = 1; row <= 10; row++) {
      String number = batch.number(row).e164();
      assertThat(lines.said).noneMatch(line -> line.contains(number));
    }
  }
}
