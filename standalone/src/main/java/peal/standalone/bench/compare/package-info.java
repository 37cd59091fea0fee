/** Peal beside what a team would pick instead: the sides, and how they compare. */
package peal.standalone.bench.compare;
