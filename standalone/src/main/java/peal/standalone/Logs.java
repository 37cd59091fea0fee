package peal.standalone;

import java.nio.file.Path;
import java.util.Locale;
import java.util.Set;

/**
 * Where this process's log goes. Decided before the first logger is made, since logback reads its
 * file once; after that nothing here has an effect.
 */
public final class Logs {
  private static final String FILE = "logback.configurationFile";

  /** Read by logback's files: a property of this name goes before the variable. */
  private static final String FORMAT = "PEAL_LOG_FORMAT";

  private static final Set<String> FORMATS = Set.of("text", "json");

  private Logs() {}

  /** Into {@code file}, with faults on standard error too: for a terminal that shows a summary. */
  public static void toFile(Path file) {
    System.setProperty("peal.log", file.toAbsolutePath().toString());
    choose("peal/standalone/logback-file.xml");
  }

  /**
   * To standard error: for a service in a container. {@code PEAL_LOG_FORMAT} is text or json.
   *
   * @throws IllegalArgumentException when it is something else; logback would be silent for ever
   */
  public static void toConsole() {
    String given = System.getenv().getOrDefault(FORMAT, "").strip();
    String format = given.isEmpty() ? "text" : given.toLowerCase(Locale.ROOT);
    if (!FORMATS.contains(format)) {
      throw new IllegalArgumentException(FORMAT + " must be text or json, but is " + given);
    }
    System.setProperty(FORMAT, format);
    choose("peal/standalone/logback-console.xml");
  }

  /** Nowhere but for faults: for a command that speaks for itself. */
  public static void quiet() {
    choose("peal/standalone/logback-quiet.xml");
  }

  private static void choose(String configuration) {
    if (System.getProperty(FILE) == null) {
      System.setProperty(FILE, configuration);
    }
  }
}
