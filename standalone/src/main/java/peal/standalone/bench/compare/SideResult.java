package peal.standalone.bench.compare;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import peal.standalone.bench.Spread;

/**
 * What a side did.
 *
 * @param name the side
 * @param laps its measured runs, in order
 * @param settings what decides its figures
 * @param faults why it is missing or has fewer runs, and what else went wrong
 */
record SideResult(String name, List<Lap> laps, Map<String, Object> settings, List<String> faults) {
  SideResult {
    laps = List.copyOf(laps);
    settings = Collections.unmodifiableMap(new LinkedHashMap<>(settings));
    faults = List.copyOf(faults);
  }

  /** A row of the table, which is there whether or not the side was. */
  Map<String, Object> row() {
    Map<String, Object> row = new LinkedHashMap<>();
    row.put("side", name);
    row.put("runs", laps.size());
    if (!laps.isEmpty()) {
      Spread pace = spread(Lap::perSecond);
      row.put("calls/s", pace.median());
      row.put("least", pace.least());
      row.put("most", pace.most());
      row.put("ingest/s", spread(Lap::ingestPerSecond).median());
      Spread cpu = spread(Lap::cpuMillisPerCall);
      row.put("cpu ms/call", cpu.median());
      row.put("cpu least", cpu.least());
      row.put("cpu most", cpu.most());
      row.put("others' cores", spread(Lap::othersCores).median());
    } else {
      row.put("calls/s", faults.isEmpty() ? "not asked for" : "missing");
    }
    return row;
  }

  private Spread spread(ToDoubleFunction<Lap> figure) {
    return Spread.of(laps.stream().mapToDouble(figure));
  }
}
