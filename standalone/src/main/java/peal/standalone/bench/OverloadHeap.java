package peal.standalone.bench;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The heap of another JVM, as the JDK's own tool and its command line tell. */
final class OverloadHeap {
  private static final Pattern GENERATION = Pattern.compile("\\btotal (\\d+)K, used \\d+K");
  private static final Pattern LONGEST = Pattern.compile("-Xmx(\\d+)([mMgG])");

  private OverloadHeap() {}

  /**
   * What process {@code pid} has taken from the system and may take, as the peak of {@code name}.
   * Costs a short-lived JVM, so it is asked once, at the end of a load: a heap hardly shrinks.
   */
  static ProcessPeak of(String name, long pid) throws InterruptedException {
    return new ProcessPeak(name, -1, -1, taken(info(pid)), longest(commandLine(pid)));
  }

  private static String info(long pid) throws InterruptedException {
    Path tool = Path.of(System.getProperty("java.home"), "bin", "jcmd");
    try {
      Process asked =
          new ProcessBuilder(tool.toString(), Long.toString(pid), "GC.heap_info")
              .redirectErrorStream(true)
              .start();
      String said = new String(asked.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      asked.waitFor();
      return said;
    } catch (IOException e) {
      // No JDK, or it has just ended.
      return "";
    }
  }

  /** The command line of a process with blanks between its words; empty when it has ended. */
  static String commandLine(long pid) {
    try {
      return Files.readString(Path.of("/proc", Long.toString(pid), "cmdline")).replace('\0', ' ');
    } catch (IOException e) {
      return "";
    }
  }

  /** MiB of all generations in {@code info}, or -1 where it names none. */
  static long taken(String info) {
    long kilobytes =
        GENERATION.matcher(info).results().mapToLong(it -> Long.parseLong(it.group(1))).sum();
    return kilobytes == 0 ? -1 : kilobytes / 1_024;
  }

  /** MiB of {@code -Xmx} in {@code commandLine}, the last one that it has; -1 where it has none. */
  static long longest(String commandLine) {
    Matcher option = LONGEST.matcher(commandLine);
    long megabytes = -1;
    while (option.find()) {
      long number = Long.parseLong(option.group(1));
      megabytes = option.group(2).equalsIgnoreCase("g") ? 1_024 * number : number;
    }
    return megabytes;
  }
}
