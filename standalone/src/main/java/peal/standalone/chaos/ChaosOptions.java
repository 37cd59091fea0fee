package peal.standalone.chaos;

import java.nio.file.Path;
import java.time.Duration;

/**
 * What a run is asked for.
 *
 * @param seed decides the plan
 * @param storm how long faults go on
 * @param rows rows of all files together
 * @param keysHonoured whether the carrier rings once per key; else every request rings
 * @param data folder for brokers, stores and logs; empty at the start
 */
public record ChaosOptions(long seed, Duration storm, int rows, boolean keysHonoured, Path data) {}
