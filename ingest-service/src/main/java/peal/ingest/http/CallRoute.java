package peal.ingest.http;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.javalin.config.JavalinConfig;
import io.javalin.http.Context;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import peal.domain.Agent;
import peal.domain.CallingAgent;
import peal.domain.Flow;
import peal.domain.Workspace;
import peal.ingest.batch.BatchLog;
import peal.ingest.batch.CallOrder;
import peal.ingest.batch.CallStart;
import peal.ingest.batch.Claim;
import peal.ingest.batch.LogUnavailable;
import peal.ingest.batch.SealUnknown;
import peal.service.http.ApiError;
import peal.topics.DomainJson;

/** The route that starts a single call (API contract, section 3). */
final class CallRoute {
  private static final Logger LOG = LoggerFactory.getLogger(CallRoute.class);

  /**
   * Of one workspace. Most of its time a call waits for Kafka, some 50 ms: this is 160 a second.
   */
  static final int AT_ONCE = 8;

  private final ObjectMapper json = new ObjectMapper(DomainJson.newFactory());
  private final RequestDirectory directory;
  private final CallStart calls;
  private final WorkspacePlaces places;

  /** A route that starts calls by {@code calls}. */
  CallRoute(RequestDirectory directory, CallStart calls) {
    this.directory = directory;
    this.calls = calls;
    this.places = new WorkspacePlaces(AT_ONCE, UploadPlaces.PATIENCE, CallRoute::full);
    json.getFactory()
        .setStreamReadConstraints(StreamReadConstraints.builder().maxNestingDepth(50).build());
  }

  void addTo(JavalinConfig config) {
    config.routes.post("/workspaces/{ws}/calls", this::start);
  }

  /** What comes in slowly holds no place. */
  private void start(Context ctx) {
    Workspace workspace = directory.workspace(ctx);
    byte[] body = ctx.bodyAsBytes();
    try (UploadPlaces.Place working = places.take(workspace.id())) {
      start(ctx, workspace, parsed(body));
    }
  }

  private static ApiError full() {
    return new ApiError(
        503,
        "Failed to initiate call",
        "As many single calls of this workspace as are worked on at once are being started. Nobody"
            + " is dialed; try again in a moment.",
        "TOO_MANY_CALLS");
  }

  private void start(Context ctx, Workspace workspace, JsonNode request) {
    CallOrder order = CallOrder.of(request);
    Agent agent = directory.agent(workspace, order.agentId());
    try {
      CallStart.Started started = start(ctx, workspace, agent, order);
      LOG.info("{} of {}: a single call.", started.call(), workspace.id());
      // Who asks in the alias's spelling is answered in it.
      String callId = request.has("call_agent_id") ? "call_id" : "callId";
      ctx.json(answer(callId, order, started));
    } catch (LogUnavailable e) {
      LOG.warn("A call was not started: {}.", e.getMessage(), e);
      throw new ApiError(
          503,
          "Failed to initiate call",
          "The call was not started: Kafka cannot be reached. Nobody is dialed; try again.",
          "KAFKA_UNAVAILABLE");
    } catch (SealUnknown e) {
      LOG.error("Whether {} was started is unknown.", e.getMessage(), e);
      throw new ApiError(
          500,
          "Failed to initiate call",
          "Kafka fell silent at the last step, so it is not known whether the call was started."
              + " Look at the call before you ask for it again.",
          "UNKNOWN_ERROR",
          Map.of("callId", e.getMessage()));
    }
  }

  private CallStart.Started start(Context ctx, Workspace workspace, Agent agent, CallOrder order)
      throws LogUnavailable, SealUnknown {
    Optional<Flow> flow = directory.flowOf(agent);
    Optional<Claim> claim = ClaimHeaders.of(ctx);
    if (claim.isEmpty()) {
      return calls.start(workspace, agent, flow, order);
    }
    try (BatchLog.Claimed claimed = calls.claim(workspace, order, claim.get())) {
      if (claimed.earlier().isPresent()) {
        ClaimHeaders.repeated(ctx);
        return calls.again(workspace, agent, flow, order, claimed.earlier().get());
      }
      ClaimHeaders.settled(ctx);
      return calls.start(workspace, agent, flow, order, claimed);
    }
  }

  private JsonNode parsed(byte[] body) {
    try {
      return json.readTree(body);
    } catch (JsonProcessingException e) {
      throw new ApiError(400, "Invalid JSON", "The body is not JSON.", "INVALID_JSON");
    } catch (IOException e) {
      throw new ApiError(400, "Body lost", "The body could not be read.", "INVALID_JSON");
    }
  }

  private static Map<String, Object> answer(
      String callId, CallOrder order, CallStart.Started started) {
    CallingAgent agent = started.agent();
    Map<String, Object> voice = new LinkedHashMap<>();
    putKnown(voice, "provider", agent.voiceProvider());
    putKnown(voice, "voiceId", agent.voiceId());
    Map<String, Object> who = new LinkedHashMap<>();
    who.put("id", agent.id());
    putKnown(who, "name", agent.name());
    putKnown(who, "model", agent.model());
    putKnown(who, "voice", voice.isEmpty() ? null : voice);
    Map<String, Object> body = new LinkedHashMap<>();
    body.put("status", "success");
    body.put(callId, started.call());
    body.put("roomName", agent.id() + "-" + started.call());
    body.put("fromNumber", agent.fromNumber());
    body.put("toNumber", order.to());
    body.put("agent", who);
    order
        .doubt()
        .ifPresent(doubt ->
            body.put(
                "warnings", List.of(Map.of("code", doubt.code(), "message", doubt.message()))));
    return body;
  }

  /** An agent of the other family may have no model, or no voice; what is absent is left out. */
  private static void putKnown(Map<String, Object> body, String name, Object value) {
    if (value != null) {
      body.put(name, value);
    }
  }
}
