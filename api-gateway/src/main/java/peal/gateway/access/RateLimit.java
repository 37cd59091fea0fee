package peal.gateway.access;

import io.github.bucket4j.Bandwidth;
import io.github.bucket4j.Bucket;
import io.github.bucket4j.ConsumptionProbe;
import io.github.bucket4j.TimeMeter;
import io.javalin.http.Context;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

/**
 * How many requests a key may make in a minute. The minute begins with its first request. Each
 * gateway allows its share of the limit, so that all of them together keep it without talking to
 * each other. Thread-safe.
 */
public final class RateLimit {
  private static final Duration MINUTE = Duration.ofMinutes(1);
  private static final String COUNTED = "peal.request-counted";

  private final int usual;
  private final int gateways;
  private final InstantSource clock;
  private final Map<Allowance, Bucket> buckets = new ConcurrentHashMap<>();

  /**
   * A limit.
   *
   * @param usual requests a minute where the workspace has no limit of its own; 0 for any number
   * @param gateways how many gateways share the limit
   */
  public RateLimit(int usual, int gateways, InstantSource clock) {
    this.usual = usual;
    this.gateways = gateways;
    this.clock = clock;
  }

  /** A key's limit; another limit is another allowance. */
  private record Allowance(String workspace, String key, int perMinute) {}

  /**
   * Counts a request whose caller is known, once, and says in headers how many are left.
   *
   * @throws TooManyRequests when none was left
   */
  public void count(Context ctx) {
    if (ctx.attribute(COUNTED) != null) {
      return;
    }
    ctx.attribute(COUNTED, true);
    Caller caller = Caller.of(ctx);
    Integer own = caller.workspace().limits().apiRequestsPerMinute();
    int limit = Optional.ofNullable(own).orElse(usual);
    if (limit > 0) {
      Allowance allowance =
          new Allowance(caller.workspace().id().value(), caller.key().id(), limit);
      take(ctx, allowance);
    }
  }

  private void take(Context ctx, Allowance allowance) {
    int share = Math.ceilDiv(allowance.perMinute(), gateways);
    ConsumptionProbe probe =
        buckets.computeIfAbsent(allowance, any -> bucket(share)).tryConsumeAndReturnRemaining(1);
    Instant reset = clock.instant().plusNanos(probe.getNanosToWaitForReset());
    ctx.header("X-RateLimit-Limit", Integer.toString(allowance.perMinute()));
    ctx.header("X-RateLimit-Remaining", Long.toString(probe.getRemainingTokens()));
    ctx.header("X-RateLimit-Reset", Long.toString(seconds(reset)));
    if (!probe.isConsumed()) {
      long wait = Math.ceilDiv(probe.getNanosToWaitForRefill(), TimeUnit.SECONDS.toNanos(1));
      throw new TooManyRequests(allowance.perMinute(), Math.max(1, wait), reset);
    }
  }

  private Bucket bucket(int share) {
    return Bucket.builder()
        .addLimit(Bandwidth.builder().capacity(share).refillIntervally(share, MINUTE).build())
        .withCustomTimePrecision(new Clock(clock))
        .build();
  }

  private static long seconds(Instant instant) {
    return instant.getNano() == 0 ? instant.getEpochSecond() : instant.getEpochSecond() + 1;
  }

  private record Clock(InstantSource source) implements TimeMeter {
    @Override
    public long currentTimeNanos() {
      Instant now = source.instant();
      return TimeUnit.SECONDS.toNanos(now.getEpochSecond()) + now.getNano();
    }

    @Override
    public boolean isWallClockBased() {
      return true;
    }
  }
}
