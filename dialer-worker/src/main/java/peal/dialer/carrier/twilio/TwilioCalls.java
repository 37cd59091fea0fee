package peal.dialer.carrier.twilio;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import peal.domain.Outcome;

/** Twilio's words for a call, as its resources and its webhooks have them. */
final class TwilioCalls {
  private static final Set<String> NO_SUCH_NUMBER = Set.of("404", "484", "604");
  private static final Set<String> DECLINED = Set.of("603", "607", "608");

  private TwilioCalls() {}

  /** A call as it is looked up. Times are RFC 2822, with whole seconds. */
  @JsonIgnoreProperties(ignoreUnknown = true)
  record Resource(
      String sid,
      String status,
      @JsonProperty("queue_time") String queueTime,
      @JsonProperty("date_created") String dateCreated,
      @JsonProperty("start_time") String startTime,
      @JsonProperty("end_time") String endTime,
      String duration,
      @JsonProperty("answered_by") String answeredBy) {
    Optional<Instant> createdAt() {
      return time(dateCreated);
    }

    Optional<Instant> endedAt() {
      return time(endTime);
    }

    /** How long Twilio lets it wait before it rings; null for not at all. */
    Duration queuedFor() {
      boolean queued =
          queueTime != null && queueTime.matches("\\d{1,9}") && Long.parseLong(queueTime) > 0;
      return queued ? Duration.ofMillis(Long.parseLong(queueTime)) : null;
    }

    /** When it reached its state, as far as Twilio says; otherwise {@code now}. */
    Instant since(Instant now) {
      return time(endTime).or(() -> time(startTime)).or(this::createdAt).orElse(now);
    }
  }

  /** Some of an account's calls. */
  @JsonIgnoreProperties(ignoreUnknown = true)
  record Page(List<Resource> calls) {}

  /** A refusal; codes are in Twilio's dictionary of errors. */
  @JsonIgnoreProperties(ignoreUnknown = true)
  record Fault(Integer code) {}

  /**
   * How a call ended that is in {@code status}; empty where it goes on.
   *
   * @param answeredBy who picked up, or null where Twilio was not asked to find out
   * @param sipCode why it failed, which webhooks say and resources do not, or null
   */
  static Optional<Outcome> outcome(String status, String answeredBy, String sipCode) {
    return Optional.ofNullable(
        switch (status) {
          case "completed" -> isMachine(answeredBy) ? Outcome.VOICEMAIL : Outcome.ANSWERED;
          case "busy" -> Outcome.BUSY;
          case "no-answer", "canceled" -> Outcome.NO_ANSWER;
          case "failed" -> failure(sipCode);
          default -> null;
        });
  }

  private static boolean isMachine(String answeredBy) {
    return answeredBy != null && (answeredBy.startsWith("machine") || answeredBy.equals("fax"));
  }

  private static Outcome failure(String sipCode) {
    if (sipCode == null) {
      return Outcome.CARRIER_ERROR;
    }
    if (NO_SUCH_NUMBER.contains(sipCode)) {
      return Outcome.INVALID_NUMBER;
    }
    if (DECLINED.contains(sipCode)) {
      return Outcome.REJECTED;
    }
    return sipCode.equals("480") ? Outcome.NO_ANSWER : Outcome.CARRIER_ERROR;
  }

  /** Whether somebody, or a machine, has picked up and the line is still open. */
  static boolean connected(String status) {
    return status.equals("in-progress");
  }

  /** Seconds of talk; null where nobody picked up, or Twilio does not say. */
  static Double talkSeconds(String status, String seconds) {
    return status.equals("completed") && seconds != null && seconds.matches("\\d{1,9}")
        ? Double.valueOf(seconds)
        : null;
  }

  /** A time as Twilio writes it; empty where there is none. */
  static Optional<Instant> time(String text) {
    try {
      return Optional.ofNullable(text)
          .map(given ->
              DateTimeFormatter.RFC_1123_DATE_TIME
                  .withLocale(Locale.ROOT)
                  .parse(given, Instant::from));
    } catch (DateTimeException e) {
      return Optional.empty();
    }
  }
}
