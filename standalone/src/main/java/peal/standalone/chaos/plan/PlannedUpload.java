package peal.standalone.chaos.plan;

import java.time.Duration;
import java.util.Optional;

/**
 * A file that is going to be uploaded.
 *
 * @param at when, from the beginning of the run
 * @param workspace whose it is
 * @param name names the batch, different from every other of the run
 * @param firstRow which of the run's numbers is its first, from 0
 * @param rows how many it has
 * @param gateway which gateway is asked first, from 0
 * @param surelyRings whether all of its numbers are such that a phone rings, whatever comes of it
 * @param cancelAfter how long after it was accepted it is cancelled; empty for not at all
 */
public record PlannedUpload(
    Duration at,
    String workspace,
    String name,
    int firstRow,
    int rows,
    int gateway,
    boolean surelyRings,
    Optional<Duration> cancelAfter) {}
