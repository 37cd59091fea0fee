package peal.broker;

import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Properties;
import kafka.Kafka;
import kafka.tools.StorageTool;

/**
 * The child process: Kafka's own storage tool on first use, then Kafka's own main class.
 *
 * <p>It ends with its parent, whatever ends that ({@link Lifeline}); Kafka then recovers as after a
 * crash.
 */
public final class BrokerMain {
  private BrokerMain() {}

  /**
   * Runs a broker until it is told to end.
   *
   * @param args the settings file and the cluster's id
   */
  public static void main(String[] args) throws IOException {
    Lifeline.hold(System.in);
    String settings = args[0];
    if (!formatted(Path.of(settings))) {
      int code =
          StorageTool.execute(new String[] {"format", "-t", args[1], "-c", settings}, System.out);
      if (code != 0) {
        System.exit(code);
      }
    }
    LeaderlessPartitions.stayKnown();
    Kafka.main(new String[] {settings});
  }

  /** The storage tool writes {@code meta.properties} last, so half a format counts as none. */
  private static boolean formatted(Path settings) throws IOException {
    Properties properties = new Properties();
    try (Reader in = Files.newBufferedReader(settings)) {
      properties.load(in);
    }
    return Files.exists(Path.of(properties.getProperty("log.dirs"), "meta.properties"));
  }
}
