package peal.standalone.bench;

import java.nio.file.Path;
import java.util.Optional;

/** The script {@code peal}, which benchmarks start as a user does. */
public final class Launcher {
  private Launcher() {}

  /**
   * Where it is.
   *
   * @throws IllegalStateException when this process was not started by it
   */
  public static Path path() {
    return Optional.ofNullable(System.getProperty("peal.launcher"))
        .map(Path::of)
        .orElseThrow(() ->
            new IllegalStateException(
                "what is measured is ./peal; run the benchmark with it, too"));
  }
}
