package peal.simulator;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import peal.domain.Outcome;

/**
 * Opens a ledger on disk, so that a simulator that was killed knows whom it rang. What older
 * versions wrote, one file without segments, is cut into segments first; meanwhile it is called
 * {@code ledger.tsv.old}, and if that is cut off, it begins anew.
 */
final class LedgerFiles {
  private LedgerFiles() {}

  /**
   * The ledger whose active segment is {@code path}, in at most {@code room} bytes of disk.
   *
   * @throws UncheckedIOException when it can be neither read nor written
   */
  static Ledger open(Path path, long room) {
    Segment.Size size = Segment.Size.within(room);
    SegmentFiles files = new SegmentFiles(path, size);
    Path old = path.resolveSibling(path.getFileName() + ".old");
    try {
      if (Files.exists(old)) {
        files.clear();
      } else if (SegmentFiles.isOfOneFile(path)) {
        Files.move(path, old);
      }
      Ledger ledger = new Ledger(files, size, room);
      if (Files.exists(old)) {
        cut(old, ledger);
        Files.delete(old);
      }
      return ledger;
    } catch (IOException e) {
      throw new UncheckedIOException("the ledger's files cannot be used", e);
    }
  }

  private static void cut(Path old, Ledger ledger) throws IOException {
    try (BufferedReader lines = Files.newBufferedReader(old)) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        switch (LedgerLine.parse(line)) {
          case LedgerLine.Rang(Ring ring) ->
              ledger.ring(ring.attemptId(), ring.number(), ring.micros(), true);
          case LedgerLine.Ended(String attemptId, Outcome how, long micros) ->
              ledger.ended(attemptId, how, micros);
          case LedgerLine.Head head -> {}
          case LedgerLine.Unknown unknown -> {}
        }
      }
    }
  }
}
