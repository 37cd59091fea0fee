package peal.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;
import peal.broker.BrokerOptions;
import peal.broker.BundledBroker;
import peal.standalone.chaos.cluster.Wire;
import peal.testkit.api.Answer;

/** The network between all services and Kafka, cut without a word and then reset. */
@Tag("long")
class KafkaWireTest {
  @Test
  void everyRowEndsOnceWhenNobodyReachesKafkaForAWhile(
      @TempDir(cleanup = CleanupMode.ON_SUCCESS) Path folder) {
    URI direct = address(folder);
    try (Wire wire = Wire.to(direct);
        SeparateServices services = behind(wire, folder)) {
      Run run = new Run(services.road());
      List<Customer> customers = Stream.generate(() -> run.customer(5, 50)).limit(4).toList();
      List<String> batches =
          customers.stream().map(customer -> run.accepted(customer, Numbers.ordinary(80))).toList();
      run.until(batches.getLast(), seen -> seen.ended() >= 10);

      wire.silence();
      run.witness().fault();
      // Takes until ingest gives Kafka up, which is longer than a session of a group lasts.
      Answer refused = customers.getFirst().upload(Numbers.ordinary(5));
      wire.reset();
      run.witness().fault();
      Answer again = customers.getFirst().upload(Numbers.ordinary(5));
      wire.mend();
      run.untilComplete();

      assertThat(List.of(refused, again)).extracting(Answer::status).containsOnly(503);
      assertThat(customers.getFirst().client().list("status=completed").ok().path("batches"))
          .as("nothing of what was refused was started")
          .hasSize(1);
      Judged.nothingBroken(run.evidence()).kept(Judged.OF_ANY_RUN);
    }
  }

  /** Ports are kept from start to start, and what clients are told of them must be known before. */
  private static URI address(Path folder) {
    try (BundledBroker first = BundledBroker.start(folder.resolve("kafka"))) {
      return URI.create("kafka://" + first.bootstrapServers());
    }
  }

  private static SeparateServices behind(Wire wire, Path folder) {
    String near = wire.address().getHost() + ":" + wire.address().getPort();
    BundledBroker broker =
        BundledBroker.start(
            folder.resolve("kafka"),
            BrokerOptions.DEFAULT.with("advertised.listeners", "PLAINTEXT://" + near));
    assertThat(broker.bootstrapServers()).isNotEqualTo(near);
    // An ingest gives up long after the groups have missed their members.
    return SeparateServices.start(
        folder, Map.of("PEAL_KAFKA_PATIENCE_MILLIS", "12000"), broker, near);
  }
}
