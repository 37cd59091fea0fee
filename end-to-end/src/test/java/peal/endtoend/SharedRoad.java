package peal.endtoend;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;
import peal.standalone.engine.Addresses;
import peal.standalone.engine.DataFolder;
import peal.standalone.engine.Engine;
import peal.standalone.engine.EngineOptions;
import peal.standalone.engine.EngineOptions.CarrierPace;
import peal.testkit.api.SimulatorLedger;
import peal.testkit.kafka.KafkaFixture;

/**
 * One Peal for all tests that disturb nobody: the four services in this JVM, the simulator as a
 * process of its own, a real broker. Started for the first test that asks for a {@link Road}, ended
 * after the last test; each test makes workspaces of its own. Whoever wants to look at the services
 * behind the gateway asks for their {@link Addresses}.
 */
final class SharedRoad implements ParameterResolver {
  /** Ends within a run what only a lookup can tell, instead of after a minute. */
  private static final String SILENCE_SECONDS = "2";

  /** Numbers that do not exist are given by the tests that want them. */
  private static final String EVERYBODY_RINGS =
      "answered=70,voicemail=10,no_answer=10,busy=8,rejected=2";

  private record Running(Engine engine, Path data, Road road) implements AutoCloseable {
    static Running start() {
      try {
        Path data = Files.createTempDirectory("peal-end-to-end-");
        Engine engine = new Engine(options(data), line -> {});
        try {
          engine.start();
          Road road =
              new Road(
                  engine.url(),
                  engine.secrets().adminToken(),
                  () -> SimulatorLedger.read(engine.addresses().simulator()),
                  engine::kafka);
          warmUp(road);
          return new Running(engine, data, road);
        } catch (RuntimeException | InterruptedException e) {
          // Else its processes would outlive the tests.
          engine.close();
          throw e;
        }
      } catch (IOException e) {
        throw new IllegalStateException("no folder for data", e);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new IllegalStateException("interrupted while Peal started", e);
      }
    }

    /** So that the first test's figures are Peal's, not those of class loading. */
    private static void warmUp(Road road) {
      Run run = new Run(road);
      run.accepted(run.customer(100, 500), Numbers.ordinary(200));
      run.untilComplete();
    }

    private static EngineOptions options(Path data) {
      return new EngineOptions(
          data,
          "127.0.0.1",
          0,
          Optional.of(KafkaFixture.shared().bootstrapServers()),
          CarrierPace.FAST,
          Optional.empty(),
          Optional.empty(),
          Map.of(
              "PEAL_PARTITIONS",
              "4",
              "PEAL_WEBHOOK_PRIVATE_ADDRESSES",
              "true",
              "PEAL_SILENCE_SECONDS",
              SILENCE_SECONDS,
              "PEAL_SIMULATOR_MIX",
              EVERYBODY_RINGS));
    }

    @Override
    public void close() throws IOException {
      engine.close();
      DataFolder.delete(data);
    }
  }

  @Override
  public boolean supportsParameter(ParameterContext parameter, ExtensionContext test) {
    Class<?> wanted = parameter.getParameter().getType();
    return wanted == Road.class || wanted == Addresses.class;
  }

  @Override
  public Object resolveParameter(ParameterContext parameter, ExtensionContext test) {
    Running running =
        test.getRoot()
            .getStore(Namespace.create(SharedRoad.class))
            .computeIfAbsent("running", key -> Running.start(), Running.class);
    return parameter.getParameter().getType() == Road.class
        ? running.road()
        : running.engine().addresses();
  }
}
