/** A carrier within the process, for measuring everything else. */
package peal.dialer.carrier.instant;
