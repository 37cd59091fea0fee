package peal.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import peal.standalone.engine.Engine;
import peal.standalone.engine.EngineOptions;
import peal.standalone.engine.EngineOptions.CarrierPace;

/**
 * The examples of the API's page work as a newcomer types them: all {@code sh} blocks with curl, in
 * order, in one shell, against a whole Peal.
 */
class CurlExamplesTest {
  private static final Pattern BLOCK = Pattern.compile("(?ms)^```sh\n(.*?)^```$");
  private static final String STEP = "== example ";

  @TempDir private Path folder;

  @Test
  @Timeout(900)
  void everyCurlExampleIsAnswered() throws Exception {
    List<String> examples = examples();
    Path script = folder.resolve("examples.sh");
    Files.writeString(script, script(examples));

    try (Engine engine = new Engine(options(), line -> {})) {
      engine.start();
      Path said = folder.resolve("said.txt");
      int code = run(script, said, engine);

      String output = Files.readString(said);
      assertThat(code).as("exit code of the examples, which said:%n%s", output).isZero();
      assertThat(output.lines().filter(line -> line.startsWith(STEP))).hasSameSizeAs(examples);
      assertThat(output)
          .contains("\"valid\":true")
          .contains("You remind Ada of the appointment at 10:30.")
          .containsPattern("(?m)^agent_\\w+$")
          .containsPattern("(?m)^batch_\\w+$")
          .contains("\"totalCalls\":3")
          .contains("\"jobId\":\"call_")
          .contains("\"status\":\"cancelled\"")
          .contains("\"phone_number\":\"+441632960125\"")
          .contains("\"apiKey\":\"peal_");
    }
  }

  private static List<String> examples() {
    String page = Repository.here().read(Path.of("docs/how-to/use-the-api.md"));
    List<String> examples =
        BLOCK
            .matcher(page)
            .results()
            .map((MatchResult found) -> found.group(1))
            .filter(block -> block.contains("curl "))
            .toList();
    assertThat(examples).as("sh blocks with curl").hasSizeGreaterThan(5);
    return examples;
  }

  private static String script(List<String> examples) {
    return examples.stream()
        .map(example -> "echo '" + STEP + "'\n" + example + "echo\n")
        .collect(Collectors.joining("", "set -euo pipefail\n", ""));
  }

  /** In the folder that {@code ./peal up} would have used as it is called there. */
  private EngineOptions options() {
    return new EngineOptions(
        folder.resolve("peal-data"),
        "127.0.0.1",
        0,
        Optional.empty(),
        CarrierPace.FAST,
        Optional.empty(),
        Optional.empty(),
        Map.of());
  }

  private int run(Path script, Path said, Engine engine) throws IOException, InterruptedException {
    ProcessBuilder shell =
        new ProcessBuilder("bash", script.toString())
            .directory(folder.toFile())
            .redirectErrorStream(true)
            .redirectOutput(said.toFile());
    shell.environment().put("PEAL_URL", engine.url().toString());
    shell.environment().put("PEAL_WORKSPACE", engine.secrets().workspace());
    shell.environment().put("PEAL_API_KEY", engine.secrets().apiKey());
    Process process = shell.start();
    try {
      assertThat(process.waitFor(300, TimeUnit.SECONDS))
          .as("the examples ended within a minute; they said:%n%s", Files.readString(said))
          .isTrue();
      return process.exitValue();
    } finally {
      process.destroyForcibly();
    }
  }
}
