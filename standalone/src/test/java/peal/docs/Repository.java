package peal.docs;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The source tree that the documents speak of. */
final class Repository {
  private static final Pattern TYPE =
      Pattern.compile("\\b(?:class|interface|record|enum|@interface) ([A-Z]\\w*)");

  private final Path root;

  private Repository(Path root) {
    this.root = root;
  }

  /** The tree that this test was built from: the nearest folder above with a README and modules. */
  static Repository here() {
    Path folder = Path.of("").toAbsolutePath();
    while (folder != null && !Files.exists(folder.resolve("dialing-domain/pom.xml"))) {
      folder = folder.getParent();
    }
    if (folder == null) {
      throw new IllegalStateException("this test runs inside the source tree only");
    }
    return new Repository(folder);
  }

  Path root() {
    return root;
  }

  /** Every document of people for people, relative to the root. */
  List<Path> documents() {
    return files(".md");
  }

  String read(Path relative) {
    try {
      return Files.readString(root.resolve(relative));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Every source of a test or of the test kit, relative to the root. */
  List<Path> testSources() {
    return files(".java").stream()
        .filter(file -> file.startsWith("testkit") || file.toString().contains("/src/test/"))
        .toList();
  }

  /** Every source that is no test's, relative to the root. */
  List<Path> mainSources() {
    return files(".java").stream().filter(file -> file.toString().contains("/src/main/")).toList();
  }

  /** Simple names of all types, nested ones too, in main and test sources. */
  Set<String> types() {
    return files(".java").stream()
        .flatMap(file -> TYPE.matcher(read(file)).results())
        .map(found -> found.group(1))
        .collect(Collectors.toSet());
  }

  private List<Path> files(String ending) {
    try (Stream<Path> all = Files.walk(root)) {
      return all.filter(file -> file.toString().endsWith(ending))
          .map(root::relativize)
          .filter(Repository::isSource)
          .sorted()
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static boolean isSource(Path relative) {
    for (Path part : relative) {
      if (part.toString().equals("target")
          || part.toString().equals("node_modules")
          || part.toString().startsWith(".")
          || part.toString().startsWith("peal-data")) {
        return false;
      }
    }
    return true;
  }
}
