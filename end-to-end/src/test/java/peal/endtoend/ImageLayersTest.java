package peal.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** How the image's build tells Peal's own jars from its libraries. */
class ImageLayersTest {
  @TempDir Path folder;

  @ParameterizedTest
  @ValueSource(strings = {"0.1.0-SNAPSHOT", "0.1.0", "1.0.0-rc.1"})
  void ofEveryVersionOwnJarsAndLibrariesAreToldApart(String version) throws Exception {
    Path lib = Files.createDirectories(folder.resolve("standalone/target/lib"));
    for (String module : List.of("standalone", "api-gateway")) {
      Files.createDirectories(folder.resolve(module));
      Files.createFile(folder.resolve(module).resolve("pom.xml"));
      Files.createFile(lib.resolve(module + "-" + version + ".jar"));
    }
    for (String library : List.of("kafka-clients-4.3.1.jar", "jackson-datatype-jdk8-2.20.1.jar")) {
      Files.createFile(lib.resolve(library));
    }

    Process build =
        new ProcessBuilder("sh", "-ec", sorting())
            .directory(folder.toFile())
            .redirectErrorStream(true)
            .start();

    assertThat(build.waitFor(60, TimeUnit.SECONDS)).isTrue();
    assertThat(build.exitValue()).as(new String(build.getInputStream().readAllBytes())).isZero();
    assertThat(names("own"))
        .containsExactlyInAnyOrder(
            "standalone-" + version + ".jar", "api-gateway-" + version + ".jar");
    assertThat(names("libraries")).hasSize(2);
  }

  /** The command of the Dockerfile that does it. */
  private static String sorting() throws IOException {
    String file = Files.readString(Tree.root().resolve("deploy/Dockerfile"));
    int begin = file.indexOf("RUN mkdir own libraries");
    int end = file.indexOf("\n\n", begin);
    return file.substring(begin + "RUN ".length(), end).replace("\\\n", "");
  }

  private List<String> names(String of) throws IOException {
    try (Stream<Path> jars = Files.list(folder.resolve(of))) {
      return jars.map(jar -> jar.getFileName().toString()).collect(Collectors.toList());
    }
  }
}
