package peal.standalone.bench.compare;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;
import peal.standalone.bench.Child;

/**
 * Programs of others that a side needs. What is missing is installed where that can be: npm's
 * packages beside the side's own program, the system's packages as root where there is apt-get.
 */
final class Tools {
  private static final Duration INSTALLED_WITHIN = Duration.ofMinutes(3);
  private static final Duration STOP_WITHIN = Duration.ofSeconds(5);

  private final boolean install;
  private final String path;
  private final Consumer<String> say;

  /**
   * Tools of this machine.
   *
   * @param install whether what is missing may be installed
   * @param path folders of programs, as {@code PATH} has them
   * @param say hears what is installed
   */
  Tools(boolean install, String path, Consumer<String> say) {
    this.install = install;
    this.path = path;
    this.say = say;
  }

  /**
   * The Redis server.
   *
   * @throws IllegalStateException when it is missing and cannot be installed
   */
  Path redis(Path folder, Deadline deadline) throws IOException, InterruptedException {
    Optional<Path> found = find("redis-server");
    if (found.isEmpty() && install && find("apt-get").isPresent() && root()) {
      say.accept("installing redis-server");
      ProcessBuilder command =
          new ProcessBuilder("apt-get", "install", "-y", "--no-install-recommends", "redis-server");
      command.environment().put("DEBIAN_FRONTEND", "noninteractive");
      run("apt-get", command, folder, deadline);
      found = find("redis-server");
    }
    return found.orElseThrow(() -> missing("redis-server", "apt-get install redis-server"));
  }

  /**
   * Node, with the packages that {@code program} needs.
   *
   * @param program a folder with a {@code package.json}
   * @throws IllegalStateException when something is missing and cannot be installed
   */
  Path node(Path program, Path folder, Deadline deadline) throws IOException, InterruptedException {
    Path node = find("node").orElseThrow(() -> missing("node", "Node 20 or newer"));
    if (!Files.exists(program.resolve("package.json"))) {
      throw new IllegalStateException(program + " is missing; the benchmark needs the source tree");
    }
    if (!Files.exists(program.resolve("node_modules"))) {
      Path npm = find("npm").orElseThrow(() -> missing("npm", "Node 20 or newer"));
      if (!install) {
        throw missing("what package.json names", "npm install in " + program);
      }
      say.accept("installing what " + program.resolve("package.json") + " names");
      ProcessBuilder command =
          new ProcessBuilder(
              npm.toString(),
              "install",
              "--package-lock=false",
              "--no-audit",
              "--no-fund",
              "--ignore-scripts",
              "--loglevel=error");
      run("npm", command.directory(program.toFile()), folder, deadline);
    }
    return node;
  }

  private static IllegalStateException missing(String what, String remedy) {
    return new IllegalStateException(what + " is missing (" + remedy + ")");
  }

  private static boolean root() {
    return "root".equals(System.getProperty("user.name"));
  }

  private static void run(String name, ProcessBuilder command, Path folder, Deadline deadline)
      throws IOException, InterruptedException {
    try (Child child = Child.start(name, command, folder.resolve(name + ".err"), STOP_WITHIN)) {
      child.awaitSuccess(deadline.within(INSTALLED_WITHIN).left());
    }
  }

  /** Where a program is. */
  Optional<Path> find(String program) {
    return Stream.of(path.split(":"))
        .filter(folder -> !folder.isEmpty())
        .map(folder -> Path.of(folder, program))
        .filter(Files::isExecutable)
        .findFirst();
  }
}
