package peal.ingest;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Opens the folders that the service works in, so that one that cannot be used is named at once.
 */
final class WorkingFolder {
  private WorkingFolder() {}

  /** Makes something of a folder. */
  @FunctionalInterface
  interface Opening<T> {
    /** Creates the folder where it is missing. */
    T open(Path folder) throws IOException;
  }

  /**
   * What {@code opening} makes of {@code folder}.
   *
   * @param setting the setting that names the folder
   * @throws IllegalStateException in one line, when the folder cannot be made or written
   */
  static <T> T open(String setting, String folder, Opening<T> opening) {
    Path path = Path.of(folder).toAbsolutePath().normalize();
    try {
      T opened = opening.open(path);
      if (!Files.isWritable(path)) {
        throw new AccessDeniedException(path.toString());
      }
      return opened;
    } catch (IOException e) {
      throw new IllegalStateException(
          "the folder %s cannot be used: %s; make it writable, or set %s to another one"
              .formatted(path, reason(e), setting));
    }
  }

  private static String reason(IOException e) {
    return switch (e) {
      case AccessDeniedException denied -> "no permission to write " + denied.getFile();
      case FileAlreadyExistsException file -> file.getFile() + " is a file";
      case FileSystemException other when other.getReason() != null -> other.getReason();
      default -> e.getMessage();
    };
  }
}
