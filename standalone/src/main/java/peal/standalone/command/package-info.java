/** The commands: what a person types, and what they are shown. */
package peal.standalone.command;
