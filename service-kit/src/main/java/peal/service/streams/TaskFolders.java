package peal.service.streams;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Notes in the folders of the tasks that this process works on that they were in use, so that one
 * that was away can be told from one that is only old: Streams goes by a folder's time of change,
 * and RocksDB changes what lies below.
 *
 * <p>A folder that was away must not be gone on with. What has been deleted since stands in the
 * changelog for {@link #TOMBSTONES} only; after that it would come back from the folder: calls that
 * ended would ring again, and what was forgotten would be known.
 */
final class TaskFolders implements AutoCloseable {
  /** A folder that was not in use for so long is removed at start, and rebuilt from Kafka. */
  static final Duration OLDEST = Duration.ofHours(12);

  /** How long a changelog tells of what was deleted, at least. */
  static final Duration TOMBSTONES = Duration.ofDays(7);

  private static final Logger LOG = LoggerFactory.getLogger(TaskFolders.class);
  private static final Duration EVERY = Duration.ofMinutes(10);

  private final Path application;
  private final Supplier<Collection<String>> tasks;
  private final Thread thread;

  /**
   * Notes it until this is closed.
   *
   * @param application the folder of the application, in which its tasks have theirs
   * @param tasks the tasks of this process, such as {@code 0_3}
   */
  TaskFolders(Path application, Supplier<Collection<String>> tasks) {
    this.application = application;
    this.tasks = tasks;
    this.thread = Thread.ofVirtual().name("task-folders").start(this::run);
  }

  private void run() {
    try {
      while (true) {
        Thread.sleep(EVERY);
        noteOrTryLater();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void noteOrTryLater() {
    try {
      note(Instant.now());
    } catch (RuntimeException | Error fault) {
      // Thrown on, none would be noted any more, and all would be rebuilt one day.
      LOG.warn("Which tasks are in use cannot be told now; it is tried again.", fault);
    }
  }

  /** Notes it now. */
  void note(Instant now) {
    for (String task : tasks.get()) {
      try {
        Files.setLastModifiedTime(application.resolve(task), FileTime.from(now));
      } catch (NoSuchFileException e) {
        // It is not there yet.
      } catch (IOException e) {
        LOG.warn("{} cannot be marked as in use; it may have to be rebuilt.", task, e);
      }
    }
  }

  /** Notes it for the last time. */
  @Override
  public void close() {
    thread.interrupt();
    note(Instant.now());
  }
}
