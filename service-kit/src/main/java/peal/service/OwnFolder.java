package peal.service;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermissions;
import org.slf4j.LoggerFactory;

/**
 * Folders, and single files, for what nobody else on the machine may read: rows of files, state,
 * secrets, the bundled broker's log of all of it, the simulator's ledger.
 */
public final class OwnFolder {
  private static final String OWNER_ONLY = "rwx------";
  private static final String OWNERS_FILE = "rw-------";

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
    keep(folder, OWNER_ONLY);
    return folder;
  }

  /**
   * Sees to it that {@code file} is there, empty where it was not, and only its owner can read it,
   * in a folder that may be everybody's. For the rest as {@link #at}.
   *
   * @return the file
   * @throws IOException when it cannot be made
   */
  public static Path file(Path file) throws IOException {
    try {
      if (file.getFileSystem().supportedFileAttributeViews().contains("posix")) {
        // Nobody can open it between its making and the change of its rights.
        Files.createFile(
            file,
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(OWNERS_FILE)));
      } else {
        Files.createFile(file);
      }
    } catch (FileAlreadyExistsException e) {
      keep(file, OWNERS_FILE);
    }
    return file;
  }

  private static void keep(Path path, String mode) {
    PosixFileAttributeView rights = Files.getFileAttributeView(path, PosixFileAttributeView.class);
    if (rights != null) {
      try {
        rights.setPermissions(PosixFilePermissions.fromString(mode));
      } catch (IOException e) {
        // Made here and not before: a process may make its folder before it says where logs go.
        LoggerFactory.getLogger(OwnFolder.class)
            .warn("Who else can read {} is not ours to say: {}", path, e.toString());
      }
    }
  }
}
