package peal.endtoend;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.yaml.snakeyaml.Yaml;

/** What {@code deploy/kubernetes} describes. */
final class Manifests {
  private static final Path FOLDER = Tree.root().resolve("deploy/kubernetes");

  private Manifests() {}

  /** The kustomization itself. */
  static Map<String, Object> kustomization() {
    return one(FOLDER.resolve("kustomization.yaml"));
  }

  /** Every file beside it. */
  static List<String> files() {
    try (Stream<Path> files = Files.list(FOLDER)) {
      return files
          .map(file -> file.getFileName().toString())
          .filter(name -> name.endsWith(".yaml") && !name.equals("kustomization.yaml"))
          .sorted()
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Every object of {@code file}. */
  static List<Map<String, Object>> objects(String file) {
    List<Map<String, Object>> objects = new ArrayList<>();
    for (Object each : new Yaml().loadAll(text(FOLDER.resolve(file)))) {
      @SuppressWarnings("unchecked")
      Map<String, Object> object = (Map<String, Object>) each;
      objects.add(object);
    }
    return objects;
  }

  /** Every object of every file. */
  static List<Map<String, Object>> objects() {
    return files().stream().flatMap(file -> objects(file).stream()).toList();
  }

  /** Every pod that a Deployment or a StatefulSet would make: its one container. */
  static List<Map<String, Object>> containers() {
    return workloads().stream()
        .map(object -> list(at(object, "spec", "template", "spec", "containers")).getFirst())
        .toList();
  }

  /** Deployments and StatefulSets. */
  static List<Map<String, Object>> workloads() {
    return objects().stream()
        .filter(object -> List.of("Deployment", "StatefulSet").contains(object.get("kind")))
        .toList();
  }

  /** What lies at {@code path} of {@code object}; null where there is nothing. */
  static Object at(Map<String, Object> object, String... path) {
    Object found = object;
    for (String step : path) {
      found = found instanceof Map<?, ?> map ? map.get(step) : null;
    }
    return found;
  }

  @SuppressWarnings("unchecked")
  static List<Map<String, Object>> list(Object value) {
    return value == null ? List.of() : (List<Map<String, Object>>) value;
  }

  private static Map<String, Object> one(Path file) {
    return new Yaml().load(text(file));
  }

  private static String text(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
