package peal.endtoend;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import peal.broker.BundledBroker;
import peal.broker.LoopbackPorts;
import peal.service.kafka.KafkaClients;
import peal.testkit.api.SimulatorLedger;

/**
 * Every Peal service of {@code docker-compose.yml} as a process on loopback, with exactly the
 * command and the environment that the file gives it, but for three things: names of hosts become
 * loopback addresses, {@code /data} becomes a folder of its own, and one broker stands for three.
 */
final class ComposeRun implements AutoCloseable {
  private static final Duration START = Run.PATIENCE;
  private static final Map<String, String> SECRETS =
      Map.of(
          "PEAL_ADMIN_TOKEN", "padm_of_this_test",
          "PEAL_CARRIER_SECRET", "carrier-secret-of-this-test",
          "PEAL_INTERNAL_TOKEN", "internal-token-of-this-test");

  private final Path folder;
  private final ComposeFile file = ComposeFile.read();
  private final Map<String, URI> addresses = new LinkedHashMap<>();
  private final Map<String, Child> children = new LinkedHashMap<>();
  private final BundledBroker broker;

  private ComposeRun(Path folder) {
    this.folder = folder;
    this.broker = BundledBroker.start(folder.resolve("kafka"));
    try {
      for (String name : file.ofPeal().keySet()) {
        addresses.put(name, LoopbackPorts.freeAddress());
        // The image has the folder that becomes a volume.
        Files.createDirectories(folder.resolve(name));
      }
      file.ofPeal().forEach(this::run);
      children.values().forEach(child -> child.ready(START));
    } catch (IOException e) {
      close();
      throw new UncheckedIOException(e);
    } catch (RuntimeException | Error e) {
      close();
      throw e;
    }
  }

  /** Starts all of them, with data and logs in {@code folder}, and waits until they are ready. */
  static ComposeRun start(Path folder) {
    return new ComposeRun(folder);
  }

  private void run(String name, Map<String, Object> service) {
    Map<String, String> environment = new LinkedHashMap<>();
    ComposeFile.environment(service, SECRETS)
        .forEach((setting, value) -> environment.put(setting, local(name, value)));
    environment.put("PEAL_PORT", Integer.toString(addresses.get(name).getPort()));
    children.put(
        name,
        Child.start(
            addresses.get(name),
            environment.get("PEAL_HEAP"),
            environment,
            log(name),
            ComposeFile.command(service).toArray(String[]::new)));
  }

  private String local(String service, String value) {
    String local = value.replaceAll("kafka-\\d:9092", broker.bootstrapServers());
    for (Map.Entry<String, URI> each : addresses.entrySet()) {
      local = local.replace(each.getKey() + ":8080", each.getValue().getAuthority());
    }
    for (Map.Entry<String, Map<String, Object>> each : file.ofPeal().entrySet()) {
      String alias = ComposeFile.alias(each.getValue()).orElse(each.getKey());
      local = local.replace(alias + ":8080", addresses.get(each.getKey()).getAuthority());
    }
    return local
        .replaceAll("^0\\.0\\.0\\.0$", "127.0.0.1")
        .replaceAll("^/data", folder.resolve(service).toString());
  }

  /** What a service said. */
  Path log(String service) {
    return folder.resolve(service + ".log");
  }

  /** Names of the services that run. */
  List<String> services() {
    return List.copyOf(children.keySet());
  }

  /** The road that begins at a gateway. */
  Road road(String gateway) {
    return new Road(
        addresses.get(gateway),
        SECRETS.get("PEAL_ADMIN_TOKEN"),
        () -> SimulatorLedger.read(addresses.get("simulator")),
        () -> new KafkaClients(broker.bootstrapServers()));
  }

  /** Where a service is. */
  URI address(String service) {
    return addresses.get(service);
  }

  @Override
  public void close() {
    new ArrayList<>(children.values()).forEach(Child::kill);
    broker.close();
  }
}
