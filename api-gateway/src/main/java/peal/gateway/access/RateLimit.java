package peal.gateway.access;

import io.github.bucket4j.Bandwidth;
import io.github.bucket4j.Bucket;
import io.github.bucket4j.ConsumptionProbe;
import io.github.bucket4j.TimeMeter;
import io.javalin.http.Context;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.IntSupplier;

/**
 * How many requests a key may make in a minute, and a workspace with all of its keys, old and new:
 * {@value #KEYS} times as many. The minute begins with its first request. Each gateway allows its
 * share of the limit, so that all of them together keep it without talking to each other. Keys that
 * were idle for a minute are forgotten. Thread-safe.
 */
public final class RateLimit {
  /** Keys of one workspace that may use up their allowances at once. */
  private static final int KEYS = 10;

  /** The name of no key: what stands for all of a workspace's. */
  private static final String ALL = "";

  private static final int SWEEP_FROM = 1_024;
  private static final Duration MINUTE = Duration.ofMinutes(1);
  private static final String COUNTED = "peal.request-counted";

  private final int usual;
  private final boolean sameForAll;
  private final IntSupplier gateways;
  private final InstantSource clock;
  private final Map<Allowance, Bucket> buckets = new HashMap<>();
  private int sweepAt = SWEEP_FROM;

  /**
   * A limit.
   *
   * @param usual requests a minute where the workspace has no limit of its own; 0 for any number
   * @param gateways how many gateways share the limit just now, at least 1
   */
  public RateLimit(int usual, IntSupplier gateways, InstantSource clock) {
    this(usual, false, gateways, clock);
  }

  private RateLimit(int usual, boolean sameForAll, IntSupplier gateways, InstantSource clock) {
    this.usual = usual;
    this.sameForAll = sameForAll;
    this.gateways = gateways;
    this.clock = clock;
  }

  /** As the constructor, whatever limits workspaces have of their own. */
  public static RateLimit sameForAll(int perMinute, IntSupplier gateways, InstantSource clock) {
    return new RateLimit(perMinute, true, gateways, clock);
  }

  /** A key's limit, and what this gateway allows of it; another limit is another allowance. */
  record Allowance(String workspace, String key, int perMinute, int share) {}

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
    int limit = sameForAll || own == null ? usual : own;
    if (limit > 0) {
      String workspace = caller.workspace().id().value();
      take(ctx, allowance(workspace, caller.key().id(), limit));
      int together = (int) Math.min(Integer.MAX_VALUE, (long) KEYS * limit);
      takeOfAll(ctx, allowance(workspace, ALL, together));
    }
  }

  private Allowance allowance(String workspace, String key, int limit) {
    return new Allowance(workspace, key, limit, Math.ceilDiv(limit, gateways.getAsInt()));
  }

  private void takeOfAll(Context ctx, Allowance allowance) {
    ConsumptionProbe probe = consume(allowance);
    if (!probe.isConsumed()) {
      Instant reset = clock.instant().plusNanos(probe.getNanosToWaitForReset());
      ctx.header("X-RateLimit-Remaining", "0");
      ctx.header("X-RateLimit-Reset", Long.toString(seconds(reset)));
      throw TooManyRequests.ofWorkspace(allowance.perMinute(), waitSeconds(probe), reset);
    }
  }

  private static long waitSeconds(ConsumptionProbe probe) {
    long wait = Math.ceilDiv(probe.getNanosToWaitForRefill(), TimeUnit.SECONDS.toNanos(1));
    return Math.max(1, wait);
  }

  private void take(Context ctx, Allowance allowance) {
    ConsumptionProbe probe = consume(allowance);
    Instant reset = clock.instant().plusNanos(probe.getNanosToWaitForReset());
    ctx.header("X-RateLimit-Limit", Integer.toString(allowance.perMinute()));
    ctx.header("X-RateLimit-Remaining", Long.toString(probe.getRemainingTokens()));
    ctx.header("X-RateLimit-Reset", Long.toString(seconds(reset)));
    if (!probe.isConsumed()) {
      throw new TooManyRequests(allowance.perMinute(), waitSeconds(probe), reset);
    }
  }

  ConsumptionProbe consume(Allowance allowance) {
    synchronized (buckets) {
      if (buckets.size() >= sweepAt) {
        buckets
            .entrySet()
            .removeIf(each -> each.getValue().getAvailableTokens() >= each.getKey().share());
        sweepAt = Math.max(SWEEP_FROM, 2 * buckets.size());
      }
      return buckets
          .computeIfAbsent(allowance, any -> bucket(allowance.share()))
          .tryConsumeAndReturnRemaining(1);
    }
  }

  int remembered() {
    synchronized (buckets) {
      return buckets.size();
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

  record Clock(InstantSource source) implements TimeMeter {
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
