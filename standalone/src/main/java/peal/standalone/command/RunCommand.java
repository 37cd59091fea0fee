package peal.standalone.command;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import peal.broker.BundledBroker;
import peal.service.OwnFolder;
import peal.service.Service;
import peal.service.ServiceProcess;
import peal.standalone.Logs;
import peal.standalone.engine.Services;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** One service alone. */
@Command(
    name = "run",
    mixinStandardHelpOptions = true,
    description = {
      "Runs one service alone, with its settings from the environment: PEAL_..., and KAFKA_...,",
      "which is passed through to the Kafka clients. The broker keeps its data in PEAL_BROKER_DATA."
    })
public final class RunCommand implements Callable<Integer> {
  /** What can be run. */
  enum Target {
    GATEWAY,
    INGEST,
    DIALER,
    PROJECTOR,
    SIMULATOR,
    BROKER
  }

  @Parameters(
      paramLabel = "SERVICE",
      description = "gateway, ingest, dialer, projector, simulator or broker.")
  private Target target;

  @Override
  public Integer call() {
    Logs.toConsole();
    ServiceProcess.run(target.name().toLowerCase(Locale.ROOT), () -> start(System.getenv()));
    return 0;
  }

  private Service start(Map<String, String> environment) {
    return switch (target) {
      case GATEWAY -> Services.GATEWAY.start(environment);
      case INGEST -> Services.INGEST.start(environment);
      case DIALER -> Services.DIALER.start(environment);
      case PROJECTOR -> Services.PROJECTOR.start(environment);
      case SIMULATOR -> Services.SIMULATOR.start(environment);
      case BROKER -> broker(environment);
    };
  }

  /** Everything that clients send lies there. */
  static Path brokerFolder(Map<String, String> environment) {
    Path folder = Path.of(environment.getOrDefault("PEAL_BROKER_DATA", "peal-data/kafka"));
    try {
      return OwnFolder.at(folder);
    } catch (IOException e) {
      throw new UncheckedIOException("the folder PEAL_BROKER_DATA cannot be used", e);
    }
  }

  private static Service broker(Map<String, String> environment) {
    BundledBroker broker = BundledBroker.start(brokerFolder(environment));
    return new Service() {
      @Override
      public URI address() {
        return URI.create("kafka://" + broker.bootstrapServers());
      }

      @Override
      public boolean ready() {
        return broker.alive();
      }

      @Override
      public void close() {
        broker.close();
      }
    };
  }
}
