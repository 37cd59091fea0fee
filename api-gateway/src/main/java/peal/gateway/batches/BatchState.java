package peal.gateway.batches;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.time.Instant;
import peal.domain.PlanRevision;
import peal.topics.DomainJson;

/**
 * How a batch stands, as the projectors tell it while a client waits.
 *
 * @param found whether there is such a batch
 * @param finished whether nothing more will happen to it, and not because of a cancel
 * @param settled whether every lane has taken note of a cancel
 * @param paused whether every lane in which calls are left is paused
 * @param goesOn whether none is
 * @param pauseAsOf the oldest of the wishes that they go by, Unix ms
 * @param status the API's word
 * @param active calls that are out
 * @param details counts, for the answer to a cancel; or null
 * @param single whether it is a single call
 * @param change the newest revision of its plan; null where nobody can tell
 * @param changeApplied whether every lane in which calls are left goes by it
 * @param firstLane the first of these lanes, by its index; -1 for none
 * @param openedAt when it was accepted
 */
record BatchState(
    boolean found,
    boolean finished,
    boolean settled,
    boolean paused,
    boolean goesOn,
    long pauseAsOf,
    String status,
    long active,
    JsonNode details,
    boolean single,
    PlanRevision change,
    boolean changeApplied,
    int firstLane,
    Instant openedAt) {
  private static final JsonMapper JSON = DomainJson.newMapper();

  /** Nobody can tell. */
  static final BatchState SILENT =
      new BatchState(
          true, false, false, false, false, 0, "", 0, null, false, null, false, -1, Instant.EPOCH);

  boolean cancelled() {
    return "cancelled".equals(status);
  }

  /** Whether nothing of it will be dialed any more. */
  boolean ended() {
    return finished || cancelled() || (change != null && settled);
  }

  /** Whether every lane has heard a wish of {@code at}, or a newer one. */
  boolean hasHeard(Instant at) {
    return cancelled() || pauseAsOf >= at.toEpochMilli();
  }

  /**
   * When a wish of {@code now} is said, by the clocks of others: after the one that the lanes go
   * by, which another gateway has said, or a lane itself.
   */
  Instant after(Instant now) {
    Instant heard = Instant.ofEpochMilli(pauseAsOf);
    return now.isAfter(heard) ? now : heard.plusMillis(1);
  }

  /** Which revision of its plan is the newest; 0 where nobody can tell. */
  int revision() {
    return change == null ? 0 : change.revision();
  }

  static BatchState parse(byte[] body) {
    try {
      JsonNode json = JSON.readTree(body);
      return new BatchState(
          json.path("found").asBoolean(),
          json.path("finished").asBoolean(),
          json.path("settled").asBoolean(),
          json.path("paused").asBoolean(),
          json.path("goesOn").asBoolean(),
          json.path("pauseAsOf").asLong(),
          json.path("status").asText(),
          json.path("active").asLong(),
          json.get("details"),
          json.path("single").asBoolean(),
          json.hasNonNull("change")
              ? JSON.treeToValue(json.get("change"), PlanRevision.class)
              : null,
          json.path("changeApplied").asBoolean(),
          json.path("firstLane").asInt(-1),
          Instant.ofEpochMilli(json.path("openedAt").asLong()));
    } catch (IOException e) {
      throw new IllegalStateException("a projector's answer is no JSON", e);
    }
  }
}
