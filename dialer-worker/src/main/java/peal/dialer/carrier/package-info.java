/**
 * The port to whatever places phone calls, and what its adapters share. Each carrier is a package
 * of its own below this one: {@code http} speaks {@code docs/carrier-protocol.md}, {@code instant}
 * answers at once within the process, {@code asterisk} reaches any SIP trunk, {@code twilio} speaks
 * Twilio's API.
 */
package peal.dialer.carrier;
