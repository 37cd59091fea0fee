package peal.standalone.chaos.report;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import peal.testkit.promises.Verdict;

/**
 * What a run came to. Times of faults are seconds from the run's beginning; other times are
 * seconds.
 *
 * @param seed makes the same plan again
 * @param startedAt when the load began
 * @param stormSeconds how long faults went on
 * @param kept whether all ten promises held, every upload was accepted in the end, and every
 *     process was ready at the end
 * @param promises each promise with what shows it
 * @param problems what else speaks against the run
 * @param faultsByKind how many of each kind
 * @param faults each fault and what it cost
 * @param rows what became of the rows
 * @param ringsPerAttempt how many attempts rang how often, by the carrier's ledger
 * @param pace the fullest second of each workspace
 * @param clientAnswers how often uploads and cancels were answered how
 * @param staleReads answers to questions that said that they were behind
 * @param settledSeconds how long after the last fault everything was over
 * @param stories what became of the calls that a broken promise names
 */
public record ChaosReport(
    long seed,
    Instant startedAt,
    long stormSeconds,
    boolean kept,
    List<Verdict> promises,
    List<String> problems,
    Map<String, Integer> faultsByKind,
    List<Fault> faults,
    Rows rows,
    Map<Integer, Long> ringsPerAttempt,
    List<Pace> pace,
    Map<String, Integer> clientAnswers,
    int staleReads,
    double settledSeconds,
    Map<String, List<String>> stories) {
  /**
   * A fault.
   *
   * @param kind what, in words
   * @param target to whom
   * @param at when it began
   * @param lasted until it was undone
   * @param readyAfter from its beginning until its target did its work again; negative for never
   * @param withoutRing longest time around it in which a lane with work had no ring
   * @param withoutAnswer longest time around it in which a client's questions had no answer
   * @param note what else is worth telling
   */
  public record Fault(
      String kind,
      String target,
      double at,
      double lasted,
      double readyAfter,
      double withoutRing,
      double withoutAnswer,
      String note) {}

  /**
   * What became of the rows.
   *
   * @param accepted rows of the batches that were accepted
   * @param batches those batches
   * @param cancelled batches whose cancel was acknowledged
   * @param completed calls that got through
   * @param failed calls that did not
   * @param dropped calls that a cancel dropped
   * @param lost rows that no call answers for
   * @param stuck calls that had not ended when all should have
   */
  public record Rows(
      long accepted,
      int batches,
      int cancelled,
      long completed,
      long failed,
      long dropped,
      long lost,
      long stuck) {}

  /** The report of what was observed. */
  public static ChaosReport of(Observed seen) {
    return new Reckoning(seen).report();
  }

  static double seconds(Duration time) {
    return Math.round(time.toMillis() / 10.0) / 100.0;
  }
}
