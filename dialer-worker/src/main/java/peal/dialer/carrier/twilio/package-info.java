/**
 * Twilio, and what speaks its API. It has no idempotency key and echoes nothing of ours, so an
 * answer that is lost may cost a call, and never rings twice.
 */
package peal.dialer.carrier.twilio;
