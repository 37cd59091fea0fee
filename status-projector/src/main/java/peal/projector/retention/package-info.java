/** When batches that have ended are shown no more, and who says so. */
package peal.projector.retention;
