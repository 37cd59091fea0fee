package peal.service.kafka;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import peal.topics.TopicProvision;
import peal.topics.Topics;

class ProvisioningTest {
  @Test
  @Timeout(120)
  void aKafkaThatNeverComesIsGivenUpAfterTheLimit() throws IOException {
    KafkaClients clients = new KafkaClients("127.0.0.1:" + closedPort());

    assertThatThrownBy(() ->
            Provisioning.run(clients, new Topics(1), TopicProvision.CREATE, Duration.ofSeconds(1)))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("topics");
  }

  private static int closedPort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }
}
