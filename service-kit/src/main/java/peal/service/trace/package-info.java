/** Which request made something happen, from the gateway to the carrier. */
package peal.service.trace;
