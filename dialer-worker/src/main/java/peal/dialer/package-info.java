/** The dialer worker: dispatch decides who is dialed when, dialing places the calls. */
package peal.dialer;
