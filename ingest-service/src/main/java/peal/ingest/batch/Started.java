package peal.ingest.batch;

import java.util.Optional;
import peal.domain.BatchId;
import peal.ingest.csv.Problems;

/**
 * A batch that was started.
 *
 * @param batch its id
 * @param totalCalls calls that will be made
 * @param invalid invalid rows that were left out
 * @param duplicate duplicate rows that were left out
 * @param message one sentence for people
 * @param warnings what is worth a look in its file
 * @param redialOf the batch whose rows these are again, if they are
 */
public record Started(
    BatchId batch,
    long totalCalls,
    long invalid,
    long duplicate,
    String message,
    Problems warnings,
    Optional<BatchId> redialOf) {}
