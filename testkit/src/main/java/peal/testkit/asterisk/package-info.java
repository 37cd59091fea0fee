/** A real SIP trunk to dial by: Asterisk as it is shipped with, and sipp at the far end. */
package peal.testkit.asterisk;
