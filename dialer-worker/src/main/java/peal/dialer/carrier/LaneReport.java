package peal.dialer.carrier;

import peal.domain.Lane;
import peal.domain.event.CallEvent;

/**
 * A report and where it belongs.
 *
 * @param lane the lane whose events it joins
 * @param report what the carrier said
 */
public record LaneReport(Lane lane, CallEvent.Report report) {}
