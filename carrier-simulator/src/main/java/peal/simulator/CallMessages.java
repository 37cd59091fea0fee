package peal.simulator;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.util.List;
import peal.topics.DomainJson;

/**
 * The protocol's bodies as JSON, read and written token by token: of a request only what the
 * simulator uses becomes an object. Thread-safe.
 */
final class CallMessages {
  private static final JsonFactory JSON = DomainJson.newFactory();
  private static final int USUAL_SIZE = 512;

  private CallMessages() {}

  /** A body that is no request for a call; the message says why, without telling what it holds. */
  static final class Unreadable extends Exception {
    private static final long serialVersionUID = 1L;

    Unreadable(String message) {
      super(message, null, false, false);
    }
  }

  /**
   * Reads the body of {@code POST /calls}. Fields that are not used are passed over.
   *
   * @throws Unreadable when it is no JSON object, or a field has another type or is too long
   */
  static CallRequest request(byte[] body) throws Unreadable {
    try (JsonParser in = JSON.createParser(body)) {
      if (in.nextToken() != JsonToken.START_OBJECT) {
        throw new Unreadable("The body is not the JSON that belongs here.");
      }
      Fields fields = new Fields();
      while (in.nextToken() == JsonToken.FIELD_NAME) {
        String field = in.currentName();
        in.nextToken();
        fields.take(field, in);
      }
      return fields.request();
    } catch (IOException e) {
      throw new Unreadable("The body is not the JSON that belongs here.");
    }
  }

  private static final class Fields {
    private String to;
    private String from;
    private String prompt;
    private String welcomeMessage;
    private Integer maxCallSeconds;
    private String reference;
    private String callbackUrl;
    private Integer callbacksPerPost;

    void take(String field, JsonParser in) throws IOException, Unreadable {
      switch (field) {
        case "to" -> to = text(field, in);
        case "from" -> from = text(field, in);
        case "prompt" -> prompt = text(field, in);
        case "welcomeMessage" -> welcomeMessage = text(field, in);
        case "reference" -> reference = text(field, in);
        case "callbackUrl" -> callbackUrl = text(field, in);
        case "maxCallSeconds" -> maxCallSeconds = number(field, in);
        case "callbacksPerPost" -> callbacksPerPost = number(field, in);
        default -> in.skipChildren();
      }
    }

    private static String text(String field, JsonParser in) throws IOException, Unreadable {
      if (in.currentToken().isStructStart()) {
        throw new Unreadable("'" + field + "' must be a text.");
      }
      return in.currentToken() == JsonToken.VALUE_NULL ? null : in.getText();
    }

    private static Integer number(String field, JsonParser in) throws IOException, Unreadable {
      if (in.currentToken() == JsonToken.VALUE_NULL) {
        return null;
      }
      if (in.currentToken() != JsonToken.VALUE_NUMBER_INT) {
        throw new Unreadable("'" + field + "' must be a whole number.");
      }
      return in.getIntValue();
    }

    CallRequest request() throws Unreadable {
      if (reference != null && reference.length() > CallRequest.LONGEST_REFERENCE) {
        throw new Unreadable(
            "'reference' must have at most " + CallRequest.LONGEST_REFERENCE + " characters.");
      }
      int together = callbacksPerPost == null ? 1 : callbacksPerPost;
      if (together < 1) {
        throw new Unreadable("'callbacksPerPost' must be 1 or more.");
      }
      return new CallRequest(
          to,
          from,
          Dialogue.opening(welcomeMessage, prompt),
          maxCallSeconds,
          reference,
          url(),
          Math.min(together, CallRequest.MOST_CALLBACKS_PER_POST));
    }

    private String url() throws Unreadable {
      if (callbackUrl == null) {
        return null;
      }
      try {
        String scheme = URI.create(callbackUrl).getScheme();
        if (callbackUrl.length() <= CallRequest.LONGEST_URL
            && ("http".equalsIgnoreCase(scheme) || "https".equalsIgnoreCase(scheme))) {
          return callbackUrl;
        }
      } catch (IllegalArgumentException e) {
        // Falls through: it is no URL at all.
      }
      throw new Unreadable(
          "'callbackUrl' must be an http or https URL of at most "
              + CallRequest.LONGEST_URL
              + " characters.");
    }
  }

  /** What writes a body's fields. */
  private interface Body {
    void writeTo(JsonGenerator out) throws IOException;
  }

  private static byte[] written(Body body) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(USUAL_SIZE);
    try (JsonGenerator out = JSON.createGenerator(bytes)) {
      body.writeTo(out);
    } catch (IOException e) {
      throw new UncheckedIOException("memory can always be written", e);
    }
    return bytes.toByteArray();
  }

  /** The state of a call. */
  static byte[] bytes(CallView call) {
    return written(out -> {
      out.writeStartObject();
      text(out, "attemptId", call.attemptId());
      text(out, "reference", call.reference());
      text(out, "state", call.state());
      out.writeNumberField("since", call.since().toEpochMilli());
      text(out, "outcome", call.outcome());
      number(out, "talkSeconds", call.talkSeconds());
      text(out, "transcript", call.transcript());
      flag(out, "optOut", call.optOut());
      out.writeNumberField("rings", call.rings());
      out.writeNumberField("requests", call.requests());
      out.writeEndObject();
    });
  }

  /** A single callback. */
  static byte[] bytes(Callback callback) {
    return written(out -> write(callback, out));
  }

  /** Several callbacks in one body. */
  static byte[] bytes(List<Callback> callbacks) {
    return written(out -> {
      out.writeStartObject();
      out.writeArrayFieldStart("callbacks");
      for (Callback callback : callbacks) {
        write(callback, out);
      }
      out.writeEndArray();
      out.writeEndObject();
    });
  }

  private static void write(Callback callback, JsonGenerator out) throws IOException {
    out.writeStartObject();
    text(out, "attemptId", callback.attemptId());
    text(out, "reference", callback.reference());
    text(out, "event", callback.event().word());
    out.writeNumberField("at", callback.at().toEpochMilli());
    out.writeNumberField("seq", callback.seq());
    text(out, "outcome", callback.outcome());
    number(out, "talkSeconds", callback.talkSeconds());
    text(out, "transcript", callback.transcript());
    flag(out, "optOut", callback.optOut());
    out.writeEndObject();
  }

  private static void flag(JsonGenerator out, String field, Boolean value) throws IOException {
    if (value != null) {
      out.writeBooleanField(field, value);
    }
  }

  private static void text(JsonGenerator out, String field, String value) throws IOException {
    if (value != null) {
      out.writeStringField(field, value);
    }
  }

  private static void number(JsonGenerator out, String field, Double value) throws IOException {
    if (value != null) {
      out.writeNumberField(field, value);
    }
  }
}
