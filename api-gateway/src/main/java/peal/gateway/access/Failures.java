package peal.gateway.access;

import io.github.bucket4j.Bandwidth;
import io.github.bucket4j.Bucket;
import io.javalin.http.Context;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.BooleanSupplier;

/**
 * Keys and tokens that are none, by the address that sends them. Beyond so many a minute an address
 * is answered 429. Thread-safe.
 */
public final class Failures {
  /**
   * Addresses that are remembered; beyond that those are forgotten that have failed least lately.
   */
  private static final int MOST = 10_000;

  private final int aMinute;
  private final InstantSource clock;
  private final Map<String, Bucket> buckets =
      new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Bucket> eldest) {
          return size() > MOST;
        }
      };

  /** None so far; {@code aMinute} of one address are looked at in a minute, 0 for any number. */
  public Failures(int aMinute, InstantSource clock) {
    this.aMinute = aMinute;
    this.clock = clock;
  }

  /**
   * Looks whether it is {@code right}, and counts it where it is not. Whoever has had too many
   * learns nothing more, not even by the right one; many who ask at once are counted beforehand.
   *
   * @throws TooManyRequests when its address has had too many; then nothing is looked at
   */
  boolean look(Context ctx, BooleanSupplier right) {
    if (aMinute == 0) {
      return right.getAsBoolean();
    }
    Bucket bucket = bucketOf(ctx);
    take(bucket);
    boolean isRight = right.getAsBoolean();
    if (isRight) {
      bucket.addTokens(1);
    }
    return isRight;
  }

  private Bucket bucketOf(Context ctx) {
    synchronized (buckets) {
      return buckets.computeIfAbsent(ctx.ip(), any -> fresh());
    }
  }

  private void take(Bucket bucket) {
    var probe = bucket.tryConsumeAndReturnRemaining(1);
    if (!probe.isConsumed()) {
      Duration wait = Duration.ofNanos(probe.getNanosToWaitForRefill());
      Instant reset = clock.instant().plus(wait);
      throw TooManyRequests.ofFailures(aMinute, Math.max(1, wait.toSeconds()), reset);
    }
  }

  private Bucket fresh() {
    return Bucket.builder()
        .addLimit(
            Bandwidth.builder()
                .capacity(aMinute)
                .refillGreedy(aMinute, Duration.ofMinutes(1))
                .build())
        .withCustomTimePrecision(new RateLimit.Clock(clock))
        .build();
  }
}
