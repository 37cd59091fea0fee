package peal.ingest.upload;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Set;
import peal.service.Ids;

/**
 * The folder that holds uploads while they are read.
 *
 * <p>A spooled file is deleted when it is closed, and where the operating system allows it, as
 * POSIX systems do, its name is gone from the beginning: then not even {@code kill -9} leaves
 * numbers on the disk. Thread-safe; several processes may share the folder.
 *
 * <p>A disk without room for a whole upload takes none: one that breaks off half-way would only
 * have taken the room of others.
 */
public final class Spool {
  private static final String PREFIX = "upload-";

  private final Path folder;
  private final Ids ids;
  private final Room room;

  /** How much fits onto a disk. */
  @FunctionalInterface
  public interface Room {
    /** Bytes that are free for this process. */
    long bytes() throws IOException;
  }

  /** Creates {@code folder} where it is missing, and wipes what an earlier process has left. */
  public Spool(Path folder, Ids ids) throws IOException {
    this(folder, ids, () -> Files.getFileStore(folder).getUsableSpace());
  }

  /** As the other constructor, on a disk with {@code room}. */
  public Spool(Path folder, Ids ids, Room room) throws IOException {
    this.folder = folder;
    this.ids = ids;
    this.room = room;
    Files.createDirectories(folder);
    try (DirectoryStream<Path> leftovers = Files.newDirectoryStream(folder, PREFIX + "*")) {
      for (Path leftover : leftovers) {
        Files.deleteIfExists(leftover);
      }
    }
  }

  /** Bytes that are free; negative where nobody can tell. */
  public long free() {
    try {
      return room.bytes();
    } catch (IOException e) {
      return -1;
    }
  }

  /**
   * An empty file; the caller closes it.
   *
   * @param most bytes that it may get
   * @throws DiskFault when the disk has no room for as much, or fails
   */
  public SpooledFile newFile(long most) throws DiskFault {
    try {
      long free = room.bytes();
      if (free < most) {
        throw new IOException("%d bytes free, %d wanted".formatted(free, most));
      }
      return opened();
    } catch (IOException e) {
      throw new DiskFault(e);
    }
  }

  private SpooledFile opened() throws IOException {
    return new SpooledFile(
        FileChannel.open(
            folder.resolve(PREFIX + ids.next()),
            Set.of(
                StandardOpenOption.CREATE_NEW,
                StandardOpenOption.READ,
                StandardOpenOption.WRITE,
                StandardOpenOption.DELETE_ON_CLOSE)));
  }
}
