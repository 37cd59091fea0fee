package peal.simulator;

import java.io.BufferedReader;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import peal.domain.Outcome;

/**
 * The ledger on disk, so that a simulator that was killed knows whom it rang: a line for each ring
 * and each end, handed to the operating system before the caller hears of it. Not thread-safe; the
 * {@link Ledger} calls it under its lock.
 */
final class LedgerFile implements AutoCloseable {
  private final OutputStream out;

  private LedgerFile(OutputStream out) {
    this.out = out;
  }

  /**
   * Fills {@code ledger} with what {@code path} holds, and lets it go on writing there. A last line
   * that was cut off by a kill is left out.
   *
   * @throws UncheckedIOException when the file can be neither read nor written
   */
  static LedgerFile open(Path path, Ledger ledger) {
    try {
      boolean whole = !Files.exists(path) || replay(path, ledger);
      LedgerFile file = new LedgerFile(new FileOutputStream(path.toFile(), true));
      if (!whole) {
        file.write("");
      }
      ledger.copyTo(file);
      return file;
    } catch (IOException e) {
      throw new UncheckedIOException("the ledger's file cannot be used", e);
    }
  }

  /** Reads everything into {@code ledger}; false when the last line has no end. */
  private static boolean replay(Path path, Ledger ledger) throws IOException {
    try (BufferedReader lines = Files.newBufferedReader(path)) {
      String line;
      while ((line = lines.readLine()) != null) {
        apply(line.split("\t"), ledger);
      }
    }
    try (var bytes = new RandomAccessFile(path.toFile(), "r")) {
      if (bytes.length() == 0) {
        return true;
      }
      bytes.seek(bytes.length() - 1);
      return bytes.read() == '\n';
    }
  }

  /** A complete line ends in a full stop of its own, so that half a number is not taken for one. */
  private static void apply(String[] fields, Ledger ledger) {
    if (fields.length != 5 || !fields[4].equals(".")) {
      return;
    }
    long micros = Long.parseLong(fields[3]);
    if (fields[0].equals("ring")) {
      ledger.ring(fields[1], fields[2], micros, true);
    } else if (fields[0].equals("end")) {
      ledger.ended(fields[1], Outcome.valueOf(fields[2]), micros);
    }
  }

  void rang(Ring ring) {
    write("ring\t" + ring.attemptId() + "\t" + ring.number() + "\t" + ring.micros() + "\t.");
  }

  void ended(String attemptId, Outcome outcome, long micros) {
    write("end\t" + attemptId + "\t" + outcome + "\t" + micros + "\t.");
  }

  private void write(String line) {
    try {
      out.write((line + "\n").getBytes(StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException("the ledger's file cannot be written", e);
    }
  }

  @Override
  public void close() {
    try {
      out.close();
    } catch (IOException e) {
      throw new UncheckedIOException("the ledger's file cannot be closed", e);
    }
  }
}
