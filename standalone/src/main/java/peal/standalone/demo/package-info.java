/** The demo: a generated file, one run, a table with every promise. */
package peal.standalone.demo;
