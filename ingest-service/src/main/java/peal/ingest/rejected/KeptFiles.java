package peal.ingest.rejected;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import peal.domain.WorkspaceId;

/**
 * How many files a folder has and what they take, of each workspace and of all: so many at most,
 * and a quarter of that of one workspace. The folder is listed once a minute at most, for other
 * processes may share it; in between this process counts what it does itself. Thread-safe.
 */
final class KeptFiles {
  /** Of the folder one workspace may have this part. */
  private static final int SHARE = 4;

  private static final Duration LISTED_EVERY = Duration.ofMinutes(1);

  private final Listing listing;
  private final long mostBytes;
  private final int mostFiles;
  private final InstantSource clock;
  private Map<String, Taken> taken = Map.of();
  private Taken all = Taken.NOTHING;
  private Instant listed = Instant.MIN;

  /** Looks through a folder. */
  @FunctionalInterface
  interface Listing {
    /** What each workspace has of it now, by id. */
    Map<String, Taken> list() throws IOException;
  }

  /**
   * What some files take.
   *
   * @param bytes all of them together
   * @param files how many they are
   */
  record Taken(long bytes, int files) {
    static final Taken NOTHING = new Taken(0, 0);

    Taken plus(Taken more) {
      return new Taken(bytes + more.bytes, files + more.files);
    }

    Taken minus(Taken less) {
      return new Taken(Math.max(0, bytes - less.bytes), Math.max(0, files - less.files));
    }
  }

  /**
   * Counts what {@code listing} finds.
   *
   * @param mostBytes that all files may have
   * @param mostFiles that there may be
   */
  KeptFiles(Listing listing, long mostBytes, int mostFiles, InstantSource clock) {
    this.listing = listing;
    this.mostBytes = mostBytes;
    this.mostFiles = mostFiles;
    this.clock = clock;
  }

  /** The files of {@code folder}, whose names begin with a workspace and a dot. */
  static Listing of(Path folder) {
    return () -> {
      Map<String, Taken> found = new HashMap<>();
      try (DirectoryStream<Path> files = Files.newDirectoryStream(folder)) {
        for (Path file : files) {
          String owner = file.getFileName().toString().split("\\.", 2)[0];
          found.merge(owner, new Taken(size(file), 1), Taken::plus);
        }
      }
      return found;
    };
  }

  private static long size(Path file) throws IOException {
    try {
      return Files.size(file);
    } catch (NoSuchFileException e) {
      // It went while the folder was looked through.
      return 0;
    }
  }

  /**
   * Counts {@code more} of a workspace's.
   *
   * @throws IOException where the folder is full, its workspace has its share, or nobody can tell
   */
  synchronized void take(WorkspaceId workspace, Taken more) throws IOException {
    look();
    Taken own = taken.getOrDefault(workspace.value(), Taken.NOTHING).plus(more);
    Taken wanted = all.plus(more);
    // An empty file fits where there is no room for bytes any more.
    if (more.bytes() > 0) {
      refuse("bytes", wanted.bytes(), mostBytes, own.bytes());
    }
    refuse("files", wanted.files(), mostFiles, own.files());
    all = wanted;
    taken.put(workspace.value(), own);
  }

  private static void refuse(String what, long wanted, long most, long own) throws IOException {
    if (wanted > most) {
      throw new IOException(
          "the folder PEAL_REJECTED_DIR has the %,d %s it may have".formatted(most, what));
    }
    if (own > most / SHARE) {
      throw new IOException(
          "the workspace has the %,d %s that one may have of the folder PEAL_REJECTED_DIR"
              .formatted(most / SHARE, what));
    }
  }

  /** Counts {@code less} of a workspace's: so much is gone from the folder. */
  synchronized void giveBack(WorkspaceId workspace, Taken less) {
    all = all.minus(less);
    taken.computeIfPresent(
        workspace.value(), (id, own) -> own.files() <= less.files() ? null : own.minus(less));
  }

  /** Bytes of all files; negative where nobody can tell. */
  synchronized long bytes() {
    try {
      look();
      return all.bytes();
    } catch (IOException e) {
      return -1;
    }
  }

  private void look() throws IOException {
    Instant now = clock.instant();
    if (listed.plus(LISTED_EVERY).isAfter(now)) {
      return;
    }
    taken = new HashMap<>(listing.list());
    all = taken.values().stream().reduce(Taken.NOTHING, Taken::plus);
    listed = now;
  }
}
