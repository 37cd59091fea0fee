package peal.console;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import peal.standalone.engine.DataFolder;
import peal.standalone.engine.Engine;
import peal.standalone.engine.EngineOptions;
import peal.standalone.engine.EngineOptions.CarrierPace;
import peal.testkit.kafka.KafkaFixture;

/** A Peal with the demo's workspace, its four services in this JVM, before a real broker. */
record RunningPeal(Engine engine, Path data) implements AutoCloseable {
  /** Slow enough to be seen, fast enough for a test: calls a second. */
  private static final double PACE = 25;

  static RunningPeal start() throws IOException, InterruptedException {
    Path data = Files.createTempDirectory("peal-console-");
    Engine engine =
        new Engine(
            new EngineOptions(
                data,
                "127.0.0.1",
                0,
                Optional.of(KafkaFixture.shared().bootstrapServers()),
                CarrierPace.FAST,
                Optional.of(PACE),
                Optional.empty(),
                Map.of(
                    "PEAL_PARTITIONS", "4",
                    "PEAL_SILENCE_SECONDS", "2",
                    "PEAL_SLOW_START_SECONDS", "0")),
            line -> {});
    engine.start();
    return new RunningPeal(engine, data);
  }

  URI url() {
    return engine.url();
  }

  String workspace() {
    return engine.secrets().workspace();
  }

  String key() {
    return engine.secrets().apiKey();
  }

  @Override
  public void close() throws IOException {
    engine.close();
    DataFolder.delete(data);
  }
}
