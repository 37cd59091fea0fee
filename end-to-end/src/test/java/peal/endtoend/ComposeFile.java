package peal.endtoend;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.yaml.snakeyaml.Yaml;

/** {@code docker-compose.yml}, with what it includes by reference, and not with its variables. */
final class ComposeFile {
  private static final Pattern VARIABLE = Pattern.compile("\\$\\{(\\w+)(?::([-?])([^}]*))?}");

  private final Map<String, Map<String, Object>> services;
  private final Map<String, Map<String, Object>> networks;

  private ComposeFile(
      Map<String, Map<String, Object>> services, Map<String, Map<String, Object>> networks) {
    this.services = services;
    this.networks = networks;
  }

  static ComposeFile read() {
    return read("docker-compose.yml");
  }

  /** One that is laid over it, by its path in the repository. */
  static ComposeFile read(String path) {
    try {
      Map<String, Map<String, Map<String, Object>>> file =
          new Yaml().load(Files.readString(Tree.root().resolve(path)));
      return new ComposeFile(file.get("services"), file.get("networks"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Every service by name, as written. */
  Map<String, Map<String, Object>> services() {
    return services;
  }

  /** Those that run Peal's own image. */
  Map<String, Map<String, Object>> ofPeal() {
    Map<String, Map<String, Object>> own = new LinkedHashMap<>();
    services.forEach((name, service) -> {
      if (((String) service.get("image")).startsWith("peal:")) {
        own.put(name, service);
      }
    });
    return own;
  }

  /** A service's environment with variables taken from {@code secrets}. */
  static Map<String, String> environment(Map<String, Object> service, Map<String, String> secrets) {
    Map<String, String> environment = new LinkedHashMap<>();
    raw(service)
        .forEach((name, value) -> environment.put(name, filled(String.valueOf(value), secrets)));
    return environment;
  }

  /** A service's environment as written. */
  @SuppressWarnings("unchecked")
  static Map<String, Object> raw(Map<String, Object> service) {
    return (Map<String, Object>) service.getOrDefault("environment", Map.of());
  }

  /** The networks of a service. */
  Set<String> networksOf(String service) {
    Object named = services.get(service).get("networks");
    Set<String> all = new TreeSet<>();
    (named instanceof Map<?, ?> map ? map.keySet() : (List<?>) named)
        .forEach(name -> all.add(name.toString()));
    return all;
  }

  /** Networks from which no way leads out. */
  Set<String> internalNetworks() {
    return networks.keySet().stream()
        .filter(name -> Boolean.TRUE.equals(networks.get(name).get("internal")))
        .collect(Collectors.toSet());
  }

  /** A service's command. */
  @SuppressWarnings("unchecked")
  static List<String> command(Map<String, Object> service) {
    return (List<String>) service.get("command");
  }

  /** The name that a service shares with its twins on the inner network, if it has one. */
  static Optional<String> alias(Map<String, Object> service) {
    if (service.get("networks") instanceof Map<?, ?> networks
        && networks.get("inside") instanceof Map<?, ?> inside
        && inside.get("aliases") instanceof List<?> aliases) {
      return Optional.of((String) aliases.getFirst());
    }
    return Optional.empty();
  }

  private static String filled(String value, Map<String, String> secrets) {
    return VARIABLE
        .matcher(value)
        .replaceAll(found -> {
          String given = secrets.get(found.group(1));
          if (given == null && !"-".equals(found.group(2))) {
            throw new IllegalArgumentException(found.group(1) + " has no value");
          }
          return Matcher.quoteReplacement(given == null ? found.group(3) : given);
        });
  }
}
