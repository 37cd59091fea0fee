package peal.standalone;

import java.nio.file.Path;

/**
 * Where this process's log goes. Decided before the first logger is made, since logback reads its
 * file once; after that nothing here has an effect.
 */
public final class Logs {
  private static final String FILE = "logback.configurationFile";

  private Logs() {}

  /** Into {@code file}, with faults on standard error too: for a terminal that shows a summary. */
  public static void toFile(Path file) {
    System.setProperty("peal.log", file.toAbsolutePath().toString());
    choose("peal/standalone/logback-file.xml");
  }

  /** To standard error: for a service in a container. */
  public static void toConsole() {
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
