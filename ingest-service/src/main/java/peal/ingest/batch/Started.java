package peal.ingest.batch;

import peal.domain.BatchId;

/**
 * A batch that was started.
 *
 * @param batch its id
 * @param totalCalls calls that will be made
 * @param invalid invalid rows that were left out
 * @param duplicate duplicate rows that were left out
 * @param message one sentence for people
 */
public record Started(
    BatchId batch, long totalCalls, long invalid, long duplicate, String message) {}
