package peal.dialer.carrier;

import peal.domain.Lane;
import peal.domain.event.CallEvent;

/**
 * A report and where it belongs.
 *
 * @param lane the lane whose events it joins
 * @param report what the carrier said
 * @param providerRef the carrier's own id of the call, or null where it uses the attempt
 */
public record LaneReport(Lane lane, CallEvent.Report report, String providerRef) {
  /** Of a carrier that uses our ids. */
  public LaneReport(Lane lane, CallEvent.Report report) {
    this(lane, report, null);
  }
}
