/**
 * Places the calls that dispatch has decided, each once.
 *
 * <p>In: {@code dial-requests}, read by a plain consumer group. Out: reports on {@code
 * call-events}, in the lane that decided, and unreadable records on {@code dead-letters}.
 *
 * <p>The promise kept here is <em>one ring per attempt</em>. A phone call cannot be part of a
 * transaction, so the order is: poll, commit, then dial. A worker that lost its place in the group
 * fails at the commit and does nothing; one that was paused after it finds {@code dialBy} passed on
 * one of two clocks. Whatever gets lost on the way, dispatch asks about later. What is left is a
 * pause between the last look at the clock and the carrier's socket; only the carrier's idempotency
 * key closes that.
 */
package peal.dialer.dialing;
