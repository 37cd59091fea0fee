package peal.standalone.chaos;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/**
 * What a run is asked for.
 *
 * @param seed decides the plan
 * @param storm how long faults go on
 * @param rows rows of all files together
 * @param keysHonoured whether the carrier rings once per key; else every request rings
 * @param previous folder with the jars of another build, which half of each kind of service runs;
 *     empty for this one everywhere
 * @param data folder for brokers, stores and logs; empty at the start
 */
public record ChaosOptions(
    long seed,
    Duration storm,
    int rows,
    boolean keysHonoured,
    Optional<Path> previous,
    Path data) {}
