/** What is going to happen, by a seed alone; starts nothing. */
package peal.standalone.chaos.plan;
