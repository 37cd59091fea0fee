package peal.testkit.kafka;

import java.util.Collection;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.GroupListing;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/**
 * A real Kafka broker for tests: one for the whole JVM, started when the first test asks for it and
 * ended with the JVM. A container where a Docker engine answers, the bundled broker where none
 * does; which one is printed once.
 *
 * <p>Use it as {@code @ExtendWith(KafkaFixture.class)} with a parameter of this type, or call
 * {@link #shared()}. Tests that kill or freeze a broker need one of their own: {@code
 * peal.broker.BundledBroker.start(tempDir)}.
 */
public final class KafkaFixture implements ParameterResolver {
  private static final long SECONDS = 120;

  /** For a deletion; one after another, 20 ms apart. */
  private static final int LOOKS = 3_000;

  /** Starts the broker when it is first wanted. */
  private static final class Shared {
    static final RunningKafka KAFKA = RunningKafka.start();
  }

  /** For JUnit. Starts nothing. */
  public KafkaFixture() {}

  /** The fixture, with its broker running. */
  public static KafkaFixture shared() {
    KafkaFixture fixture = new KafkaFixture();
    fixture.bootstrapServers();
    return fixture;
  }

  /** {@code host:port} for clients. */
  public String bootstrapServers() {
    return Shared.KAFKA.bootstrapServers();
  }

  /**
   * Deletes every topic and every group that has no members, so that a test finds the broker as
   * new. Clients of earlier tests must be closed.
   *
   * @throws IllegalStateException when that does not succeed in two minutes
   */
  public void wipe() {
    try (Admin admin = Admin.create(Map.of("bootstrap.servers", bootstrapServers()))) {
      Set<String> groups = new HashSet<>();
      for (GroupListing group : admin.listGroups().all().get(SECONDS, TimeUnit.SECONDS)) {
        groups.add(group.groupId());
      }
      deleteGroups(admin, groups);
      Set<String> topics = admin.listTopics().names().get(SECONDS, TimeUnit.SECONDS);
      admin.deleteTopics(topics).all().get(SECONDS, TimeUnit.SECONDS);
      awaitNone(admin);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", e);
    } catch (ExecutionException | TimeoutException e) {
      throw new IllegalStateException("the broker cannot be wiped", e);
    }
  }

  private static void deleteGroups(Admin admin, Collection<String> groups)
      throws InterruptedException, TimeoutException {
    try {
      admin.deleteConsumerGroups(groups).all().get(SECONDS, TimeUnit.SECONDS);
    } catch (ExecutionException e) {
      // A group with members stays; it is not this test's.
    }
  }

  /** A deletion is acknowledged a little before the topic is gone. */
  private static void awaitNone(Admin admin)
      throws InterruptedException, ExecutionException, TimeoutException {
    for (int looks = 0; looks < LOOKS; looks++) {
      if (admin.listTopics().names().get(SECONDS, TimeUnit.SECONDS).isEmpty()) {
        return;
      }
      Thread.sleep(20);
    }
    throw new IllegalStateException("topics are left after their deletion");
  }

  @Override
  public boolean supportsParameter(ParameterContext parameter, ExtensionContext test) {
    return parameter.getParameter().getType() == KafkaFixture.class;
  }

  @Override
  public Object resolveParameter(ParameterContext parameter, ExtensionContext test) {
    return shared();
  }
}
