/** How a service's log looks: for people or for collectors, and never with a phone number. */
package peal.service.logs;
