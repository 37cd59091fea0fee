package peal.standalone.bench;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;

/**
 * How long the starts of one run took, seconds.
 *
 * @param brokerFirst the bare broker on a new folder, until its first answer
 * @param upFirst {@code up} on a new folder, until it is ready
 * @param brokerSecond the bare broker on the folder that it had left in order
 * @param upSecond {@code up} likewise
 */
record StartTimes(double brokerFirst, double upFirst, double brokerSecond, double upSecond) {

  /** The median of each time. */
  static StartTimes median(List<StartTimes> runs) {
    return new StartTimes(
        median(runs, StartTimes::brokerFirst),
        median(runs, StartTimes::upFirst),
        median(runs, StartTimes::brokerSecond),
        median(runs, StartTimes::upSecond));
  }

  double firstRatio() {
    return upFirst / brokerFirst;
  }

  double secondRatio() {
    return upSecond / brokerSecond;
  }

  Map<String, Object> row(String name) {
    Map<String, Object> row = new LinkedHashMap<>();
    row.put("run", name);
    row.put("broker, first s", brokerFirst);
    row.put("up, first s", upFirst);
    row.put("ratio first", firstRatio());
    row.put("broker, second s", brokerSecond);
    row.put("up, second s", upSecond);
    row.put("ratio second", secondRatio());
    return row;
  }

  private static double median(List<StartTimes> runs, ToDoubleFunction<StartTimes> time) {
    return Spread.of(runs.stream().mapToDouble(time)).median();
  }
}
