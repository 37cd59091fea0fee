/** What a run came to, for people and for programs. */
package peal.standalone.chaos.report;
