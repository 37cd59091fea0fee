package peal.gateway.live;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import peal.gateway.Stale;
import peal.gateway.relay.Answer;
import peal.topics.DomainJson;

/**
 * How a batch stood at one moment.
 *
 * @param id follows from the state alone, so that two gateways give the same one: a client that
 *     comes back with it, anywhere, is told only what is new
 * @param json the batch as {@code GET …/{batchId}} shows it, on one line; with {@code "stale":
 *     true} where a copy answered that may be behind
 * @param complete whether nothing more will happen to the batch
 */
record Snapshot(String id, String json, boolean complete) {
  private static final ObjectMapper JSON = new ObjectMapper(DomainJson.newFactory());
  private static final int ID_BYTES = 8;

  /** What a projector answered with 200. */
  static Snapshot of(Answer answer) throws IOException {
    JsonNode body = JSON.readTree(answer.body());
    if (!(body instanceof ObjectNode batch)) {
      throw new IOException("a projector's answer is not an object");
    }
    if (answer.headers().containsKey(Stale.HEADER)) {
      batch.put("stale", true);
    }
    ObjectNode state = batch.deepCopy();
    state.remove("timestamp");
    return new Snapshot(hash(state), write(batch), batch.path("isComplete").asBoolean());
  }

  private static String hash(ObjectNode state) {
    try {
      byte[] all =
          MessageDigest.getInstance("SHA-256")
              .digest(write(state).getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(Arrays.copyOf(all, ID_BYTES));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }

  private static String write(JsonNode node) {
    try {
      return JSON.writeValueAsString(node);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a tree that was read can be written", e);
    }
  }
}
