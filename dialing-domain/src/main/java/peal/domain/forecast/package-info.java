/**
 * What would become of a batch: the rules of {@code dispatch}, run on a virtual clock over rows
 * that nobody dials.
 */
package peal.domain.forecast;
