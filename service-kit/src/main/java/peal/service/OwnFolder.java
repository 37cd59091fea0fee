package peal.service;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermissions;
import org.slf4j.LoggerFactory;

/**
 * Folders for what nobody else on the machine may read: rows of files, state, secrets, the bundled
 * broker's log of all of it.
 */
public final class OwnFolder {
  private static final String OWNER_ONLY = "rwx------";

  private OwnFolder() {}

  /**
   * Sees to it that {@code folder} is there and only its owner can enter it, also where it was
   * there before. Where the file system knows no such rights it is merely there.
   *
   * <p>A folder of somebody else's, such as a volume, stays as it is, and the log says so.
   *
   * @return the folder
   * @throws IOException when it cannot be made
   */
  public static Path at(Path folder) throws IOException {
    Files.createDirectories(folder);
    PosixFileAttributeView rights =
        Files.getFileAttributeView(folder, PosixFileAttributeView.class);
    if (rights != null) {
      try {
        rights.setPermissions(PosixFilePermissions.fromString(OWNER_ONLY));
      } catch (IOException e) {
        // Made here and not before: a process may make its folder before it says where logs go.
        LoggerFactory.getLogger(OwnFolder.class)
            .warn("Who else can read {} is not ours to say: {}", folder, e.toString());
      }
    }
    return folder;
  }
}
