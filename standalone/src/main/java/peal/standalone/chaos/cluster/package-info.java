/** Peal as several machines would run it, each service a process of its own. */
package peal.standalone.chaos.cluster;
