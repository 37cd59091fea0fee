package peal.dialer.dialing;

import java.time.Instant;

/**
 * One moment by both clocks.
 *
 * @param nanos monotonic, ns
 * @param wall the time of day
 */
record Moment(long nanos, Instant wall) {}
