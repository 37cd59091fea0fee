package peal.standalone.chaos.plan;

/**
 * A tenant of the run.
 *
 * @param name its id
 * @param lanes lanes that it has
 * @param callsPerSecond its pace, in whole dials
 */
public record PlannedWorkspace(String name, int lanes, int callsPerSecond) {
  /** Attempts that it may have out at once: more than any stall of a run lets gather. */
  public int maxConcurrentCalls() {
    return 2_000;
  }
}
