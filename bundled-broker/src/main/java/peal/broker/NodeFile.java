package peal.broker;

import java.io.IOException;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Optional;
import java.util.Properties;

/**
 * What a node's folder remembers between starts: {@code node.properties}.
 *
 * @param clusterId the cluster that the folder was made for
 * @param ports where the node listened last
 */
record NodeFile(String clusterId, Ports ports) {
  private static final String NAME = "node.properties";

  /**
   * What {@code folder} remembers, or empty on first use.
   *
   * @throws IllegalStateException when the file is there but makes no sense
   */
  static Optional<NodeFile> read(Path folder) {
    Path file = folder.resolve(NAME);
    if (!Files.exists(file)) {
      return Optional.empty();
    }
    Properties kept = new Properties();
    try (Reader in = Files.newBufferedReader(file)) {
      kept.load(in);
      return Optional.of(
          new NodeFile(
              kept.getProperty("cluster.id"),
              new Ports(
                  Integer.parseInt(kept.getProperty("port.client")),
                  Integer.parseInt(kept.getProperty("port.controller")))));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (IllegalArgumentException e) {
      throw new IllegalStateException(
          file + " cannot be understood; the data folder is damaged or not the broker's", e);
    }
  }

  /** Writes it in one step, so that a crash leaves the old file or the new one. */
  void write(Path folder) {
    try {
      Files.createDirectories(folder);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot create " + folder, e);
    }
    Properties kept = new Properties();
    kept.setProperty("cluster.id", clusterId);
    kept.setProperty("port.client", Integer.toString(ports.client()));
    kept.setProperty("port.controller", Integer.toString(ports.controller()));
    replace(folder.resolve(NAME), kept);
  }

  /** Puts {@code content} where {@code file} is, in one step. */
  static void replace(Path file, Properties content) {
    Path next = file.resolveSibling(file.getFileName() + ".next");
    try {
      try (Writer out = Files.newBufferedWriter(next)) {
        content.store(out, null);
      }
      Files.move(next, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
