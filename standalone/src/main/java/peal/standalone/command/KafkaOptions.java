package peal.standalone.command;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import peal.service.kafka.KafkaClients;
import peal.standalone.client.Refused;
import peal.standalone.engine.DataFolder;
import picocli.CommandLine.Option;

/** How a command finds its Kafka. */
final class KafkaOptions {
  private static final String SERVERS = "KAFKA_BOOTSTRAP_SERVERS";

  @Option(
      names = "--kafka",
      paramLabel = "BOOTSTRAP",
      description = "The cluster (KAFKA_BOOTSTRAP_SERVERS; other KAFKA_... settings hold too).")
  private String kafka;

  @Option(
      names = "--data",
      paramLabel = "DIR",
      description = "Data folder of an 'up' that runs on this machine (default: ./peal-data).")
  private Path data;

  /**
   * Clients of the cluster: the option's, then that of the environment, then that of the data
   * folder; a data folder that is named goes before the environment.
   *
   * @throws Refused when nothing names a cluster
   */
  KafkaClients clients(Map<String, String> environment) {
    Map<String, String> settings = new HashMap<>(environment);
    if (kafka != null) {
      settings.put(SERVERS, kafka);
    } else if (data != null || settings.getOrDefault(SERVERS, "").isBlank()) {
      settings.put(SERVERS, ofFolder(data == null ? ServerOptions.DEFAULT_DATA : data));
    }
    return new KafkaClients(settings);
  }

  private static String ofFolder(Path folder) {
    Path file = DataFolder.kafkaFile(folder);
    if (!Files.exists(file)) {
      throw new Refused(
          0,
          "there is no Kafka to ask: name one with --kafka, or with --data the folder of a Peal"
              + " that runs (looked for "
              + file
              + ")");
    }
    try {
      return Files.readString(file).trim();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
