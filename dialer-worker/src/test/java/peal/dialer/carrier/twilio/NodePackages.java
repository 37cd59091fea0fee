package peal.dialer.carrier.twilio;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * What Twilio publishes for Node, in {@code target/npm} of the repository: {@code .ci/run} puts it
 * there, and so does {@code deploy/twilio/fetch-for-tests}.
 */
final class NodePackages {
  private static final Path FOLDER = Path.of("target", "npm", "node_modules");

  private NodePackages() {}

  /**
   * The file {@code path} of a package.
   *
   * @param checks how many tests need it, for the reason that is given where it is absent
   */
  static Path file(String path, int checks) {
    Path file = root().resolve(FOLDER).resolve(path);
    String reason =
        "%s is not there, so %d checks against what Twilio publishes were not run: deploy/twilio/fetch-for-tests brings it"
            .formatted(FOLDER.resolve(path), checks);
    if (System.getenv("PEAL_DEMAND_TOOLS") != null) {
      assertThat(file).as(reason).exists();
    }
    assumeTrue(Files.exists(file), reason);
    return file;
  }

  /** Runs {@code script} with Node, with Twilio's client at hand; what it printed, by lines. */
  static List<String> run(Path script, Map<String, String> environment, String... arguments)
      throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(List.of("node", script.toString()));
    command.addAll(Arrays.asList(arguments));
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.environment().put("NODE_PATH", root().resolve(FOLDER).toString());
    builder.environment().putAll(environment);
    Path said = Files.createTempFile("peal-node", ".txt");
    Process process = builder.redirectOutput(said.toFile()).start();
    boolean ended = process.waitFor(3, TimeUnit.MINUTES);
    process.destroyForcibly();
    List<String> lines = Files.readAllLines(said, StandardCharsets.UTF_8);
    Files.delete(said);
    assertThat(ended).as("node ended").isTrue();
    assertThat(process.exitValue()).as("node said:%n%s", String.join("\n", lines)).isZero();
    return lines;
  }

  private static Path root() {
    Path folder = Path.of("").toAbsolutePath();
    while (!Files.exists(folder.resolve(".ci"))) {
      folder = folder.getParent();
    }
    return folder;
  }
}
