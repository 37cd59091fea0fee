/** A carrier that speaks {@code docs/carrier-protocol.md}, as the simulator does. */
package peal.dialer.carrier.http;
