package peal.broker;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** How the JVM of a child process runs that has few cores, is started often, and must not pause. */
public final class SmallJvm {
  /**
   * One collector thread and the quick compiler only. With that compiler the room for code is 48 MB
   * by default, and each seventh of it that fills costs a full collection: 200 ms, twice in the
   * first ten seconds. 240 MB are what a JVM with both compilers sets aside; unused, they cost
   * nothing. Memory in large pages, where the system gives them to whom asks: the first touch of
   * each small one makes the first collections last 100 ms.
   */
  public static final List<String> OPTIONS = options();

  private SmallJvm() {}

  private static List<String> options() {
    List<String> options =
        new ArrayList<>(
            List.of(
                "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-XX:ReservedCodeCacheSize=240m"));
    if (hugePages()) {
      options.add("-XX:+UseTransparentHugePages");
    }
    return List.copyOf(options);
  }

  /** Elsewhere the JVM does not know the option, and does not start with it. */
  private static boolean hugePages() {
    try {
      return Files.readString(Path.of("/sys/kernel/mm/transparent_hugepage/enabled"))
          .contains("[madvise]");
    } catch (IOException e) {
      return false;
    }
  }
}
