/** A cluster of processes, disturbed by a plan, and what became of Peal's promises. */
package peal.standalone.chaos;
