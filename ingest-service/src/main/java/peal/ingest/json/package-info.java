/** Rows that are sent as JSON, and no file. */
package peal.ingest.json;
