/**
 * What customers are told as it happens: records of {@code call-events} that changed what is shown,
 * read where they lie.
 */
package peal.projector.events;
