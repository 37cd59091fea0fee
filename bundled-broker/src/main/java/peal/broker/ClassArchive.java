package peal.broker;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * JVM options by which a child process takes its classes, loaded and linked before, from an archive
 * instead of from jars: most of the time of a start goes there.
 *
 * <p>The launcher names the folder of archives ({@code -Dpeal.archives}); without it there are
 * none. An archive is named by the process and the Java runtime. The JVM itself compares it with
 * its version and its class path and verifies its sums; one that does not fit or is broken is left
 * alone, and the classes come from the jars.
 */
public final class ClassArchive {
  /** The first release that writes its cache in one step, with the profiles of what ran. */
  private static final int WITH_PROFILES = 25;

  private static final String FOLDER = "peal.archives";
  private static final String RECORD = "peal.archives.record";

  /**
   * Sums are compared, or a broken archive would crash the JVM. It is mapped where it was made for:
   * at a random address each of its pointers would have to be changed, for half a second of
   * processor time.
   */
  private static final List<String> HOW =
      List.of(
          "-XX:+VerifySharedSpaces",
          "-XX:+UnlockDiagnosticVMOptions",
          "-XX:ArchiveRelocationMode=0");

  private ClassArchive() {}

  /** Whether this run is made to write archives, so that processes need longer to end. */
  public static boolean recording() {
    return Boolean.getBoolean(RECORD);
  }

  /**
   * Options for a JVM that runs {@code process} on this Java runtime.
   *
   * @param process a word for its file's name, such as {@code broker}
   */
  public static List<String> options(String process) {
    String folder = System.getProperty(FOLDER);
    return folder == null
        ? List.of()
        : options(
            Path.of(folder).resolve(process + "-" + System.getProperty("java.runtime.version")),
            Runtime.version().feature(),
            recording());
  }

  /** As the other; {@code name} is the archive's path without its ending. */
  static List<String> options(Path name, int feature, boolean recording) {
    Path cache = name.resolveSibling(name.getFileName() + ".aot");
    if (feature >= WITH_PROFILES && recording) {
      return List.of("-XX:AOTCacheOutput=" + cache, "-Xlog:aot*=off");
    }
    if (feature >= WITH_PROFILES && Files.exists(cache)) {
      return with("-XX:AOTCache=" + cache, "-Xlog:aot*=off");
    }
    if (!Files.isWritable(name.toAbsolutePath().getParent())) {
      return List.of();
    }
    // Written at the first stop, and again when it does not fit any more.
    return with(
        "-XX:+AutoCreateSharedArchive",
        "-XX:SharedArchiveFile=" + name.resolveSibling(name.getFileName() + ".jsa"),
        "-Xshare:auto",
        "-Xlog:cds=off",
        "-Xlog:cds*=off");
  }

  private static List<String> with(String... options) {
    return Stream.concat(Stream.of(options), HOW.stream()).toList();
  }
}
