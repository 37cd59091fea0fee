package peal.standalone.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import peal.broker.BundledBroker;
import peal.service.kafka.KafkaClients;
import peal.service.kafka.Provisioning;
import peal.topics.TopicProvision;
import peal.topics.Topics;

class BundledTopicsTest {
  @TempDir Path folder;

  @Test
  void aNewFolderHasOnePartitionAndKeepsIt() {
    try (BundledBroker broker = BundledBroker.start(folder)) {
      KafkaClients clients = new KafkaClients(broker.bootstrapServers());

      assertThat(BundledTopics.provide(clients, Optional.empty())).isEqualTo(1);
      assertThat(BundledTopics.provide(clients, Optional.empty())).isEqualTo(1);
      assertThatThrownBy(() -> BundledTopics.provide(clients, Optional.of(4)))
          .hasMessageContaining("has 1 partitions, but 4 are set");
    }
  }

  @Test
  void aFolderThatWasMadeWithMorePartitionsKeepsThem() {
    try (BundledBroker broker = BundledBroker.start(folder)) {
      // given: as versions before made it
      KafkaClients clients = new KafkaClients(broker.bootstrapServers());
      Provisioning.run(clients, new Topics(12), TopicProvision.CREATE, Duration.ofSeconds(60));

      // when, then
      assertThat(BundledTopics.provide(clients, Optional.empty())).isEqualTo(12);
    }
  }
}
