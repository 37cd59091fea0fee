package peal.dialer.carrier.http;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.Optional;
import peal.dialer.carrier.Carrier.Finding;
import peal.dialer.carrier.Carrier.Placement;
import peal.dialer.carrier.Told;
import peal.domain.Outcome;
import peal.topics.DomainJson;

/**
 * What an HTTP answer, or its absence, means. The line that matters: only what certainly did not
 * ring may be dialed again without asking; everything doubtful is unclear. Thread-safe.
 */
final class CarrierAnswers {
  private static final Duration WHEN_UNSAID = Duration.ofSeconds(1);
  private static final Duration WHEN_UNREACHABLE = Duration.ofSeconds(2);
  private static final long LONGEST_WAIT_SECONDS = 3_600;

  private final JsonMapper json = DomainJson.newMapper();

  /**
   * What an answer to a placement means.
   *
   * @param retryAfter the header of that name, or null
   */
  Placement placement(int status, String retryAfter, byte[] body) {
    if (status >= 200 && status < 300) {
      return new Placement.Placed();
    }
    if (status == 429) {
      return new Placement.SlowDown("the carrier answered 429", wait(retryAfter));
    }
    // A 503 that does not say when to come back may be a proxy's, in front of a phone that rings.
    if (status == 503 && retryAfter != null) {
      return new Placement.Unavailable("the carrier answered " + status, wait(retryAfter));
    }
    // Our own settings are wrong, or a tenant's: no reason to fail call after call for good.
    if (status == 401 || status == 403 || status == 404) {
      return new Placement.Denied("the carrier answered " + status);
    }
    if (status >= 400 && status < 500 && status != 408 && status != 409) {
      CarrierMessages.Refusal said =
          read(body, CarrierMessages.Refusal.class).orElse(new CarrierMessages.Refusal(null, null));
      Outcome outcome = CarrierMessages.outcome(said.outcome(), Outcome.CARRIER_ERROR);
      String words = said.message() == null ? "" : ": " + said.message();
      return new Placement.Refused(outcome, Told.words("the carrier answered " + status + words));
    }
    return new Placement.Unclear("the carrier answered " + status);
  }

  /** What it means that a placement found no connection. */
  Placement placementUnsent() {
    return new Placement.Unavailable("no connection to the carrier", WHEN_UNREACHABLE);
  }

  /** What it means that a placement was sent and got no answer. */
  Placement placementLost(IOException fault) {
    return new Placement.Unclear("the answer was lost: " + fault.getClass().getSimpleName());
  }

  /** What an answer to a lookup means. */
  Finding finding(int status, byte[] body) {
    if (status == 404) {
      return new Finding.NeverHeardOf();
    }
    Optional<CarrierMessages.CallState> read =
        status == 200 ? read(body, CarrierMessages.CallState.class) : Optional.empty();
    if (read.isEmpty() || read.get().state() == null || read.get().since() == null) {
      return new Finding.Unclear("the carrier answered " + status);
    }
    CarrierMessages.CallState call = read.get();
    if (call.state().equals("ended")) {
      return new Finding.Over(
          call.since(),
          CarrierMessages.outcome(call.outcome(), Outcome.UNKNOWN),
          call.talkSeconds(),
          call.transcript(),
          call.optOut());
    }
    return new Finding.Open(call.state().equals("answered"), call.since(), call.state());
  }

  /** What it means that a lookup got no answer. */
  Finding findingLost(IOException fault) {
    return new Finding.Unclear("no answer: " + fault.getClass().getSimpleName());
  }

  private static Duration wait(String retryAfter) {
    return retryAfter != null && retryAfter.matches("\\d{1,9}")
        ? Duration.ofSeconds(Math.min(Long.parseLong(retryAfter), LONGEST_WAIT_SECONDS))
        : WHEN_UNSAID;
  }

  private <T> Optional<T> read(byte[] body, Class<T> type) {
    try {
      return Optional.ofNullable(json.readValue(body, type));
    } catch (JsonProcessingException e) {
      return Optional.empty();
    } catch (IOException e) {
      throw new UncheckedIOException("bytes in memory can be read", e);
    }
  }
}
