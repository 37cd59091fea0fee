/** The API as the commands use it. */
package peal.standalone.client;
