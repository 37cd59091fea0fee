package peal.endtoend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;
import peal.service.kafka.Provisioning;
import peal.standalone.engine.Engine;
import peal.standalone.engine.EngineOptions;
import peal.standalone.engine.EngineOptions.CarrierPace;
import peal.standalone.engine.Services;
import peal.testkit.api.SimulatorLedger;
import peal.testkit.promises.EveryRowEndsOnce;
import peal.testkit.promises.OneRingPerAttempt;

/** Kafka with TLS and SASL, by nothing but KAFKA_… settings. */
@Timeout(1_200)
@Tag("thorough")
class SecureKafkaTest {
  @TempDir(cleanup = CleanupMode.ON_SUCCESS)
  private static Path folder;

  private static GuardedBroker broker;

  @BeforeAll
  static void start() {
    broker = GuardedBroker.start(folder.resolve("broker"));
  }

  @AfterAll
  static void stop() {
    broker.close();
  }

  @Test
  void everyClientOfEveryServiceIsLetInAndABatchIsDialed() throws Exception {
    Map<String, String> settings = new HashMap<>(broker.settings());
    settings.put("PEAL_PARTITIONS", "2");
    EngineOptions options =
        new EngineOptions(
            folder.resolve("peal"),
            "127.0.0.1",
            0,
            Optional.of(broker.bootstrapServers()),
            CarrierPace.FAST,
            Optional.empty(),
            Optional.empty(),
            settings);
    try (Engine engine = new Engine(options, line -> {})) {
      engine.start();
      Run run =
          new Run(
              new Road(
                  engine.url(),
                  engine.secrets().adminToken(),
                  () -> SimulatorLedger.read(engine.addresses().simulator()),
                  engine::kafka));
      run.accepted(run.customer(30, 100), Numbers.ordinary(60));
      run.untilComplete();

      Judged.nothingBroken(run.evidence())
          .kept(List.of(EveryRowEndsOnce.class, OneRingPerAttempt.class));
    }
  }

  @Test
  void whoHasTheWrongPasswordIsToldSoAtOnceAndThePasswordIsNotRepeated() {
    Map<String, String> settings = new HashMap<>(broker.settings("wrong-password"));
    settings.put("KAFKA_BOOTSTRAP_SERVERS", broker.bootstrapServers());
    settings.put("PEAL_PORT", "0");
    settings.put("PEAL_SPOOL_DIR", folder.resolve("spool").toString());
    // Whoever tries again says so first.
    ListAppender<ILoggingEvent> tries = new ListAppender<>();
    tries.start();
    Logger log = (Logger) LoggerFactory.getLogger(Provisioning.class);
    log.addAppender(tries);
    settings.put("PEAL_REJECTED_DIR", folder.resolve("rejected").toString());

    assertThatThrownBy(() -> Services.INGEST.start(settings))
        .isInstanceOf(IllegalStateException.class)
        .satisfies(refusal -> assertThat(reasons(refusal)).contains("uthentication"))
        .satisfies(refusal -> assertThat(reasons(refusal)).doesNotContain("wrong-password"));

    log.detachAppender(tries);
    assertThat(tries.list).extracting(ILoggingEvent::getFormattedMessage).isEmpty();
  }

  private static String reasons(Throwable fault) {
    return fault.getCause() == null
        ? String.valueOf(fault.getMessage())
        : fault.getMessage() + ": " + reasons(fault.getCause());
  }
}
