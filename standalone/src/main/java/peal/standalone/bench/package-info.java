/** Benchmarks: what is measured, and how it is told. */
package peal.standalone.bench;
