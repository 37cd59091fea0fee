/**
 * An Excel workbook becomes rows: one sheet of it, with every cell as Excel shows it. It is read
 * once, as a stream, and its rows are spooled; what is kept in memory does not grow with the file.
 */
package peal.ingest.workbook;
