package peal.dialer.carrier.twilio;

import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import peal.dialer.carrier.Carrier.Finding;
import peal.dialer.carrier.Carrier.Placement;
import peal.dialer.carrier.Told;
import peal.domain.Outcome;
import peal.topics.DomainJson;

/**
 * What Twilio's answers mean. Only what certainly did not ring may be dialed again; a fault of
 * theirs is unclear. Thread-safe.
 */
final class TwilioAnswers {
  /** Numbers that Twilio's dictionary of errors calls invalid, or nobody's. */
  private static final Set<Integer> NO_SUCH_NUMBER = Set.of(13_223, 13_224, 21_211, 21_217);

  /** Twilio's dictionary of errors, where the account keeps the call out and not the callee. */
  private static final Map<Integer, String> KEPT_OUT =
      Map.of(
          21_210, "the number to call from is neither the account's nor verified",
          21_212, "the number to call from is not valid there",
          21_215, "the account may not call that country (Voice Geographic Permissions)",
          21_219, "a trial account calls verified numbers only");

  private static final Duration WHEN_UNSAID = Duration.ofSeconds(1);
  private static final Duration WHEN_UNREACHABLE = Duration.ofSeconds(2);
  private static final Duration LONGEST_WAIT = Duration.ofHours(1);

  private final JsonMapper json = new JsonMapper(DomainJson.newFactory());

  /**
   * What an answer to a placement means.
   *
   * @param retryAfter the header of that name, or null
   */
  Placement placement(int status, String retryAfter, byte[] body) {
    if (status >= 200 && status < 300) {
      return placed(read(body, TwilioCalls.Resource.class));
    }
    if (status == 429) {
      return new Placement.SlowDown("Twilio answered 429", wait(retryAfter));
    }
    if (status == 401 || status == 403 || status == 404) {
      return new Placement.Denied("Twilio answered " + status);
    }
    if (status >= 400 && status < 500 && status != 408 && status != 409) {
      Integer code = read(body, TwilioCalls.Fault.class).map(TwilioCalls.Fault::code).orElse(null);
      if (code != null && KEPT_OUT.containsKey(code)) {
        return new Placement.Denied(
            "Twilio answered " + status + ", error " + code + ": " + KEPT_OUT.get(code));
      }
      // Its message has the number in it; the code is enough to find it.
      return new Placement.Refused(
          code != null && NO_SUCH_NUMBER.contains(code)
              ? Outcome.INVALID_NUMBER
              : Outcome.CARRIER_ERROR,
          "Twilio answered " + status + (code == null ? "" : ", error " + code));
    }
    return new Placement.Unclear("Twilio answered " + status);
  }

  /** Without an id it is there all the same, and can only be found by its numbers. */
  private static Placement placed(Optional<TwilioCalls.Resource> call) {
    return new Placement.Placed(
        call.map(TwilioCalls.Resource::sid).orElse(null),
        call.map(TwilioCalls.Resource::queuedFor).orElse(null));
  }

  Placement unsent() {
    return new Placement.Unavailable("no connection to Twilio", WHEN_UNREACHABLE);
  }

  Placement lost(IOException fault) {
    return new Placement.Unclear("the answer was lost: " + fault.getClass().getSimpleName());
  }

  /** What an answer to a lookup by the call's own id means. */
  Finding finding(int status, byte[] body, Instant now) {
    if (status == 404) {
      return new Finding.NeverHeardOf();
    }
    Optional<TwilioCalls.Resource> call =
        status == 200 ? read(body, TwilioCalls.Resource.class) : Optional.empty();
    return call.filter(read -> read.status() != null)
        .map(read -> state(read, now))
        .orElseGet(() -> new Finding.Unclear("Twilio answered " + status));
  }

  /** The state of a call that Twilio shows. */
  static Finding state(TwilioCalls.Resource call, Instant now) {
    Instant since = Told.time(call.since(now), now);
    return TwilioCalls.outcome(call.status(), call.answeredBy(), null)
        .<Finding>map(outcome ->
            new Finding.Over(
                since, outcome, TwilioCalls.talkSeconds(call.status(), call.duration()), null))
        .orElseGet(() ->
            new Finding.Open(
                TwilioCalls.connected(call.status()),
                since,
                call.status(),
                call.sid(),
                call.status().equals("queued") ? call.queuedFor() : null));
  }

  /** The calls of a list; empty where the answer was none. */
  Optional<List<TwilioCalls.Resource>> list(int status, byte[] body) {
    return status == 200
        ? read(body, TwilioCalls.Page.class).map(TwilioCalls.Page::calls)
        : Optional.empty();
  }

  private static Duration wait(String retryAfter) {
    if (retryAfter == null || !retryAfter.matches("\\d{1,9}")) {
      return WHEN_UNSAID;
    }
    Duration said = Duration.ofSeconds(Long.parseLong(retryAfter));
    return said.compareTo(LONGEST_WAIT) < 0 ? said : LONGEST_WAIT;
  }

  private <T> Optional<T> read(byte[] body, Class<T> type) {
    try {
      return Optional.ofNullable(json.readValue(body, type));
    } catch (IOException e) {
      return Optional.empty();
    }
  }
}
