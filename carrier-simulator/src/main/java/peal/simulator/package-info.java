/**
 * A phone network to practise on: the other side of {@code docs/carrier-protocol.md}, with a ledger
 * of every ring.
 */
package peal.simulator;
