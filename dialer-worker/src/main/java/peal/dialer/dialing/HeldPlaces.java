package peal.dialer.dialing;

import java.util.concurrent.atomic.AtomicBoolean;
import peal.domain.DialRequest;

/**
 * What a dial holds of its worker: a place below the ceiling and, once it has its turn, one at the
 * carrier. Each comes back once, whichever road the dial takes and wherever that breaks off.
 * Thread-safe.
 */
final class HeldPlaces implements AutoCloseable {
  private final DialRequest request;
  private final Ceiling ceiling;
  private final PlacementLimit placements;
  private final AtomicBoolean inHand = new AtomicBoolean(true);
  private final AtomicBoolean atCarrier;

  /**
   * The places of {@code request}, which were taken.
   *
   * @param atCarrier whether it has one there, too
   */
  HeldPlaces(DialRequest request, Ceiling ceiling, PlacementLimit placements, boolean atCarrier) {
    this.request = request;
    this.ceiling = ceiling;
    this.placements = placements;
    this.atCarrier = new AtomicBoolean(atCarrier);
  }

  /** Leaves the carrier, of which nothing was learned. */
  void leaveCarrier() {
    if (atCarrier.getAndSet(false)) {
      placements.giveBack(request.lane());
    }
  }

  /**
   * Leaves the carrier after {@link PlacementLimit#giveBack(peal.domain.Lane, long, long, boolean)
   * an answer}.
   */
  void leaveCarrier(long beganNanos, long endedNanos, boolean lost) {
    if (atCarrier.getAndSet(false)) {
      placements.giveBack(request.lane(), beganNanos, endedNanos, lost);
    }
  }

  /** Gives back what it still holds. */
  @Override
  public void close() {
    try {
      leaveCarrier();
    } finally {
      if (inHand.getAndSet(false)) {
        ceiling.giveBack(request.lane(), Ceiling.bytesOf(request));
      }
    }
  }
}
