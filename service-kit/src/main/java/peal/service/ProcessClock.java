package peal.service;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The time of day as this process knows it: the system's, or that of a host whose clock is wrong,
 * for whoever wants to see what becomes of that. Every service takes its time from here.
 */
public final class ProcessClock {
  /**
   * System property that names a file. As long as the file holds a whole number, so many ms are
   * added to the time, from 0.1 s after it was written; while there is none, nothing.
   */
  public static final String OFFSET_FILE = "peal.clock.offset.file";

  private static final Logger LOG = LoggerFactory.getLogger(ProcessClock.class);
  private static final Duration BETWEEN_LOOKS = Duration.ofMillis(100);
  private static final InstantSource OF_PROCESS = ofProcess(System.getProperty(OFFSET_FILE));

  private ProcessClock() {}

  /** The clock of this process. */
  public static InstantSource ofProcess() {
    return OF_PROCESS;
  }

  private static InstantSource ofProcess(String file) {
    return file == null
        ? InstantSource.system()
        : set(Path.of(file), InstantSource.system(), System::nanoTime);
  }

  /** {@code clock} as {@code file} sets it; looked at by {@code nanos}. */
  static InstantSource set(Path file, InstantSource clock, LongSupplier nanos) {
    return new SetClock(file, clock, nanos);
  }

  private static final class SetClock implements InstantSource {
    private final Path file;
    private final InstantSource clock;
    private final LongSupplier nanos;
    private long lookedAt;
    private long offsetMillis;

    SetClock(Path file, InstantSource clock, LongSupplier nanos) {
      this.file = file;
      this.clock = clock;
      this.nanos = nanos;
      this.lookedAt = nanos.getAsLong() - BETWEEN_LOOKS.toNanos();
    }

    @Override
    public Instant instant() {
      return clock.instant().plusMillis(offset());
    }

    private synchronized long offset() {
      long now = nanos.getAsLong();
      if (now - lookedAt >= BETWEEN_LOOKS.toNanos()) {
        lookedAt = now;
        long read = read();
        if (read != offsetMillis) {
          LOG.warn("The clock is {} ms off, as {} says.", read, file);
          offsetMillis = read;
        }
      }
      return offsetMillis;
    }

    private long read() {
      try {
        return Files.exists(file) ? Long.parseLong(Files.readString(file).strip()) : 0;
      } catch (IOException | NumberFormatException e) {
        // It is just being written, or was just taken away.
        return offsetMillis;
      }
    }
  }
}
