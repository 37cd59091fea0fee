package peal.service.streams;

import static org.assertj.core.api.Assertions.assertThat;

import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.Test;
import peal.topics.Topic;
import peal.topics.Topics;

class InputRankTest {
  private final Topics topics = new Topics(4);
  private final InputRank rank = new InputRank(topics, 100);

  @Test
  void commandsAndCallEventsComeFirstThenListsThenRowsOfSmallBatches() {
    assertThat(rankOf(topics.batchCommands())).isEqualTo(100);
    assertThat(rankOf(topics.callEvents())).isEqualTo(100);
    assertThat(rankOf(topics.suppressions())).isEqualTo(101);
    assertThat(rankOf(topics.callJobs())).isEqualTo(102);
    assertThat(rankOf(topics.callJobsBulk())).isEqualTo(103);
  }

  private long rankOf(Topic<?, ?> topic) {
    return rank.extract(new ConsumerRecord<>(topic.name(), 0, 0, "key", "value"), -1);
  }
}
