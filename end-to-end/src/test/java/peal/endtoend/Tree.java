package peal.endtoend;

import java.nio.file.Files;
import java.nio.file.Path;

/** The source tree that these tests were built from. */
final class Tree {
  private Tree() {}

  /** The nearest folder above that has the modules. */
  static Path root() {
    Path folder = Path.of("").toAbsolutePath();
    while (folder != null && !Files.exists(folder.resolve("dialing-domain/pom.xml"))) {
      folder = folder.getParent();
    }
    if (folder == null) {
      throw new IllegalStateException("this test runs inside the source tree only");
    }
    return folder;
  }
}
