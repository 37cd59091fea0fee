package peal.broker;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ClassArchiveTest {
  /** A program in Kafka's own jars: it prints the settings of a producer. */
  private static final String PROGRAM = "org.apache.kafka.clients.producer.ProducerConfig";

  private static final int FEATURE = Runtime.version().feature();

  @TempDir Path folder;

  @Test
  void whatIsWrongWithAnArchiveCostsSpeedAndNeverAStart() throws Exception {
    // given
    run(ClassArchive.options(folder.resolve("program"), FEATURE, true));
    Path archive = onlyFile();
    byte[] good = Files.readAllBytes(archive);
    assertThat(run(options())).contains("acks");

    // when, then
    for (Map.Entry<String, byte[]> broken : broken(good).entrySet()) {
      Files.write(archive, broken.getValue());
      assertThat(run(options())).as(broken.getKey()).contains("acks");
    }
  }

  @Test
  void withoutAFolderThereIsNoArchive() {
    assertThat(ClassArchive.options(folder.resolve("none").resolve("program"), FEATURE, false))
        .isEmpty();
  }

  @Test
  void aRuntimeThatHasNoProfilesWritesItsArchiveAtTheFirstStop() {
    assertThat(ClassArchive.options(folder.resolve("program"), 21, false))
        .contains(
            "-XX:+AutoCreateSharedArchive",
            "-XX:SharedArchiveFile=" + folder.resolve("program.jsa"));
  }

  private static Map<String, byte[]> broken(byte[] good) {
    Map<String, byte[]> broken = new TreeMap<>();
    broken.put("empty", new byte[0]);
    broken.put("cut", Arrays.copyOf(good, good.length / 2));
    broken.put("no archive at all", "hello".getBytes(StandardCharsets.UTF_8));
    broken.put("another runtime's", anothers(good));
    for (int part = 1; part < 8; part++) {
      byte[] flipped = good.clone();
      int from = good.length / 8 * part;
      Arrays.fill(flipped, from, from + 4_096, (byte) 0x5a);
      broken.put("garbage after " + part + "/8", flipped);
    }
    return broken;
  }

  /** The archive's head says which runtime wrote it. */
  private static byte[] anothers(byte[] good) {
    String head = new String(good, 0, 4_096, StandardCharsets.ISO_8859_1);
    int at = head.indexOf(System.getProperty("java.vm.version"));
    assertThat(at).as("where the runtime's version stands").isPositive();
    byte[] other = good.clone();
    other[at] = '9';
    return other;
  }

  private List<String> options() {
    return ClassArchive.options(folder.resolve("program"), FEATURE, false);
  }

  private Path onlyFile() throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files
          .reduce((one, two) -> {
            throw new AssertionError("both " + one + " and " + two);
          })
          .orElseThrow();
    }
  }

  /** What the program says; it must end in order. */
  private static String run(List<String> options) throws Exception {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(options);
    command.addAll(List.of("-cp", jars(), PROGRAM));
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor(120, TimeUnit.SECONDS)).isTrue();
    assertThat(process.exitValue()).as(said).isZero();
    return said;
  }

  /** Archives take classes of jars only. */
  private static String jars() {
    return Arrays.stream(System.getProperty("java.class.path").split(java.io.File.pathSeparator))
        .filter(path -> path.endsWith(".jar"))
        .collect(Collectors.joining(java.io.File.pathSeparator));
  }
}
