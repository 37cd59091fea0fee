package peal.ingest.rejected;

import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
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
import peal.ingest.rejected.KeptFiles.Taken;
import peal.service.Ids;

/**
 * The folder with the left-out rows of batches, a packed file each: {@code workspace.batch.csv.gz}.
 * It has a bound, of which one workspace has a quarter; what is beyond that, or fails, is not kept,
 * and an empty file says so, unless there are too many files. Thread-safe; several processes may
 * share the folder.
 */
public final class RejectedFolder implements LeftOutRows {
  private static final Logger LOG = LoggerFactory.getLogger(RejectedFolder.class);
  private static final String KEPT = ".csv.gz";
  private static final String UNFINISHED = ".part";

  /** Those that only say that rows were not kept take no bytes, but are looked through, too. */
  private static final int MOST_FILES = 100_000;

  /** No upload is worked on for as long. */
  private static final Duration UNDER_WAY = Duration.ofHours(1);

  private final Path folder;
  private final KeptFiles kept;
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
    this(folder, new KeptFiles(KeptFiles.of(folder), most, MOST_FILES, clock), longest, ids, clock);
  }

  RejectedFolder(Path folder, KeptFiles kept, Duration longest, Ids ids, InstantSource clock)
      throws IOException {
    this.folder = folder;
    this.kept = kept;
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

  /** Bytes of all files, as {@link KeptFiles} counts them; negative where nobody can tell. */
  public long bytes() {
    return kept.bytes();
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
    Path file = path(workspace, batch);
    try {
      long bytes = Files.size(file);
      if (Files.deleteIfExists(file)) {
        kept.giveBack(workspace, new Taken(bytes, 1));
      }
    } catch (NoSuchFileException e) {
      // No row was left out, or another process was quicker.
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
  public boolean keeps(WorkspaceId workspace, BatchId batch, long first, long last)
      throws IOException {
    Optional<Path> file = file(workspace, batch);
    return file.isPresent() && new RejectedParts(file.get()).hasAny(first, last);
  }

  @Override
  public Taking begin(WorkspaceId workspace) {
    return new File(workspace);
  }

  private final class File implements Taking {
    private final WorkspaceId workspace;
    private final Path unfinished;
    private List<String> titles = List.of();
    private Bounded out;
    private RejectedCsv csv;
    private boolean failed;
    private Taken taken = Taken.NOTHING;

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
          take(0, 1);
          out = new Bounded(this);
          csv = new RejectedCsv(out);
          csv.header(titles);
        }
        csv.leftOut(row, cells, why);
      } catch (IOException | UncheckedIOException e) {
        fails(e);
      }
    }

    private void take(int bytes, int files) throws IOException {
      Taken more = new Taken(bytes, files);
      kept.take(workspace, more);
      taken = taken.plus(more);
    }

    private void giveBack(Taken less) {
      kept.giveBack(workspace, less);
      taken = taken.minus(less);
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
        Path file = path(workspace, batch);
        if (Files.exists(file)) {
          behind(file);
        } else if (!failed) {
          Files.move(unfinished, file, StandardCopyOption.ATOMIC_MOVE);
          taken = Taken.NOTHING;
        } else if (taken.files() > 0) {
          Files.deleteIfExists(unfinished);
          giveBack(new Taken(taken.bytes(), 0));
          Files.createFile(file);
          taken = Taken.NOTHING;
        }
      } catch (IOException e) {
        fails(e);
      }
    }

    /** Behind those of before. An empty file goes on saying that some were not kept. */
    private void behind(Path file) throws IOException {
      if (failed || Files.size(file) == 0) {
        return;
      }
      Path both = unfinished.resolveSibling(unfinished.getFileName() + "2" + UNFINISHED);
      try {
        try (OutputStream out = Files.newOutputStream(both, StandardOpenOption.CREATE_NEW)) {
          Files.copy(file, out);
          Files.copy(unfinished, out);
        }
        Files.move(both, file, StandardCopyOption.ATOMIC_MOVE);
      } finally {
        Files.deleteIfExists(both);
      }
      taken = new Taken(0, taken.files());
    }

    private void finish() {
      // Where the first writes more than fits, the second is open all the same.
      try (Bounded file = out;
          RejectedCsv rows = csv) {
        out = null;
        csv = null;
      } catch (IOException | UncheckedIOException e) {
        if (!failed) {
          fails(e);
        }
      }
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
        giveBack(taken);
      } catch (IOException | RuntimeException e) {
        // The batch may have begun: nobody shall be told to try again for this.
        LOG.error("Left-out rows of {} cannot be deleted: {}", workspace, e.getMessage());
      }
    }
  }

  /** A file that ends with an error where there is no room for more. */
  private final class Bounded extends FilterOutputStream {
    private final File file;

    Bounded(File file) throws IOException {
      super(Files.newOutputStream(file.unfinished, StandardOpenOption.CREATE_NEW));
      this.file = file;
    }

    @Override
    public void write(byte[] block, int from, int count) throws IOException {
      file.take(count, 0);
      out.write(block, from, count);
    }

    @Override
    public void write(int octet) throws IOException {
      write(new byte[] {(byte) octet}, 0, 1);
    }
  }
}
