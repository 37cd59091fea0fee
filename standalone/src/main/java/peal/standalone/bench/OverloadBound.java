package peal.standalone.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** What a process of {@code peal up} may take, whatever is asked of it. */
enum OverloadBound {
  /** RocksDB of dispatch and of the projector, and a thread for each placement that waits. */
  SERVICES(450, 1_250),
  /** Its messages lie in the system's memory of files, which is not counted. */
  BROKER(250, 150),
  /** Its bounds are for its heap. */
  SIMULATOR(250, 100);

  private final int besideHeap;
  private final int threads;

  /**
   * A bound.
   *
   * @param besideHeap resident memory besides the longest heap, MiB
   * @param threads platform threads
   */
  OverloadBound(int besideHeap, int threads) {
    this.besideHeap = besideHeap;
    this.threads = threads;
  }

  /** What of {@code peak} is above the bound of its process, a sentence each. */
  static List<String> broken(ProcessPeak peak) {
    OverloadBound bound = valueOf(peak.name().toUpperCase(Locale.ROOT));
    List<String> broken = new ArrayList<>();
    if (peak.longestHeap() >= 0 && peak.megabytes() > peak.longestHeap() + bound.besideHeap) {
      broken.add(
          "the %s took %d MiB, with a heap of %d MiB and %d MiB beside it"
              .formatted(peak.name(), peak.megabytes(), peak.longestHeap(), bound.besideHeap));
    }
    if (peak.threads() > bound.threads) {
      broken.add(
          "the %s had %d threads, and may have %d"
              .formatted(peak.name(), peak.threads(), bound.threads));
    }
    return broken;
  }

  @Override
  public String toString() {
    return "%s heap + %d MiB, %d threads"
        .formatted(name().toLowerCase(Locale.ROOT), besideHeap, threads);
  }
}
