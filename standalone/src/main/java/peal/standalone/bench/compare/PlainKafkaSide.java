package peal.standalone.bench.compare;

import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.function.Supplier;
import peal.broker.BundledBroker;
import peal.standalone.bench.kafka.PlainKafkaMain;
import peal.standalone.bench.kafka.Traffic;

/** The records of Peal's calls, and nothing else, on a bundled broker of its own. */
final class PlainKafkaSide implements Side {
  /** As {@code peal up} has it. */
  private static final List<String> JVM = List.of("-Xmx512m", "-XX:+UseSerialGC");

  private final Path folder;
  private final Supplier<Traffic> traffic;
  private BundledBroker broker;
  private Program program;

  /**
   * A side that does not run yet.
   *
   * @param folder for its data
   * @param traffic the records of a call, known when it is started
   */
  PlainKafkaSide(Path folder, Supplier<Traffic> traffic) {
    this.folder = folder;
    this.traffic = traffic;
  }

  @Override
  public String name() {
    return Goals.KAFKA;
  }

  @Override
  public void start(int calls, Deadline deadline) throws IOException, InterruptedException {
    String records = new JsonMapper().writeValueAsString(traffic.get());
    Files.createDirectories(folder);
    broker = BundledBroker.start(folder.resolve("broker"));
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(JVM);
    command.add("-Dlogback.configurationFile=peal/standalone/logback-quiet.xml");
    command.addAll(List.of("-cp", System.getProperty("java.class.path")));
    command.addAll(List.of(PlainKafkaMain.class.getName(), broker.bootstrapServers(), records));
    program =
        Program.start("plain Kafka", new ProcessBuilder(command), folder.resolve("err"), deadline);
    road(calls, deadline);
  }

  @Override
  public OptionalDouble ingest(int calls, Deadline deadline) throws InterruptedException {
    return OptionalDouble.of(
        program.answer("ingest", calls, deadline).required("seconds").asDouble());
  }

  @Override
  public Road road(int calls, Deadline deadline) throws InterruptedException {
    return program.road(calls, deadline);
  }

  @Override
  public List<ProcessHandle> processes() {
    List<ProcessHandle> all = new ArrayList<>();
    if (program != null) {
      all.addAll(program.processes());
      ProcessHandle.of(broker.pid()).ifPresent(all::add);
    }
    return all;
  }

  @Override
  public Map<String, Object> settings() {
    Map<String, Object> settings = new LinkedHashMap<>();
    settings.put("jvm", JVM);
    settings.put("commits", "dispatch 50 ms, projector 1 s");
    settings.put("records", "as many and as large as " + Goals.PEAL_INSTANT + "'s");
    return settings;
  }

  @Override
  public void close() {
    if (program != null) {
      program.close();
    }
    if (broker != null) {
      broker.close();
    }
  }
}
