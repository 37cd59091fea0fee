package peal.testkit.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

@Timeout(600)
@ExtendWith(KafkaFixture.class)
class KafkaFixtureTest {
  @Test
  void everyTestOfTheJvmMeetsTheSameBrokerAndMayWipeIt(KafkaFixture kafka) throws Exception {
    assertThat(kafka.bootstrapServers()).isEqualTo(KafkaFixture.shared().bootstrapServers());

    try (Admin admin = Admin.create(Map.of("bootstrap.servers", kafka.bootstrapServers()))) {
      admin.createTopics(List.of(new NewTopic("t", 3, (short) 1))).all().get(120, TimeUnit.SECONDS);
      becomesKnown(admin, 3);
      kafka.wipe();
      assertThat(admin.listTopics().names().get(120, TimeUnit.SECONDS)).isEmpty();
      // The same name with other partitions, at once.
      admin.createTopics(List.of(new NewTopic("t", 5, (short) 1))).all().get(120, TimeUnit.SECONDS);
      becomesKnown(admin, 5);
    }
  }

  /** Acknowledged by the controller, a topic is known to the broker a moment later. */
  private static void becomesKnown(Admin admin, int partitions) {
    await()
        .atMost(Duration.ofSeconds(120))
        .ignoreExceptionsInstanceOf(ExecutionException.class)
        .untilAsserted(() -> assertThat(partitions(admin)).isEqualTo(partitions));
  }

  private static int partitions(Admin admin) throws Exception {
    return admin
        .describeTopics(List.of("t"))
        .allTopicNames()
        .get(120, TimeUnit.SECONDS)
        .get("t")
        .partitions()
        .size();
  }

  @Test
  void anEngineThatNeverAnswersIsNotWaitedFor() {
    CountDownLatch never = new CountDownLatch(1);

    assertThat(DockerEngine.answers(() -> isOver(never))).isFalse();

    assertThat(never.getCount()).as("it is still being asked").isEqualTo(1);
    never.countDown();
  }

  private static boolean isOver(CountDownLatch latch) {
    try {
      latch.await();
      return true;
    } catch (InterruptedException e) {
      return false;
    }
  }
}
