package peal.dialer.dialing;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * How far this worker's clock is ahead of those of the dispatchers whose requests it reads. A
 * request carries its dispatcher's time and was underway for a while, so own time less that time is
 * the offset and the way; the least of a minute is nearest to the offset, for some request always
 * comes quickly. Each partition of the requests has one dispatcher, so each has a least of its own.
 * Thread-safe.
 */
final class ClockOffset {
  /** What the window of a dial, 1.5 s by default, bears beside the way of its request. */
  static final Duration BORNE = Duration.ofMillis(500);

  private static final Logger LOG = LoggerFactory.getLogger(ClockOffset.class);
  private static final long MINUTE_NANOS = TimeUnit.MINUTES.toNanos(1);

  private long begunNanos;
  private Map<Integer, Long> leastMillis = new HashMap<>();
  private Map<Integer, Long> leastBeforeMillis = Map.of();

  /**
   * Takes a request that arrived now and was written at {@code writtenAt} by the dispatcher of
   * {@code partition}.
   */
  synchronized void saw(Moment arrival, int partition, Instant writtenAt) {
    if (leastMillis.isEmpty() && leastBeforeMillis.isEmpty()) {
      begunNanos = arrival.nanos();
    } else if (arrival.nanos() - begunNanos >= MINUTE_NANOS) {
      leastBeforeMillis = leastMillis;
      leastMillis = new HashMap<>();
      begunNanos = arrival.nanos();
      farthest(leastBeforeMillis).ifPresent(ClockOffset::tell);
    }
    leastMillis.merge(partition, Duration.between(writtenAt, arrival.wall()).toMillis(), Math::min);
  }

  private static void tell(long millis) {
    if (Math.abs(millis) > BORNE.toMillis()) {
      LOG.warn(
          "For a minute no request of a partition came with less than {} ms between its"
              + " dispatcher's clock and the clock here, and {} ms are borne: set the clocks of the"
              + " dialers' hosts, or look at the lag of dial-requests.",
          millis,
          BORNE.toMillis());
    }
  }

  /**
   * The least of this minute and the one before, seconds, of the partition where that is farthest
   * from 0; NaN while there was no request.
   */
  synchronized double seconds() {
    Map<Integer, Long> least = new HashMap<>(leastBeforeMillis);
    leastMillis.forEach((partition, millis) -> least.merge(partition, millis, Math::min));
    OptionalLong farthest = farthest(least);
    return farthest.isPresent() ? farthest.getAsLong() / 1_000.0 : Double.NaN;
  }

  private static OptionalLong farthest(Map<Integer, Long> offsets) {
    return offsets.values().stream()
        .mapToLong(each -> each)
        .reduce((one, other) -> Math.abs(other) > Math.abs(one) ? other : one);
  }
}
