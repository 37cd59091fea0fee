package peal.testkit.promises;

import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import peal.testkit.evidence.Evidence;
import peal.testkit.evidence.Metronome;
import peal.testkit.evidence.Ring;

/**
 * When the orders for a tenant's rings left. A busy machine may let two orders that left 15 ms
 * apart arrive 2 ms apart; that is not the dialer's doing, so its own word counts, as far as it can
 * be believed. It says nothing: the order left when it rang. It says later than the ring: nobody
 * believes it. It says earlier: believed for as long as an order may be on its way, and for what
 * the machine held everybody up meanwhile, and no longer; a dialer that kept its orders back and
 * then sent them together gets them counted together, whatever it says.
 */
final class Sendings {
  /**
   * How long an order may be on its way where nothing holds the machine up. The carrier's own
   * process may stand still meanwhile, and no other sees that: a full collection beside busy cores
   * was seen to take 280 ms.
   */
  static final Duration ON_ITS_WAY = Duration.ofSeconds(1);

  private final List<Sending> sendings;

  /**
   * An order.
   *
   * @param ring what came of it
   * @param left when it left as far as that is believed, ms since 1970
   * @param said when it left by the dialer's word, ms since 1970; NaN where there is none
   */
  record Sending(Ring ring, double left, double said) {
    /** Whether the phone rang before the order for it had left. */
    boolean rangBefore() {
      return said > ring.time();
    }
  }

  private Sendings(List<Sending> sendings) {
    this.sendings = sendings;
  }

  static Sendings of(Evidence evidence, List<Ring> rings) {
    return new Sendings(
        rings.stream()
            .map(ring -> of(evidence, ring))
            .sorted(Comparator.comparingDouble(Sending::left))
            .toList());
  }

  private static Sending of(Evidence evidence, Ring ring) {
    // Written down in ms, cut off: never later than it was.
    double said =
        evidence
            .calls()
            .sentAt(ring.attemptId())
            .map(at -> (double) at.toEpochMilli())
            .orElse(Double.NaN);
    if (!(said < ring.time())) {
      return new Sending(ring, ring.time(), said);
    }
    double explained =
        ON_ITS_WAY.toMillis() + Metronome.heldUpMillis(evidence.hiccups(), said, ring.time());
    return new Sending(ring, Math.max(said, ring.time() - explained), said);
  }

  /** In the order in which they left. */
  List<Sending> all() {
    return sendings;
  }

  /** How many of which the dialer says when they left. */
  long said() {
    return sendings.stream().filter(sending -> !Double.isNaN(sending.said())).count();
  }

  /** Longest that an order was on its way by the dialer's word, ms; 0 where it says nothing. */
  double longestWay() {
    return sendings.stream()
        .filter(sending -> !Double.isNaN(sending.said()))
        .mapToDouble(sending -> sending.ring().time() - sending.said())
        .max()
        .orElse(0);
  }
}
