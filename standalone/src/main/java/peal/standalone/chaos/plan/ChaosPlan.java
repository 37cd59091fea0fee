package peal.standalone.chaos.plan;

import java.time.Duration;
import java.util.Comparator;
import java.util.List;

/**
 * Everything that a run will do, known before it begins. The same seed, length and number of rows
 * give the same plan; what the cluster makes of it differs from run to run, since time is real.
 *
 * @param seed the seed
 * @param calm the beginning, during which nothing is disturbed
 * @param storm how long faults go on after that
 * @param workspaces the tenants
 * @param uploads their files, in order of time
 * @param faults what goes wrong, in order of time; all is undone at the end of the storm
 */
public record ChaosPlan(
    long seed,
    Duration calm,
    Duration storm,
    List<PlannedWorkspace> workspaces,
    List<PlannedUpload> uploads,
    List<PlannedFault> faults) {
  /** The shortest storm in which every kind of fault finds its place. */
  public static final Duration SHORTEST = Duration.ofSeconds(75);

  /** As few rows as keep every workspace busy. */
  public static final int LEAST_ROWS = 300;

  /** As many rows as there are fictional numbers. */
  public static final int MOST_ROWS = 60_000;

  static final Duration CALM = Duration.ofSeconds(20);

  /** Sorts by time. */
  public ChaosPlan {
    workspaces = List.copyOf(workspaces);
    uploads = uploads.stream().sorted(Comparator.comparing(PlannedUpload::at)).toList();
    faults = faults.stream().sorted(Comparator.comparing(PlannedFault::at)).toList();
  }

  /**
   * Makes the plan.
   *
   * @param seed decides everything that chance decides
   * @param storm how long faults go on, at least {@link #SHORTEST}
   * @param rows rows of all files together, {@value #LEAST_ROWS}–{@value #MOST_ROWS}
   * @throws IllegalArgumentException when a value is out of range, naming it
   */
  public static ChaosPlan of(long seed, Duration storm, int rows) {
    if (storm.compareTo(SHORTEST) < 0) {
      throw new IllegalArgumentException("a storm lasts at least " + SHORTEST.toSeconds() + " s");
    }
    if (rows < LEAST_ROWS || rows > MOST_ROWS) {
      throw new IllegalArgumentException("rows must be " + LEAST_ROWS + "-" + MOST_ROWS);
    }
    Business business = Business.of(seed, CALM, storm, rows);
    return new ChaosPlan(
        seed,
        CALM,
        storm,
        business.workspaces(),
        business.uploads(),
        Storm.of(seed, CALM, storm).faults());
  }

  /** When the last fault is undone, from the beginning of the run. */
  public Duration end() {
    return calm.plus(storm);
  }

  /** Rows of all files together. */
  public int rows() {
    return uploads.stream().mapToInt(PlannedUpload::rows).sum();
  }
}
