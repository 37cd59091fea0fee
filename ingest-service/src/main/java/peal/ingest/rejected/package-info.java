/**
 * Rows of files that did not become calls, as CSV: for the answer to a check, and kept on disk for
 * as long as the batch itself. They are personal data, and go with it.
 */
package peal.ingest.rejected;
