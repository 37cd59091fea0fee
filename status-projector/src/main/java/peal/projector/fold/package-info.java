/**
 * What events make of calls, batches and blocks: pure rules, no Kafka, no clock.
 *
 * <p>Topics are read side by side, so rows, commands and reports of one call may be seen in any
 * order. Each rule therefore only ever adds knowledge, and the counts are moved by the difference
 * that an event made, never by the event itself.
 */
package peal.projector.fold;
