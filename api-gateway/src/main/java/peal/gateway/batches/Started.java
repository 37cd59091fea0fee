package peal.gateway.batches;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.util.Optional;
import peal.domain.BatchId;
import peal.domain.CallId;
import peal.gateway.relay.Answer;

/**
 * What ingest says it has started.
 *
 * @param batch the batch, or the batch of the single call
 * @param path where below the batch a client looks next: empty for a batch; for a single call its
 *     one row, which the projectors may read later than they read that its batch is open
 */
public record Started(BatchId batch, String path) {
  private static final ObjectMapper JSON = new ObjectMapper();

  /** What {@code answer} says was started; empty where it says nothing was. */
  public static Optional<Started> by(Answer answer) {
    if (answer.status() >= 300) {
      return Optional.empty();
    }
    try {
      JsonNode body = JSON.readTree(answer.body());
      if (body.hasNonNull("batchId")) {
        return Optional.of(new Started(new BatchId(body.get("batchId").asText()), ""));
      }
      String call = body.path("callId").asText(body.path("call_id").asText());
      return call.isEmpty()
          ? Optional.empty()
          : Optional.of(new Started(CallId.parse(call).batch(), "/calls/" + call));
    } catch (IOException | IllegalArgumentException e) {
      return Optional.empty();
    }
  }
}
