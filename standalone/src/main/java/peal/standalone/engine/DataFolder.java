package peal.standalone.engine;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.SecureRandom;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import peal.service.OwnFolder;

/**
 * The folder that holds everything a standalone Peal must find again after a restart. One Peal at a
 * time: a lock that the operating system drops when its holder dies, however it dies.
 */
public final class DataFolder implements AutoCloseable {
  private static final String SECRETS = "secrets.properties";

  private final Path root;
  private final FileChannel channel;
  private final FileLock lock;

  private DataFolder(Path root, FileChannel channel, FileLock lock) {
    this.root = root;
    this.channel = channel;
    this.lock = lock;
  }

  /**
   * Opens {@code root}, creating it where needed, and locks it.
   *
   * @throws IllegalStateException when another Peal uses it, or it cannot be written
   */
  public static DataFolder open(Path root) {
    Path folder = prepare(root);
    FileChannel channel = null;
    try {
      channel =
          FileChannel.open(
              folder.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
      FileLock lock = channel.tryLock();
      if (lock != null) {
        return new DataFolder(folder, channel, lock);
      }
      channel.close();
    } catch (OverlappingFileLockException e) {
      closeQuietly(channel);
    } catch (IOException e) {
      closeQuietly(channel);
      throw unusable(folder, e);
    }
    throw new IllegalStateException(
        "another Peal is using " + folder + "; stop it, or choose another folder with --data");
  }

  /**
   * Makes {@code root} and the folders in it where needed, and does not lock it: before anything
   * writes its log there.
   *
   * @return the folder, absolute
   * @throws IllegalStateException when it cannot be written, with the reason
   */
  public static Path prepare(Path root) {
    Path folder = root.toAbsolutePath().normalize();
    try {
      for (String part : List.of("", "state", "spool", "simulator", "logs")) {
        OwnFolder.at(folder.resolve(part));
      }
      Files.delete(Files.createTempFile(folder, "probe", ".tmp"));
      return folder;
    } catch (IOException e) {
      throw unusable(folder, e);
    }
  }

  private static IllegalStateException unusable(Path folder, IOException e) {
    String reason =
        switch (e) {
          case AccessDeniedException denied -> "no permission to write " + denied.getFile();
          case FileAlreadyExistsException file -> file.getFile() + " is a file, not a folder";
          case NoSuchFileException missing -> "no folder can be made at " + missing.getFile();
          case FileSystemException other when other.getReason() != null ->
              other.getFile() + ": " + other.getReason();
          default -> e.toString();
        };
    return new IllegalStateException(
        "the data folder "
            + folder
            + " cannot be used ("
            + reason
            + "); choose another one with --data");
  }

  /** The secrets file of a data folder, whether or not that is open. */
  public static Path secretsFile(Path root) {
    return root.resolve(SECRETS);
  }

  /** The folder itself, absolute. */
  public Path root() {
    return root;
  }

  /** The bundled broker's log segments and its log. */
  public Path kafka() {
    return root.resolve("kafka");
  }

  /** Where the last start wrote down which Kafka it uses, for commands. */
  public static Path kafkaFile(Path root) {
    return root.resolve("kafka-address");
  }

  /** Writes down that {@code bootstrap} is the Kafka of this folder. */
  public void keepKafka(String bootstrap) {
    try {
      Files.writeString(kafkaFile(root), bootstrap + "\n");
    } catch (IOException e) {
      throw unusable(root, e);
    }
  }

  /** Local state of service {@code name}; it can be rebuilt from Kafka. */
  public Path state(String name) {
    return root.resolve("state").resolve(name);
  }

  /** Uploads while they are read. */
  public Path spool() {
    return root.resolve("spool");
  }

  /** Rows of batches that were left out, as long as the batches. */
  public Path rejected() {
    return root.resolve("rejected");
  }

  /** The simulator's ledger: every ring it ever made. */
  public Path ledger() {
    return root.resolve("simulator").resolve("ledger.tsv");
  }

  /** The log of {@code name}. */
  public Path log(String name) {
    return root.resolve("logs").resolve(name + ".log");
  }

  /** The secrets of the last start, or fresh ones, with what {@code environment} presets. */
  public Secrets secrets(Map<String, String> environment) {
    try {
      Secrets kept =
          Secrets.read(secretsFile(root)).orElseGet(() -> Secrets.random(new SecureRandom()));
      return keep(kept.preset(environment));
    } catch (IOException e) {
      throw unusable(root, e);
    }
  }

  /** Writes {@code secrets} down for the next start and for commands; returns them. */
  public Secrets keep(Secrets secrets) {
    try {
      secrets.write(secretsFile(root));
      return secrets;
    } catch (IOException e) {
      throw unusable(root, e);
    }
  }

  /** Unlocks it; the files stay. */
  @Override
  public void close() {
    try {
      lock.release();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } finally {
      closeQuietly(channel);
    }
  }

  /** Deletes a folder with all that is in it. */
  public static void delete(Path folder) throws IOException {
    try (Stream<Path> paths = Files.walk(folder)) {
      for (Path path : paths.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(path);
      }
    }
  }

  private static void closeQuietly(FileChannel channel) {
    try {
      if (channel != null) {
        channel.close();
      }
    } catch (IOException e) {
      // The lock went with the process that could not be asked.
    }
  }
}
