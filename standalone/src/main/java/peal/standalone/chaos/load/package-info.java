/** Clients: they upload, cancel, and ask, and keep to the rules of the API. */
package peal.standalone.chaos.load;
