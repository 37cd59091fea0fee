package peal.standalone.display;

import com.fasterxml.jackson.databind.JsonNode;
import peal.testkit.evidence.Snapshot;

/**
 * How far a batch is, in calls.
 *
 * @param status the batch's status as the API names it; {@code stopped} where dialing is
 */
public record Tally(
    String status,
    long total,
    long waiting,
    long active,
    long completed,
    long failed,
    long cancelled) {
  private static final String STOPPED = "stopped";

  /** Reads the API's progress answer. */
  public static Tally of(JsonNode progress) {
    boolean stopped = progress.path("dialing").path("stopped").asBoolean();
    return new Tally(
        stopped ? STOPPED : progress.path("status").asText(),
        progress.path("total").asLong(),
        progress.path("waiting").asLong(),
        progress.path("active").asLong(),
        progress.path("completed").asLong(),
        progress.path("failed").asLong(),
        progress.path("cancelled").asLong());
  }

  /** What a witness saw. */
  public static Tally of(Snapshot seen) {
    return new Tally(
        seen.status(),
        seen.total(),
        seen.waiting(),
        seen.active(),
        seen.completed(),
        seen.failed(),
        seen.cancelled());
  }

  /** Calls that have ended, one way or another. */
  public long ended() {
    return completed + failed + cancelled;
  }

  /** The parts that are not shown by a bar's length. */
  public String parts() {
    String parts = "%d active, %d completed, %d failed".formatted(active, completed, failed);
    if (cancelled > 0) {
      parts += ", " + cancelled + " cancelled";
    }
    return switch (status) {
      case STOPPED -> parts + "; dialing is stopped, ./peal dialing says why";
      case "paused" -> parts + "; paused";
      default -> parts;
    };
  }
}
