package peal.dialer.dialing;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.Test;
import peal.domain.event.CallEvent;
import peal.topics.Topics;

/** The first report of a worker was lost where Kafka told too late where it goes. */
class ReportsTest {
  private final Bench bench = new Bench(DialingSettings.DEFAULT);
  private final List<String> asked = new ArrayList<>();

  @Test
  void kafkaIsAskedBeforeTheFirstReportWhereItGoes() {
    reports(1).prepare();

    assertThat(asked).containsExactly("call-events");
  }

  @Test
  void itIsAskedAgainButNotForEver() {
    reports(3).prepare();
    assertThat(asked).hasSize(3);

    reports(Integer.MAX_VALUE).prepare();
    assertThat(asked).hasSize(3 + 5);
  }

  /** Kafka answers the so-manieth question. */
  private Reports reports(int answers) {
    Topics topics = bench.topics;
    List<String> before = List.copyOf(asked);
    MockProducer<String, CallEvent> producer =
        new MockProducer<>(
            true, null, new StringSerializer(), topics.callEvents().values().serializer()) {
          @Override
          public List<PartitionInfo> partitionsFor(String topic) {
            asked.add(topic);
            if (asked.size() - before.size() < answers) {
              throw new TimeoutException("not within 1000 ms");
            }
            return List.of();
          }
        };
    return new Reports(producer, topics, bench.metrics, Bench.WORKER);
  }
}
