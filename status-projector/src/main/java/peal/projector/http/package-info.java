/** The projector's routes: the API's own answers, and lanes for other projectors. */
package peal.projector.http;
