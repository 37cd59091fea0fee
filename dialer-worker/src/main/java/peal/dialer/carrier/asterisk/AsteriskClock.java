package peal.dialer.carrier.asterisk;

import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import peal.topics.DomainJson;

/**
 * How far Asterisk's clock is ahead of ours, by the time that it gives the channels which it makes
 * for us: that lies between our request and its answer. Thread-safe.
 */
final class AsteriskClock {
  private static final Logger LOG = LoggerFactory.getLogger(AsteriskClock.class);

  /** As in {@code 2026-11-30T15:06:42.123+0000}. */
  private static final DateTimeFormatter CREATED =
      DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSSX");

  /** Beyond this one of the two is set by nobody. */
  private static final Duration ODD = Duration.ofSeconds(1);

  private final JsonMapper json = new JsonMapper(DomainJson.newFactory());
  private final AtomicReference<Duration> ahead = new AtomicReference<>();
  private final AtomicBoolean told = new AtomicBoolean();

  /** What Asterisk's clock shows when ours shows {@code here}; empty until it has told a time. */
  Optional<Instant> there(Instant here) {
    return Optional.ofNullable(ahead.get()).map(here::plus);
  }

  /**
   * Learns from an answer that tells of a new channel; from any other nothing.
   *
   * @param channel the answer's body
   * @param asked before the request left, by our clock
   * @param answered after the answer had come, by our clock
   */
  void learn(byte[] channel, Instant asked, Instant answered) {
    try {
      String made = json.readTree(channel).path("creationtime").asText();
      learn(OffsetDateTime.parse(made, CREATED).toInstant(), asked, answered);
    } catch (IOException | DateTimeParseException e) {
      LOG.debug("Asterisk does not say when it made a channel.");
    }
  }

  private void learn(Instant there, Instant asked, Instant answered) {
    Duration least = Duration.between(answered, there);
    Duration most = Duration.between(asked, there);
    Duration now =
        ahead.updateAndGet(known -> nearest(known == null ? Duration.ZERO : known, least, most));
    if (now.abs().compareTo(ODD) > 0 && told.compareAndSet(false, true)) {
      LOG.warn(
          "Asterisk's clock is {} ms ahead of this dialer's. Set both by NTP.", now.toMillis());
    }
  }

  private static Duration nearest(Duration known, Duration least, Duration most) {
    if (known.compareTo(least) < 0) {
      return least;
    }
    return known.compareTo(most) > 0 ? most : known;
  }
}
