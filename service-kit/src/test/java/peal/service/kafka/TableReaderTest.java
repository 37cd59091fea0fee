package peal.service.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.Collection;
import java.util.Map;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TimeoutException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import peal.domain.Agent;
import peal.domain.Workspace;
import peal.topics.Topics;

@Timeout(300)
class TableReaderTest {
  private static final Topics TOPICS = new Topics(1);
  private static final TopicPartition AGENTS = new TopicPartition(TOPICS.agents().name(), 0);
  private static final TopicPartition WORKSPACES =
      new TopicPartition(TOPICS.workspaces().name(), 0);
  private static final Duration SOON = Duration.ofSeconds(120);

  private volatile boolean agentsAreAway = true;
  private final MockConsumer<byte[], byte[]> consumer =
      new MockConsumer<>("earliest") {
        @Override
        public synchronized Map<TopicPartition, Long> endOffsets(
            Collection<TopicPartition> partitions, Duration limit) {
          if (agentsAreAway && partitions.contains(AGENTS)) {
            throw new TimeoutException("nobody leads it");
          }
          return super.endOffsets(partitions, limit);
        }
      };
  private final TableReader reader = TableReaders.of(consumer);
  private final CompactedTable<Workspace> workspaces = reader.table(TOPICS.workspaces());
  private final CompactedTable<Agent> agents = reader.table(TOPICS.agents());

  TableReaderTest() {
    consumer.updateBeginningOffsets(Map.of(AGENTS, 0L, WORKSPACES, 0L));
    consumer.updateEndOffsets(Map.of(AGENTS, 0L, WORKSPACES, 0L));
    reader.start();
  }

  @AfterEach
  void stop() {
    reader.close();
  }

  @Test
  void aTopicThatIsNotToBeHadHoldsUpNoOther() {
    await().atMost(SOON).until(workspaces::caughtUp);
    assertThat(agents.caughtUp()).isFalse();

    agentsAreAway = false;

    await().atMost(SOON).until(agents::caughtUp);
  }
}
