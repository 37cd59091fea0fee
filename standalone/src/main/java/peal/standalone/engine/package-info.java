/** Everything of Peal on one machine: what runs, in which order it starts and ends. */
package peal.standalone.engine;
