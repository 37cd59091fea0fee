package peal.broker;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.net.MalformedURLException;
import java.net.URI;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.apache.kafka.common.Node;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.metadata.PartitionRecord;
import org.apache.kafka.common.metadata.TopicRecord;
import org.apache.kafka.common.network.ListenerName;
import org.apache.kafka.image.MetadataDelta;
import org.apache.kafka.image.MetadataImage;
import org.apache.kafka.image.MetadataProvenance;
import org.apache.kafka.metadata.KRaftMetadataCache;
import org.apache.kafka.server.common.KRaftVersion;
import org.junit.jupiter.api.Test;

/** Each probe sees classes of its own, so that one is mended and the other is as Kafka made it. */
class LeaderlessPartitionsTest {
  @Test
  void aPartitionThatWaitsForItsLeaderIsNotTakenForADeletedOne() throws Exception {
    assertThat(asked(Mended.class)).isEqualTo("waits for its leader, and no other is known");
  }

  @Test
  void kafkaItselfStillTakesItForADeletedOne() throws Exception {
    // When this fails, Kafka is mended and LeaderlessPartitions can go.
    assertThat(asked(AsItCame.class)).isEqualTo("deleted, and no other is known");
  }

  private static String asked(Class<? extends Callable<String>> probe) throws Exception {
    try (URLClassLoader own =
        new URLClassLoader(classPath(), ClassLoader.getPlatformClassLoader())) {
      var constructor = own.loadClass(probe.getName()).getDeclaredConstructor();
      constructor.setAccessible(true);
      return (String) ((Callable<?>) constructor.newInstance()).call();
    }
  }

  private static URL[] classPath() {
    return Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
        .map(entry -> Path.of(entry).toUri())
        .map(LeaderlessPartitionsTest::url)
        .toArray(URL[]::new);
  }

  private static URL url(URI uri) {
    try {
      return uri.toURL();
    } catch (MalformedURLException e) {
      throw new IllegalArgumentException(e);
    }
  }

  static final class Mended implements Callable<String> {
    @Override
    public String call() {
      LeaderlessPartitions.stayKnown();
      return new AsItCame().call();
    }
  }

  static final class AsItCame implements Callable<String> {
    private static final Uuid TOPIC = Uuid.randomUuid();

    @Override
    public String call() {
      KRaftMetadataCache cache = new KRaftMetadataCache(1, () -> KRaftVersion.KRAFT_VERSION_0);
      cache.setImage(withoutLeader());
      return said(leader(cache, "call-events")) + ", and " + other(leader(cache, "another"));
    }

    private static Optional<Node> leader(KRaftMetadataCache cache, String topic) {
      return cache.getPartitionLeaderEndpoint(topic, 0, new ListenerName("PLAINTEXT"));
    }

    private static String said(Optional<Node> leader) {
      return leader.map(node -> node.isEmpty() ? "waits for its leader" : "led").orElse("deleted");
    }

    private static String other(Optional<Node> leader) {
      return leader.isEmpty() ? "no other is known" : "others are known";
    }

    private static MetadataImage withoutLeader() {
      MetadataDelta delta = new MetadataDelta.Builder().build();
      delta.replay(new TopicRecord().setName("call-events").setTopicId(TOPIC));
      delta.replay(
          new PartitionRecord()
              .setTopicId(TOPIC)
              .setPartitionId(0)
              .setReplicas(List.of(1))
              .setIsr(List.of())
              .setLeader(-1)
              .setLeaderEpoch(1)
              .setPartitionEpoch(1));
      return delta.apply(MetadataProvenance.EMPTY);
    }
  }
}
