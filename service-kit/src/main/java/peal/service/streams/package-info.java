/** How a service runs a Streams topology over lanes. */
package peal.service.streams;
