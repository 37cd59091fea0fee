package peal.projector.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import peal.domain.Lane;
import peal.domain.WorkspaceId;
import peal.topics.Topics;

@Timeout(60)
class TopicEventLogTest {
  private static final Lane MANY = new Lane(new WorkspaceId("asks-a-lot"), 0);
  private static final Lane ONE = new Lane(new WorkspaceId("asks-once"), 0);

  private final Topics topics = new Topics(16);
  private final BlockingQueue<Integer> asked = new LinkedBlockingQueue<>();
  private final Semaphore answers = new Semaphore(0);
  private final List<Thread> questions = new ArrayList<>();
  private final TopicEventLog log =
      new TopicEventLog(SlowConsumer::new, topics, Duration.ofMinutes(1));

  /** A broker that answers each question when it is let, that everything was removed. */
  private final class SlowConsumer extends MockConsumer<byte[], byte[]> {
    SlowConsumer() {
      super("earliest");
    }

    @Override
    public synchronized Map<TopicPartition, Long> beginningOffsets(
        Collection<TopicPartition> partitions, Duration timeout) {
      Map<TopicPartition, Long> first = new HashMap<>();
      partitions.forEach(partition -> {
        asked.add(partition.partition());
        first.put(partition, Long.MAX_VALUE);
      });
      answers.acquireUninterruptibly();
      return first;
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

  private void ask(Lane lane) throws InterruptedException {
    Thread question = Thread.ofPlatform().start(() -> log.read(lane, List.of(7L)));
    questions.add(question);
    while (question.getState() != Thread.State.TIMED_WAITING
        && question.getState() != Thread.State.WAITING) {
      Thread.onSpinWait();
    }
  }

  @Test
  void whoAsksForManyHistoriesLetsOthersInBetween() throws InterruptedException {
    assertThat(topics.partitionOf(MANY)).isNotEqualTo(topics.partitionOf(ONE));
    for (int i = 0; i < 20; i++) {
      ask(MANY);
    }
    ask(ONE);
    answers.release(2);

    assertThat(asked.poll(30, TimeUnit.SECONDS)).isEqualTo(topics.partitionOf(MANY));
    assertThat(asked.poll(30, TimeUnit.SECONDS)).isEqualTo(topics.partitionOf(ONE));
  }
}
