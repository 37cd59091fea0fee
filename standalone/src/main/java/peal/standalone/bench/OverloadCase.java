package peal.standalone.bench;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What came of one asked rate.
 *
 * @param asked calls a second
 * @param answer how long the carrier took to answer each order
 * @param rings rings of the measured time
 * @param cpuNanos CPU time of all processes in that time, ns
 * @param settled from the cancel of the load until everything was over
 * @param peaks peaks of each process
 * @param faults what went wrong, a sentence each
 */
record OverloadCase(
    int asked,
    Duration answer,
    RingTimes rings,
    long cpuNanos,
    Duration settled,
    List<ProcessPeak> peaks,
    List<String> faults) {

  /** Rings a second. */
  double achieved() {
    return rings.perSecond();
  }

  /** Of what could be achieved: the rate that was asked for, or the best that the machine did. */
  double share(double best) {
    return achieved() / Math.min(asked, best);
  }

  Map<String, Object> row(double best) {
    Map<String, Object> row = new LinkedHashMap<>();
    row.put("answer ms", answer.toMillis());
    row.put("asked/s", asked);
    row.put("achieved/s", achieved());
    row.put("share", share(best));
    row.put("gap p99 ms", rings.gapP99().toNanos() / 1e6);
    row.put("cpu ms/call", rings.count() == 0 ? 0 : cpuNanos / 1e6 / rings.count());
    row.put("settled s", settled.toMillis() / 1e3);
    for (ProcessPeak peak : peaks) {
      row.put(peak.name() + " heap", peak.heap());
      row.put(peak.name() + " MiB", peak.megabytes());
      row.put(peak.name() + " threads", peak.threads());
    }
    return row;
  }

  List<String> broken(double best, double leastShare) {
    List<String> broken = new ArrayList<>();
    String what = "asked for %d/s with answers after %d ms".formatted(asked, answer.toMillis());
    if (share(best) < leastShare) {
      broken.add(
          "%s: %.1f/s, %.0f %% of what can be done".formatted(what, achieved(), 100 * share(best)));
    }
    if (settled.compareTo(OverloadBench.SETTLED_WITHIN) > 0) {
      broken.add("%s: not settled after %d s".formatted(what, settled.toSeconds()));
    }
    peaks.stream()
        .flatMap(peak -> OverloadBound.broken(peak).stream())
        .forEach(above -> broken.add(what + ": " + above));
    faults.forEach(fault -> broken.add(what + ": " + fault));
    return broken;
  }
}
