package peal.broker;

import static net.bytebuddy.matcher.ElementMatchers.named;

import java.lang.invoke.MethodHandles;
import java.util.Optional;
import net.bytebuddy.ByteBuddy;
import net.bytebuddy.asm.Advice;
import net.bytebuddy.dynamic.ClassFileLocator;
import net.bytebuddy.dynamic.loading.ClassLoadingStrategy;
import net.bytebuddy.pool.TypePool;
import org.apache.kafka.common.Node;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.metadata.LeaderAndIsr;
import org.apache.kafka.metadata.MetadataCache;

/**
 * Keeps a restarting broker from taking a partition without a leader for a deleted one.
 *
 * <p>Kafka 4.3.1 does so (KAFKA-20734): its transaction coordinator then calls a transaction
 * finished without having written its commit or abort into that partition, whose readers wait for
 * ever. A broker that was killed has such a moment at every start, between the end of its old
 * registration and its new one. ADR 0023 tells how it was found, and when this class can go.
 */
final class LeaderlessPartitions {
  private static final String CACHE = "org.apache.kafka.metadata.KRaftMetadataCache";

  private LeaderlessPartitions() {}

  /**
   * Loads the broker's metadata cache with the mend in it; to be called once, before Kafka starts.
   *
   * @throws IllegalStateException when Kafka's class was loaded before or is not what it was
   */
  static void stayKnown() {
    ClassLoader loader = LeaderlessPartitions.class.getClassLoader();
    ClassFileLocator files = ClassFileLocator.ForClassLoader.of(loader);
    try (var mended =
        new ByteBuddy()
            .redefine(TypePool.Default.of(files).describe(CACHE).resolve(), files)
            .visit(Advice.to(NoNodeYet.class).on(named("getPartitionLeaderEndpoint")))
            .make()) {
      // Any other class of the package opens the package.
      var packageOfCache =
          MethodHandles.privateLookupIn(LeaderAndIsr.class, MethodHandles.lookup());
      mended.load(loader, ClassLoadingStrategy.UsingLookup.of(packageOfCache));
    } catch (Exception e) {
      throw new IllegalStateException("the broker's metadata cache cannot be mended", e);
    }
  }

  /** Runs at the end of the method; its body becomes part of Kafka's class. */
  static final class NoNodeYet {
    private NoNodeYet() {}

    @Advice.OnMethodExit
    static void exit(
        @Advice.This MetadataCache cache,
        @Advice.Argument(0) String topic,
        @Advice.Argument(1) int partition,
        @Advice.Return(readOnly = false) Optional<Node> leader) {
      if (leader.isEmpty() && cache.contains(new TopicPartition(topic, partition))) {
        leader = Optional.of(Node.noNode());
      }
    }
  }
}
