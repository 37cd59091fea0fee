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
 */
public final class Spool {
  private static final String PREFIX = "upload-";

  private final Path folder;
  private final Ids ids;

  /** Creates {@code folder} where it is missing, and wipes what an earlier process has left. */
  public Spool(Path folder, Ids ids) throws IOException {
    this.folder = folder;
    this.ids = ids;
    Files.createDirectories(folder);
    try (DirectoryStream<Path> leftovers = Files.newDirectoryStream(folder, PREFIX + "*")) {
      for (Path leftover : leftovers) {
        Files.deleteIfExists(leftover);
      }
    }
  }

  /** An empty file; the caller closes it. */
  public SpooledFile newFile() throws IOException {
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
