/** Carries a plan of faults out, and writes down when each began and was over. */
package peal.standalone.chaos.faults;
