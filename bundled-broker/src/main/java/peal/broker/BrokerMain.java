package peal.broker;

import java.io.IOException;
import java.io.InputStream;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Properties;
import kafka.Kafka;
import kafka.tools.StorageTool;

/**
 * The child process: Kafka's own storage tool on first use, then Kafka's own main class.
 *
 * <p>It ends with its parent, whatever ends that: the parent holds the other end of standard input,
 * and the operating system closes it. The child then halts at once instead of stopping in order, so
 * that its ports and its folder are free for the next start; Kafka recovers as after a crash.
 */
public final class BrokerMain {
  private BrokerMain() {}

  /**
   * Runs a broker until it is told to end.
   *
   * @param args the settings file and the cluster's id
   */
  public static void main(String[] args) throws IOException {
    endWithParent(System.in);
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

  private static void endWithParent(InputStream parent) {
    Thread.ofPlatform()
        .daemon()
        .name("ends-with-parent")
        .start(() -> {
          try {
            while (parent.read() >= 0) {
              // Nothing is ever said here; only the end counts.
            }
          } catch (IOException e) {
            // A broken pipe means the same as its end.
          }
          Runtime.getRuntime().halt(143);
        });
  }
}
