/** The launcher's program: the command line and where its log goes. */
package peal.standalone;
