/**
 * Asterisk, and by it any SIP trunk: ARI places and ends calls and tells what happens, and a gate
 * in the dialplan ({@code deploy/asterisk}) lets each attempt ring once, over Asterisk's own death.
 */
package peal.dialer.carrier.asterisk;
