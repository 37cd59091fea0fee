package peal.gateway.access;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.IntSupplier;

/**
 * How many gateways there are: as many as a name has addresses, such as a headless service's. Where
 * gateways come and go, a fixed number would let keys ask more than their limit, or less.
 * Thread-safe.
 */
public final class GatewayCount implements IntSupplier {
  private static final Duration KNOWN = Duration.ofSeconds(30);

  private final Addresses addresses;
  private final InstantSource clock;
  private final AtomicBoolean looking = new AtomicBoolean();
  private volatile int count;
  private volatile Instant looked = Instant.EPOCH;

  /** How many addresses a name has. */
  @FunctionalInterface
  interface Addresses {
    int count() throws UnknownHostException;
  }

  /**
   * Counts the addresses of {@code name}.
   *
   * @param first the number as long as the name has none
   */
  public GatewayCount(String name, int first, InstantSource clock) {
    this(() -> InetAddress.getAllByName(name).length, first, clock);
  }

  GatewayCount(Addresses addresses, int first, InstantSource clock) {
    this.addresses = addresses;
    this.count = first;
    this.clock = clock;
  }

  /** As last counted; every half minute somebody who asks starts another count, and waits not. */
  @Override
  public int getAsInt() {
    int lastCounted = count;
    Instant now = clock.instant();
    if (looked.plus(KNOWN).isBefore(now) && looking.compareAndSet(false, true)) {
      looked = now;
      Thread.ofVirtual().name("counts-gateways").start(this::look);
    }
    return lastCounted;
  }

  private void look() {
    try {
      count = Math.max(1, addresses.count());
    } catch (UnknownHostException e) {
      // It stays as it was.
    } finally {
      looking.set(false);
    }
  }
}
