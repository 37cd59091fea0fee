package peal.service.streams;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Properties;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.record.TimestampType;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.TopologyTestDriver;
import org.apache.kafka.streams.processor.PunctuationType;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.test.TestRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import peal.domain.AttemptId;
import peal.domain.event.CallEvent;
import peal.service.kafka.DeadLetterCounts;
import peal.service.kafka.KafkaClients;
import peal.topics.DeadLetter;
import peal.topics.Topics;
import peal.topics.Unreadable;

/** A topology that is asked for more than a record can hold. */
class UnwritableOutputTest {
  private static final AttemptId ATTEMPT = AttemptId.parse("call_b1-0-1#1");

  private static final Duration TIMER = Duration.ofHours(1);

  @TempDir static Path folder;

  private final Topics topics = new Topics(1);
  private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
  private final TopologyTestDriver driver = new TopologyTestDriver(topology(), settings());

  @AfterEach
  void stop() {
    driver.close();
  }

  @Test
  void isPutAsideWithItsReasonAndTheNextOneIsWritten() {
    ask(Topics.LARGEST_DERIVED);
    ask(10);

    List<CallEvent> written =
        driver
            .createOutputTopic(
                topics.callEvents().name(),
                new StringDeserializer(),
                topics.callEvents().values().deserializer())
            .readValuesToList();
    assertThat(written).hasSize(1);
    DeadLetter letter = letter();
    assertThat(letter.why()).isEqualTo(Unreadable.TOO_BIG);
    assertThat(letter.topic()).isEqualTo(topics.callEvents().name());
    assertThat(letter.detail()).startsWith("a Progress has 4,");
    assertThat(letter.whole()).isFalse();
    assertThat(new String(letter.key(), StandardCharsets.UTF_8)).isEqualTo("ws/0");
    assertThat(
            meters
                .get("peal_dead_letters")
                .tags("topic", topics.callEvents().name(), "reason", "too_big")
                .counter()
                .count())
        .isEqualTo(1);
  }

  /** The end of a batch with very many open calls is said by a tick, which no record caused. */
  @Test
  void isPutAsideAlsoWhereATimerWritesIt() {
    driver.advanceWallClockTime(TIMER);

    assertThat(
            driver
                .createOutputTopic(
                    topics.callEvents().name(),
                    new StringDeserializer(),
                    topics.callEvents().values().deserializer())
                .readValuesToList())
        .containsExactly(progress(10));
    DeadLetter letter = letter();
    assertThat(letter.why()).isEqualTo(Unreadable.TOO_BIG);
    assertThat(letter.topic()).isEqualTo(topics.callEvents().name());
    assertThat(new String(letter.key(), StandardCharsets.UTF_8)).isEqualTo("ws/0");
  }

  @Test
  void theLargestThatIsWrittenHasRoomForItsKeyAndHeaders() {
    int envelope = topics.callEvents().values().serializer().serialize("", progress(0)).length;

    ask(topics.callEvents().largest() - 8 * 1024 - envelope);

    TestRecord<byte[], byte[]> written =
        driver
            .createOutputTopic(
                topics.callEvents().name(),
                new ByteArrayDeserializer(),
                new ByteArrayDeserializer())
            .readRecord();
    assertThat(written.value().length).isEqualTo(topics.callEvents().largest() - 8 * 1024);
  }

  private void ask(int letters) {
    driver
        .createInputTopic("asked", new StringSerializer(), new StringSerializer())
        .pipeInput("ws/0", Integer.toString(letters));
  }

  private DeadLetter letter() {
    TestRecord<byte[], byte[]> found =
        driver
            .createOutputTopic(
                topics.deadLetters().name(),
                new ByteArrayDeserializer(),
                new ByteArrayDeserializer())
            .readRecord();
    return DeadLetter.read(
            new ConsumerRecord<>(
                topics.deadLetters().name(),
                0,
                0,
                0,
                TimestampType.CREATE_TIME,
                0,
                0,
                found.key(),
                found.value(),
                found.headers(),
                Optional.empty()))
        .orElseThrow();
  }

  /** Writes an event with as many letters as its input says. */
  private Topology topology() {
    return new Topology()
        .addSource("in", new StringDeserializer(), new StringDeserializer(), "asked")
        .addProcessor("writer", Writer::new, "in")
        .addSink(
            "out",
            topics.callEvents().name(),
            topics.callEvents().keys().serializer(),
            topics.callEvents().values().serializer(),
            "writer");
  }

  private static CallEvent progress(int letters) {
    return new CallEvent.Progress(ATTEMPT, Instant.EPOCH, "x".repeat(letters));
  }

  private static final class Writer implements Processor<String, String, String, CallEvent> {
    private ProcessorContext<String, CallEvent> context;

    @Override
    public void init(ProcessorContext<String, CallEvent> context) {
      this.context = context;
      context.schedule(
          TIMER,
          PunctuationType.WALL_CLOCK_TIME,
          at -> {
            context.forward(new Record<>("ws/0", progress(Topics.LARGEST_DERIVED), at));
            context.forward(new Record<>("ws/0", progress(10), at));
          });
    }

    @Override
    public void process(Record<String, String> asked) {
      context.forward(asked.withValue(progress(Integer.parseInt(asked.value()))));
    }
  }

  private Properties settings() {
    Properties settings = new Properties();
    settings.putAll(
        StreamsSettings.of(
            new KafkaClients("127.0.0.1:1"),
            topics,
            new StreamsOptions(
                "writer",
                folder,
                1,
                0,
                50,
                5_000,
                new StreamsOptions.Memory(8, 32),
                Optional.empty())));
    settings.put(PutAside.COUNTS, new DeadLetterCounts(meters, List.of()));
    // The driver forgets what a transaction without a processed record has sent.
    settings.put(StreamsConfig.PROCESSING_GUARANTEE_CONFIG, StreamsConfig.AT_LEAST_ONCE);
    return settings;
  }
}
