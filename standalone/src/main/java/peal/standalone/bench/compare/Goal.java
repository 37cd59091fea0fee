package peal.standalone.bench.compare;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.ToDoubleFunction;
import java.util.stream.DoubleStream;
import peal.standalone.bench.Spread;

/**
 * How a figure of one side stands to that of another: the ratio within each round, since what
 * disturbs the machine disturbs both sides of a round, and the spread of those.
 *
 * @param figure what is compared
 * @param side whose figure
 * @param beside whose figure it is divided by
 * @param value the figure
 * @param bound what the median of the ratios should reach; empty where nothing is asked
 */
record Goal(
    String figure, String side, String beside, ToDoubleFunction<Lap> value, Optional<Bound> bound) {
  /**
   * What is good enough.
   *
   * @param value the ratio
   * @param atLeast whether more is better
   */
  record Bound(double value, boolean atLeast) {
    boolean kept(double ratio) {
      return atLeast ? ratio >= value : ratio <= value;
    }

    @Override
    public String toString() {
      return (atLeast ? "≥ " : "≤ ") + value;
    }
  }

  static Goal atLeast(
      double bound, String figure, String side, String beside, ToDoubleFunction<Lap> value) {
    return new Goal(figure, side, beside, value, Optional.of(new Bound(bound, true)));
  }

  static Goal atMost(
      double bound, String figure, String side, String beside, ToDoubleFunction<Lap> value) {
    return new Goal(figure, side, beside, value, Optional.of(new Bound(bound, false)));
  }

  static Goal none(String figure, String side, String beside, ToDoubleFunction<Lap> value) {
    return new Goal(figure, side, beside, value, Optional.empty());
  }

  /** A row of the table; without a round that both sides finished it says so. */
  Map<String, Object> row(Map<String, SideResult> results) {
    double[] ratios = ratios(laps(results, side), laps(results, beside));
    Map<String, Object> row = new LinkedHashMap<>();
    row.put("figure", figure);
    row.put("of", side);
    row.put("beside", beside);
    if (ratios.length == 0) {
      row.put("ratio", "not measured");
    } else {
      Spread spread = Spread.of(DoubleStream.of(ratios));
      row.put("ratio", spread.median());
      row.put("least", spread.least());
      row.put("most", spread.most());
    }
    row.put("goal", bound.map(Bound::toString).orElse("-"));
    row.put("", verdict(ratios));
    return row;
  }

  private String verdict(double[] ratios) {
    if (bound.isEmpty() || ratios.length == 0) {
      return "";
    }
    return bound.get().kept(Spread.of(DoubleStream.of(ratios)).median()) ? "kept" : "missed";
  }

  private double[] ratios(List<Lap> ours, List<Lap> theirs) {
    return ours.stream()
        .flatMapToDouble(lap ->
            theirs.stream()
                .filter(other -> other.round() == lap.round())
                .mapToDouble(other -> value.applyAsDouble(lap) / value.applyAsDouble(other)))
        .toArray();
  }

  private static List<Lap> laps(Map<String, SideResult> results, String name) {
    return results.containsKey(name) ? results.get(name).laps() : List.of();
  }
}
