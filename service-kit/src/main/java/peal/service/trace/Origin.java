package peal.service.trace;

import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.regex.Pattern;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.slf4j.MDC;

/**
 * What made something happen: a client's request, and the trace that this request belongs to.
 *
 * <p>It goes with HTTP requests as {@code X-Request-Id} and {@code traceparent} (W3C Trace
 * Context), and with records as headers of the same names in lower case. It says nothing about what
 * is to be done, and nothing depends on it.
 *
 * @param requestId the request's id, or null
 * @param traceParent the parent of what is done next, or null
 */
public record Origin(String requestId, String traceParent) {
  /** HTTP header that names a request from the gateway to the carrier. */
  public static final String REQUEST_ID = "X-Request-Id";

  /** Header that carries the trace, of HTTP and of records. */
  public static final String TRACE_PARENT = "traceparent";

  /** Of things that nobody asked for. */
  public static final Origin NONE = new Origin(null, null);

  private static final String RECORD_REQUEST_ID = "x-request-id";
  private static final String LOGGED_REQUEST = "request";
  private static final String LOGGED_TRACE = "traceparent";
  private static final Pattern ID = Pattern.compile("[A-Za-z0-9._-]{1,64}");

  /** Version 00; the ids of zeros, which it forbids, would only be useless. */
  private static final Pattern PARENT = Pattern.compile("00-[0-9a-f]{32}-[0-9a-f]{16}-[0-9a-f]{2}");

  /** What does not look like an id or a parent counts as absent: it is a stranger's text. */
  public Origin {
    requestId = requestId != null && ID.matcher(requestId).matches() ? requestId : null;
    traceParent = traceParent != null && PARENT.matcher(traceParent).matches() ? traceParent : null;
  }

  /** Whether there is nothing to tell. */
  public boolean isNone() {
    return requestId == null && traceParent == null;
  }

  /** What this thread works for: what {@link #enter} was told last. */
  public static Origin current() {
    return new Origin(MDC.get(LOGGED_REQUEST), MDC.get(LOGGED_TRACE));
  }

  /** This thread works for this from now on, and its log says so, until it leaves. */
  public Entered enter() {
    put(LOGGED_REQUEST, requestId);
    put(LOGGED_TRACE, traceParent);
    return Origin::leave;
  }

  /** A thread's work for an origin; closing ends it. */
  public interface Entered extends AutoCloseable {
    @Override
    void close();
  }

  /** This thread works for nobody in particular any more. */
  public static void leave() {
    MDC.remove(LOGGED_REQUEST);
    MDC.remove(LOGGED_TRACE);
  }

  private static void put(String name, String value) {
    if (value == null) {
      MDC.remove(name);
    } else {
      MDC.put(name, value);
    }
  }

  /** Tells {@code header} the HTTP headers that carry this on. */
  public void toHttp(BiConsumer<String, String> header) {
    Optional.ofNullable(requestId).ifPresent(id -> header.accept(REQUEST_ID, id));
    Optional.ofNullable(traceParent).ifPresent(parent -> header.accept(TRACE_PARENT, parent));
  }

  /** What a record's headers say. */
  public static Origin of(Headers headers) {
    return new Origin(text(headers, RECORD_REQUEST_ID), text(headers, TRACE_PARENT));
  }

  /** Puts it into a record's headers. */
  public void addTo(Headers headers) {
    Optional.ofNullable(requestId)
        .ifPresent(id -> headers.add(RECORD_REQUEST_ID, id.getBytes(StandardCharsets.US_ASCII)));
    Optional.ofNullable(traceParent)
        .ifPresent(parent -> headers.add(TRACE_PARENT, parent.getBytes(StandardCharsets.US_ASCII)));
  }

  private static String text(Headers headers, String name) {
    Header header = headers.lastHeader(name);
    return header == null || header.value() == null
        ? null
        : new String(header.value(), StandardCharsets.US_ASCII);
  }

  /** As text, for a store. */
  public String stored() {
    return (requestId == null ? "" : requestId) + ' ' + (traceParent == null ? "" : traceParent);
  }

  /** What {@link #stored} made. */
  public static Origin ofStored(String text) {
    int blank = text.indexOf(' ');
    return new Origin(text.substring(0, Math.max(0, blank)), text.substring(blank + 1));
  }
}
