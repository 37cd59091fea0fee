package peal.endtoend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * A program of the operating system that checks what operators are given.
 *
 * @param name its name on the path
 * @param debianPackage what brings it
 */
record OperatorTool(String name, String debianPackage) {
  /** Set by {@code .ci/run}, which installs them: then a missing tool is a failure. */
  private static final String DEMANDED = "PEAL_DEMAND_TOOLS";

  /** Skips the test where it is missing, or fails it where it is demanded. */
  OperatorTool orSkip() {
    String reason =
        "%s is not installed (Debian: apt-get install %s)".formatted(name, debianPackage);
    if (System.getenv(DEMANDED) != null) {
      assertThat(installed()).as(reason).isTrue();
    }
    assumeThat(installed()).as(reason).isTrue();
    return this;
  }

  private boolean installed() {
    return Arrays.stream(System.getenv().getOrDefault("PATH", "").split(File.pathSeparator))
        .map(folder -> Path.of(folder, name))
        .anyMatch(Files::isExecutable);
  }

  /** Runs it to its end, in {@code folder}, at most a minute; what it said must be no complaint. */
  void approves(Path folder, List<String> settings, String... arguments) {
    ProcessBuilder builder = new ProcessBuilder(command(arguments)).directory(folder.toFile());
    settings.forEach(
        setting -> builder.environment().put(setting.split("=", 2)[0], setting.split("=", 2)[1]));
    try {
      Path said = Files.createTempFile("peal-" + name, ".txt");
      Process process = builder.redirectErrorStream(true).redirectOutput(said.toFile()).start();
      boolean ended = process.waitFor(10, TimeUnit.MINUTES);
      process.destroyForcibly();
      String words = Files.readString(said, StandardCharsets.UTF_8);
      Files.delete(said);
      assertThat(ended).as("%s ended", name).isTrue();
      assertThat(process.exitValue()).as("exit code of %s, which said:%n%s", name, words).isZero();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", e);
    }
  }

  /** Starts it in {@code folder} and does not wait; it ends with this JVM at the latest. */
  Process start(Path folder, String... arguments) {
    try {
      Process process =
          new ProcessBuilder(command(arguments))
              .directory(folder.toFile())
              .redirectErrorStream(true)
              .redirectOutput(folder.resolve(name + ".log").toFile())
              .start();
      Runtime.getRuntime().addShutdownHook(new Thread(process::destroyForcibly));
      return process;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private List<String> command(String... arguments) {
    String[] command = new String[arguments.length + 1];
    command[0] = name;
    System.arraycopy(arguments, 0, command, 1, arguments.length);
    return List.of(command);
  }
}
