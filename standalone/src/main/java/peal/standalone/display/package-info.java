/** What a terminal shows while something goes on, and at its end. */
package peal.standalone.display;
