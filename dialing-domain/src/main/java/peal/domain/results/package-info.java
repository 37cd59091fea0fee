/**
 * What files that Peal writes and reads again have in common: the results of a batch, and the rows
 * of a file that were left out. Either is a good upload.
 */
package peal.domain.results;
