/**
 * Answers from what the fold has kept: the lanes of a workspace are read one by one and put
 * together here, with no regard to where a lane's store lies.
 */
package peal.projector.query;
