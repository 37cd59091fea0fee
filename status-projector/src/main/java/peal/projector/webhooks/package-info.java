/** Tells webhooks what happens, as far as their lanes are owned here. */
package peal.projector.webhooks;
