package peal.dialer.dialing;

import java.time.Duration;
import java.time.Instant;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import peal.dialer.carrier.Carrier.Placement;
import peal.domain.DialRequest;
import peal.domain.event.CallEvent.Dialing;
import peal.domain.event.CallEvent.Ended;
import peal.domain.event.CallEvent.NotDialed;
import peal.domain.event.Source;

/** What became of dials here, counted and written to their lanes. Thread-safe. */
final class DialReports {
  private static final Logger LOG = LoggerFactory.getLogger(DialReports.class);

  private final Reports reports;
  private final DialingMetrics metrics;
  private final CarrierMetrics carrierMetrics;
  private final Clocks clocks;
  private final String worker;

  DialReports(Reports reports, Placing.Metrics metrics, Clocks clocks, String worker) {
    this.reports = reports;
    this.metrics = metrics.worker();
    this.carrierMetrics = metrics.carrier();
    this.clocks = clocks;
    this.worker = worker;
  }

  /**
   * The carrier answered, or did not.
   *
   * @param sentAt when the order left, or null
   */
  void answered(DialRequest request, Placement placement, Instant sentAt) {
    switch (placement) {
      case Placement.Placed placed -> {
        carrierMetrics.dialed("placed");
        reports.report(
            request.lane(),
            new Dialing(
                request.attempt(),
                clocks.now().wall(),
                worker,
                sentAt,
                placed.providerRef(),
                placed.queuedFor()),
            Source.PLACED);
      }
      case Placement.Refused refused -> {
        carrierMetrics.dialed("refused");
        reports.report(
            request.lane(),
            new Ended(
                request.attempt(),
                clocks.now().wall(),
                refused.outcome(),
                null,
                null,
                refused.detail()),
            Source.PLACED);
      }
      case Placement.Unavailable unavailable -> {
        carrierMetrics.dialed("unavailable");
        notDialed(
            request, NotDialedReason.UNAVAILABLE, unavailable.reason(), unavailable.retryAfter());
      }
      case Placement.Denied denied -> {
        carrierMetrics.dialed("denied");
        notDialed(request, NotDialedReason.DENIED, denied.reason(), null);
      }
      case Placement.SlowDown slowDown -> {
        carrierMetrics.dialed("slow_down");
        notDialed(request, NotDialedReason.SLOW_DOWN, slowDown.reason(), slowDown.retryAfter());
      }
      case Placement.Withheld withheld ->
          throw new IllegalStateException("given back before it came here");
      case Placement.Unclear unclear -> {
        // Saying anything would be a guess. Silence makes dispatch ask once dialBy has passed.
        carrierMetrics.dialed("unclear");
        LOG.debug("Nobody knows whether {} rang: {}", request.attempt(), unclear.reason());
      }
    }
  }

  /**
   * A dial comes back.
   *
   * @param retryAfter how long it should rest, or null
   */
  void notDialed(DialRequest request, NotDialedReason reason, Duration retryAfter) {
    notDialed(request, reason, reason.text(), retryAfter);
  }

  private void notDialed(
      DialRequest request, NotDialedReason reason, String words, Duration retryAfter) {
    metrics.notDialed(reason);
    reports.report(
        request.lane(),
        new NotDialed(
            request.attempt(),
            clocks.now().wall(),
            request.slotAt(),
            words,
            retryAfter,
            reason.cause()),
        Source.PLACED);
  }
}
