package peal.projector.query;

import peal.projector.fold.BatchView;

/**
 * What is counted over all batches and single calls of a lane, so that nobody need read them.
 *
 * @param attemptsOut attempts that are out
 * @param batches batches that a list shows
 * @param openBatches those of them that have not ended in this lane
 * @param openSingles single calls that have not ended
 * @param keptCalls calls that are kept, whether or not they have ended or are shown
 * @param keptBytes what their rows take, bytes
 */
public record LaneTotals(
    long attemptsOut,
    long batches,
    long openBatches,
    long openSingles,
    long keptCalls,
    long keptBytes) {
  /** Nothing. */
  public static final LaneTotals NONE = new LaneTotals(0, 0, 0, 0, 0, 0);

  /**
   * What one batch or single call adds, until the last of it has been removed. One that was never
   * sealed and has expired counts no rows: its client was told that nothing was started.
   */
  public static LaneTotals of(BatchView view) {
    boolean shown = view.opened() != null && view.forgottenAt() == null;
    long open = shown && view.endedAt() == null ? 1 : 0;
    return new LaneTotals(
        view.tally().active(),
        shown && !view.single() ? 1 : 0,
        view.single() ? 0 : open,
        view.single() ? open : 0,
        view.expiredAt() != null ? 0 : view.laneTotal(),
        view.expiredAt() != null ? 0 : view.rowBytes());
  }

  /** The sum. */
  public LaneTotals plus(LaneTotals more) {
    return new LaneTotals(
        attemptsOut + more.attemptsOut,
        batches + more.batches,
        openBatches + more.openBatches,
        openSingles + more.openSingles,
        keptCalls + more.keptCalls,
        keptBytes + more.keptBytes);
  }

  /** The larger of each, of this and {@code other}. */
  public LaneTotals atLeast(LaneTotals other) {
    return new LaneTotals(
        Math.max(attemptsOut, other.attemptsOut),
        Math.max(batches, other.batches),
        Math.max(openBatches, other.openBatches),
        Math.max(openSingles, other.openSingles),
        Math.max(keptCalls, other.keptCalls),
        Math.max(keptBytes, other.keptBytes));
  }

  /** The difference. */
  public LaneTotals minus(LaneTotals less) {
    return new LaneTotals(
        attemptsOut - less.attemptsOut,
        batches - less.batches,
        openBatches - less.openBatches,
        openSingles - less.openSingles,
        keptCalls - less.keptCalls,
        keptBytes - less.keptBytes);
  }
}
