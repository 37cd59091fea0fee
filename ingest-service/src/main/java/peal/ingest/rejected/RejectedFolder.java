package peal.ingest.rejected;

import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import peal.domain.BatchId;
import peal.domain.PhoneNumber;
import peal.domain.WorkspaceId;
import peal.ingest.batch.LeftOutRows;
import peal.ingest.csv.Header;
import peal.ingest.csv.Problem;
import peal.service.Ids;

/**
 * The folder with the left-out rows of batches, a packed file each: {@code workspace.batch.csv.gz}.
 * It has a bound, of which one workspace has a quarter; what is beyond that, or fails, is not kept,
 * and an empty file says so. Thread-safe; several processes may share the folder.
 */
public final class RejectedFolder implements LeftOutRows {
  private static final Logger LOG = LoggerFactory.getLogger(RejectedFolder.class);
  private static final String KEPT = ".csv.gz";
  private static final String UNFINISHED = ".part";

  /** Of the folder one workspace may have this part. */
  private static final int SHARE = 4;

  /** No upload is worked on for as long. */
  private static final Duration UNDER_WAY = Duration.ofHours(1);

  private final Path folder;
  private final long most;
  private final Ids ids;
  private final AtomicLong unkept = new AtomicLong();

  /** As the other constructor, for files that go with their batches alone. */
  public RejectedFolder(Path folder, long most, Ids ids, InstantSource clock) throws IOException {
    this(folder, most, Duration.ofDays(100 * 365), ids, clock);
  }

  /**
   * Creates {@code folder} where it is missing, and wipes what a process that died has not
   * finished, and what is so old that its batch must have been forgotten while this was away.
   *
   * @param most bytes that all files may have
   * @param longest that a batch is remembered after its start
   */
  public RejectedFolder(Path folder, long most, Duration longest, Ids ids, InstantSource clock)
      throws IOException {
    this.folder = folder;
    this.most = most;
    this.ids = ids;
    Files.createDirectories(folder);
    wipe("*" + UNFINISHED, clock.instant().minus(UNDER_WAY));
    wipe("*" + KEPT, clock.instant().minus(longest));
  }

  private void wipe(String which, Instant before) throws IOException {
    try (DirectoryStream<Path> files = Files.newDirectoryStream(folder, which)) {
      for (Path file : files) {
        if (Files.getLastModifiedTime(file).toInstant().isBefore(before)) {
          Files.deleteIfExists(file);
        }
      }
    }
  }

  /** Bytes of all files; negative where nobody can tell. */
  public long bytes() {
    return bytes("*");
  }

  private long bytes(String which) {
    long bytes = 0;
    try (DirectoryStream<Path> files = Files.newDirectoryStream(folder, which)) {
      for (Path file : files) {
        bytes += size(file);
      }
    } catch (IOException e) {
      return -1;
    }
    return bytes;
  }

  private static long size(Path file) throws IOException {
    try {
      return Files.size(file);
    } catch (NoSuchFileException e) {
      // It went while the folder was looked through.
      return 0;
    }
  }

  /** How often rows were not kept, for want of room or because the disk failed. */
  public long unkept() {
    return unkept.get();
  }

  /** The file of a batch, if some of its rows were left out and this process has them. */
  public Optional<Path> file(WorkspaceId workspace, BatchId batch) {
    return Optional.of(path(workspace, batch)).filter(Files::isRegularFile);
  }

  private Path path(WorkspaceId workspace, BatchId batch) {
    return folder.resolve(workspace + "." + batch + KEPT);
  }

  /** Deletes the file of a batch that is forgotten; there need not be one. */
  public void forget(WorkspaceId workspace, BatchId batch) {
    try {
      Files.deleteIfExists(path(workspace, batch));
    } catch (IOException e) {
      LOG.error("The left-out rows of {} cannot be deleted: {}", batch, e.getMessage());
    }
  }

  /** When the oldest of the files was written. */
  public Optional<Instant> oldest() throws IOException {
    Instant oldest = null;
    try (DirectoryStream<Path> files = Files.newDirectoryStream(folder, "*" + KEPT)) {
      for (Path file : files) {
        Instant written = Files.getLastModifiedTime(file).toInstant();
        oldest = oldest == null || written.isBefore(oldest) ? written : oldest;
      }
    }
    return Optional.ofNullable(oldest);
  }

  @Override
  public Taking begin(WorkspaceId workspace) {
    return new File(workspace);
  }

  private final class File implements Taking {
    private final WorkspaceId workspace;
    private final Path unfinished;
    private List<String> titles = List.of();
    private RejectedCsv csv;
    private boolean failed;

    File(WorkspaceId workspace) {
      this.workspace = workspace;
      this.unfinished = folder.resolve(workspace + "." + ids.next() + UNFINISHED);
    }

    @Override
    public void header(List<String> found) {
      titles = found;
    }

    @Override
    public void row(
        long row, Header header, List<String> cells, PhoneNumber number, boolean dialed) {}

    @Override
    public void leftOut(long row, List<String> cells, Problem why) {
      if (failed) {
        return;
      }
      try {
        if (csv == null) {
          csv = new RejectedCsv(new Bounded(unfinished, workspace));
          csv.header(titles);
        }
        csv.leftOut(row, cells, why);
      } catch (IOException | UncheckedIOException e) {
        fails(e);
      }
    }

    private void fails(Exception e) {
      failed = true;
      unkept.incrementAndGet();
      LOG.warn("The left-out rows of a file of {} are not kept: {}", workspace, e.getMessage());
    }

    @Override
    public void keepFor(BatchId batch) {
      if (csv == null && !failed) {
        return;
      }
      finish();
      try {
        if (failed) {
          Files.deleteIfExists(unfinished);
          Files.createFile(path(workspace, batch));
        } else {
          Files.move(unfinished, path(workspace, batch), StandardCopyOption.ATOMIC_MOVE);
        }
      } catch (IOException e) {
        fails(e);
      }
    }

    private void finish() {
      if (csv == null) {
        return;
      }
      try {
        csv.close();
      } catch (IOException | UncheckedIOException e) {
        if (!failed) {
          fails(e);
        }
      }
      csv = null;
    }

    @Override
    public void drop(BatchId batch) {
      forget(workspace, batch);
    }

    @Override
    public void close() {
      finish();
      try {
        Files.deleteIfExists(unfinished);
      } catch (IOException e) {
        LOG.error("Left-out rows of {} cannot be deleted: {}", workspace, e.getMessage());
      }
    }
  }

  /** A file that ends with an error where the folder is full, or its workspace has its share. */
  private final class Bounded extends FilterOutputStream {
    private final long others = bytes();
    private final long own;
    private long written;

    Bounded(Path file, WorkspaceId workspace) throws IOException {
      super(Files.newOutputStream(file, StandardOpenOption.CREATE_NEW));
      this.own = bytes(workspace + ".*");
    }

    @Override
    public void write(byte[] block, int from, int count) throws IOException {
      written += count;
      if (others + written > most) {
        throw new IOException(
            "the folder PEAL_REJECTED_DIR has the %,d bytes it may have".formatted(most));
      }
      if (own + written > most / SHARE) {
        throw new IOException(
            "the workspace has the %,d bytes that one may have of the folder PEAL_REJECTED_DIR"
                .formatted(most / SHARE));
      }
      out.write(block, from, count);
    }

    @Override
    public void write(int octet) throws IOException {
      write(new byte[] {(byte) octet}, 0, 1);
    }
  }
}
