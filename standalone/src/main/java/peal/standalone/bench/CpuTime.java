package peal.standalone.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collection;

/** CPU time of processes. */
public final class CpuTime {
  /** Linux tells user space of hundredths of a second, whatever its own clock does. */
  private static final long NANOS_PER_TICK = 10_000_000;

  private static final int USER = 11;
  private static final int CHILDREN_SYSTEM = 14;

  private CpuTime() {}

  /**
   * What the processes have used since they began, ns, with their children that have ended; those
   * that still run count only where they are named themselves. A process that is gone counts
   * nothing.
   */
  public static long nanos(Collection<ProcessHandle> processes) {
    return processes.stream().mapToLong(CpuTime::nanos).sum();
  }

  private static long nanos(ProcessHandle process) {
    try {
      return nanos(Files.readString(Path.of("/proc", Long.toString(process.pid()), "stat")));
    } catch (IOException e) {
      // It has ended, or the system has no such files.
      return process.info().totalCpuDuration().map(Duration::toNanos).orElse(0L);
    }
  }

  /** What a line of {@code /proc/PID/stat} tells; the name in it may hold blanks and brackets. */
  static long nanos(String stat) {
    String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ");
    long ticks = 0;
    for (int field = USER; field <= CHILDREN_SYSTEM; field++) {
      ticks += Long.parseLong(fields[field]);
    }
    return ticks * NANOS_PER_TICK;
  }
}
