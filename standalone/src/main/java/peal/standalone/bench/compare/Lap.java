package peal.standalone.bench.compare;

/**
 * One measured run of a side.
 *
 * @param round which round of all sides, from 1
 * @param calls how many calls
 * @param ingestSeconds until all were taken in
 * @param seconds until all were done
 * @param cpuSeconds what its processes used meanwhile
 * @param othersCores what the other sides, which should rest, used meanwhile, in cores
 */
record Lap(
    int round,
    int calls,
    double ingestSeconds,
    double seconds,
    double cpuSeconds,
    double othersCores) {
  double perSecond() {
    return calls / seconds;
  }

  double ingestPerSecond() {
    return calls / ingestSeconds;
  }

  double cpuMillisPerCall() {
    return 1e3 * cpuSeconds / calls;
  }
}
