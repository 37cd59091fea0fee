package peal.projector.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import peal.domain.Lane;
import peal.domain.WorkspaceId;
import peal.domain.event.CallEvent;
import peal.projector.Story;
import peal.projector.events.LaneLog.Logged;
import peal.projector.events.LaneLog.Scan;
import peal.projector.query.LaneEventPage.Span;
import peal.topics.Topics;

@Timeout(60)
class TopicLaneLogTest {
  private static final Story STORY = Story.of("b1", 0);
  private static final Lane MANY = new Lane(new WorkspaceId("asks-a-lot"), 0);
  private static final Lane ONE = new Lane(new WorkspaceId("asks-once"), 0);

  private final Topics topics = new Topics(16);
  private final BlockingQueue<Integer> asked = new LinkedBlockingQueue<>();
  private final Semaphore answers = new Semaphore(0);
  private final List<Thread> questions = new ArrayList<>();
  private final TestConsumer consumer = new TestConsumer();
  private final TopicLaneLog log =
      new TopicLaneLog(() -> consumer, topics, Duration.ofMinutes(1), new SimpleMeterRegistry());

  /** A broker that answers where a partition begins when it is let. */
  private final class TestConsumer extends MockConsumer<byte[], byte[]> {
    TestConsumer() {
      super("none");
    }

    @Override
    public synchronized Map<TopicPartition, Long> beginningOffsets(
        Collection<TopicPartition> partitions, Duration timeout) {
      partitions.forEach(partition -> asked.add(partition.partition()));
      answers.acquireUninterruptibly();
      return super.beginningOffsets(partitions, timeout);
    }
  }

  @AfterEach
  void close() throws InterruptedException {
    answers.release(1_000);
    for (Thread question : questions) {
      question.join();
    }
    log.close();
  }

  @Test
  void whoAsksAllTheTimeLetsOthersInBetween() throws InterruptedException {
    assertThat(topics.partitionOf(MANY)).isNotEqualTo(topics.partitionOf(ONE));
    given(MANY);
    given(ONE);
    for (int i = 0; i < 20; i++) {
      ask(MANY);
    }
    ask(ONE);
    answers.release(2);

    assertThat(asked.poll(30, TimeUnit.SECONDS)).isEqualTo(topics.partitionOf(MANY));
    assertThat(asked.poll(30, TimeUnit.SECONDS)).isEqualTo(topics.partitionOf(ONE));
  }

  @Test
  void whatIsWantedIsReadAndNoMore() {
    answers.release(100);
    given(Story.lane(0), STORY.dialing(1, 1, 2), STORY.dialing(2, 1, 3), STORY.dialing(3, 1, 4));

    Scan scan = log.scan(Story.lane(0), 0, 1, 100);

    assertThat(scan.records()).extracting(Logged::offset).containsExactly(0L, 1L);
    assertThat(scan.next()).isEqualTo(2);
    assertThat(scan.span()).isEqualTo(new Span(0, 3));
  }

  @Test
  void whereNothingNewIsWantedKafkaIsNotAsked() {
    answers.release(100);
    given(Story.lane(0), STORY.dialing(1, 1, 2));
    log.scan(Story.lane(0), 0, 0, 100);
    asked.clear();

    assertThat(log.scan(Story.lane(0), 1, 0, 100).next()).isEqualTo(1);
    assertThat(asked).isEmpty();
  }

  @Test
  void anEmptyRecordIsPassedOver() {
    answers.release(100);
    given(Story.lane(0), null, STORY.dialing(2, 1, 3));

    assertThat(log.scan(Story.lane(0), 0, 1, 100).records())
        .extracting(Logged::offset)
        .containsExactly(1L);
  }

  private TopicPartition partition(Lane lane) {
    return new TopicPartition(topics.callEvents().name(), topics.partitionOf(lane));
  }

  private void given(Lane lane, CallEvent... events) {
    TopicPartition partition = partition(lane);
    consumer.updateBeginningOffsets(Map.of(partition, 0L));
    consumer.updateEndOffsets(Map.of(partition, (long) events.length));
    consumer.assign(List.of(partition));
    byte[] key = lane.key().getBytes(StandardCharsets.UTF_8);
    for (int offset = 0; offset < events.length; offset++) {
      byte[] value =
          events[offset] == null
              ? null
              : topics
                  .callEvents()
                  .values()
                  .serializer()
                  .serialize(partition.topic(), events[offset]);
      consumer.addRecord(
          new ConsumerRecord<>(partition.topic(), partition.partition(), offset, key, value));
    }
  }

  private void ask(Lane lane) throws InterruptedException {
    Thread question = Thread.ofPlatform().start(() -> log.span(lane));
    questions.add(question);
    while (question.getState() != Thread.State.TIMED_WAITING
        && question.getState() != Thread.State.WAITING) {
      Thread.onSpinWait();
    }
  }
}
