package peal.projector.fold;

import peal.domain.Lane;

/**
 * One lane's part of a batch.
 *
 * @param lane the lane
 * @param token the batch's token
 */
public record LaneBatchKey(Lane lane, String token) {}
