package peal.gateway.batches;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.util.Optional;
import peal.domain.BatchId;
import peal.domain.CallId;
import peal.gateway.relay.Answer;
import peal.topics.DomainJson;

/** Reads from ingest's answers what was started. */
final class Started {
  private static final ObjectMapper JSON = new ObjectMapper(DomainJson.newFactory());

  private Started() {}

  /** How many calls it says were started: at least the one of a single call. */
  static long calls(Answer answer) {
    return number(answer, "totalCalls", 1);
  }

  /** How many calls it says were added to a batch. */
  static long added(Answer answer) {
    return number(answer, "added", 0);
  }

  private static long number(Answer answer, String field, long otherwise) {
    try {
      return JSON.readTree(answer.body()).path(field).asLong(otherwise);
    } catch (IOException e) {
      return otherwise;
    }
  }

  /**
   * The batch, or the batch of the single call, that the answer says was started, or (500) may have
   * been: then its client is told to look at it.
   */
  static Optional<BatchId> batch(Answer answer) {
    if (answer.status() >= 300 && answer.status() != 500) {
      return Optional.empty();
    }
    try {
      JsonNode body = JSON.readTree(answer.body());
      if (body.hasNonNull("batchId")) {
        return Optional.of(new BatchId(body.get("batchId").asText()));
      }
      String call = body.path("callId").asText(body.path("call_id").asText());
      return call.isEmpty() ? Optional.empty() : Optional.of(CallId.parse(call).batch());
    } catch (IOException | IllegalArgumentException e) {
      return Optional.empty();
    }
  }
}
