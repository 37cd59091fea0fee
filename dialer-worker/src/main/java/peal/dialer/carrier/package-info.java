/**
 * The port to whatever places phone calls, and the ways through it: over HTTP as {@code
 * docs/carrier-protocol.md} has it, and at once within the process.
 */
package peal.dialer.carrier;
