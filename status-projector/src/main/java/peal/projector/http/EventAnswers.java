package peal.projector.http;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.LinkedHashMap;
import java.util.Map;
import peal.projector.query.ApiEvent;
import peal.projector.query.LaneCall;
import peal.topics.DomainJson;

/** Events as the API writes them. */
public final class EventAnswers {
  private static final ObjectMapper JSON = DomainJson.newMapper();

  private EventAnswers() {}

  /** An event as it is posted, whose id travels beside it. */
  public static byte[] body(ApiEvent event) {
    try {
      return JSON.writeValueAsBytes(told(event));
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("cannot write an event", e);
    }
  }

  /** An event of a list. */
  static Map<String, Object> listed(ApiEvent event) {
    Map<String, Object> body = new LinkedHashMap<>();
    body.put("id", event.id());
    body.putAll(told(event));
    return body;
  }

  static Map<String, Object> told(ApiEvent event) {
    Map<String, Object> body = new LinkedHashMap<>();
    body.put("type", event.type().word());
    body.put("timestamp", event.at().toString());
    body.put("data", data(event));
    return body;
  }

  /** Of a call that goes on only what is true for ever; how it stands now is another event's. */
  private static Map<String, Object> data(ApiEvent event) {
    Map<String, Object> data = new LinkedHashMap<>();
    data.put("batchId", event.batch().value());
    LaneCall call = event.call();
    if (call == null) {
      BatchAnswers.putPausedBy(data, event.pausedBy());
      return data;
    }
    switch (event.type()) {
      case CALL_ENDED, CALL_CANCELLED -> data.putAll(CallAnswers.ended(call));
      default -> {
        data.put("jobId", call.id().toString());
        data.put("phone_number", call.view().number().e164());
        data.put("metadata", call.view().variables());
      }
    }
    data.put("attempt", event.attempt());
    if (event.outcome() != null) {
      data.put("outcome", event.outcome().word());
    }
    BatchAnswers.putTime(data, "nextAttemptAt", event.dueAt());
    return data;
  }
}
