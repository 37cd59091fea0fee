/**
 * What became of one call, told in order. The records themselves stay in Kafka; a call knows where
 * they lie, and what is missing is said.
 */
package peal.projector.history;
