package peal.standalone.chaos.plan;

/**
 * A tenant of the run.
 *
 * @param name its id
 * @param lanes lanes that it has
 * @param callsPerSecond its pace, in whole dials
 * @param callerNumber from which it calls, its own and nobody's, E.164
 */
public record PlannedWorkspace(String name, int lanes, int callsPerSecond, String callerNumber) {
  /** Attempts that it may have out at once: more than any stall of a run lets gather. */
  public int maxConcurrentCalls() {
    return 2_000;
  }
}
