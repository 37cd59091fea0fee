/** Credentials of carriers, so that a file with them may be seen by those who may not use them. */
package peal.dialer.seal;
