package peal.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** What the launcher tells the JVM, which here is a script that says what it was told. */
@DisabledOnOs(value = OS.WINDOWS, disabledReason = "the launcher is a shell script")
@Timeout(60)
class LauncherTest {
  private static final Path LAUNCHER = Path.of("..", "peal");

  @TempDir Path folder;
  private Path lib;

  @BeforeEach
  void install() throws IOException {
    Files.copy(LAUNCHER, folder.resolve("peal"));
    lib = Files.createDirectories(folder.resolve("lib"));
    Path java = Files.createDirectories(folder.resolve("jdk/bin")).resolve("java");
    Files.writeString(java, "#!/usr/bin/env bash\nprintf '%s\\n' \"$@\"\n");
    assertThat(java.toFile().setExecutable(true)).isTrue();
    Files.writeString(
        folder.resolve("jdk/release"),
        "JAVA_VERSION=\"25.0.3\"\nJAVA_RUNTIME_VERSION=\"25.0.3+9\"\n");
  }

  /** A JVM does not start with an option for archives that it is not told to know. */
  @Test
  void withoutAnArchiveNothingIsSaidOfArchives() throws Exception {
    assertThat(told("up")).contains("up").noneMatch(option -> option.contains("AOT"));
    assertThat(told("run", "gateway")).noneMatch(option -> option.contains("AOT"));
  }

  @Test
  void anArchiveIsUsedWithoutCompilingItsMethodsAtOnce() throws Exception {
    Files.createFile(lib.resolve("engine-25.0.3+9.aot"));

    assertThat(told("up"))
        .containsSubsequence("-XX:+UnlockDiagnosticVMOptions", "-XX:-AOTReplayTraining")
        .anyMatch(option -> option.startsWith("-XX:AOTCache=") && option.endsWith("3+9.aot"));
  }

  @Test
  void aCommandOfAMomentUsesTheQuickCompilerAlone() throws Exception {
    assertThat(told("watch")).contains("-XX:TieredStopAtLevel=1");
    assertThat(told("up")).doesNotContain("-XX:TieredStopAtLevel=1");
  }

  private List<String> told(String... arguments) throws Exception {
    ProcessBuilder command = new ProcessBuilder(folder.resolve("peal").toString());
    command.command().addAll(List.of(arguments));
    command.environment().put("JAVA_HOME", folder.resolve("jdk").toString());
    command.redirectErrorStream(true);
    Process launcher = command.start();
    String said = new String(launcher.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(launcher.waitFor()).as(said).isZero();
    return said.lines().toList();
  }
}
