package peal.standalone.bench;

import java.util.stream.DoubleStream;

/**
 * What repeated runs gave.
 *
 * @param least the least
 * @param median the one in the middle, or the mean of the two there
 * @param most the most
 */
public record Spread(double least, double median, double most) {
  /**
   * The spread of figures in any order.
   *
   * @throws IllegalArgumentException when there is none
   */
  public static Spread of(DoubleStream figures) {
    double[] sorted = figures.sorted().toArray();
    if (sorted.length == 0) {
      throw new IllegalArgumentException("without a figure there is no spread");
    }
    int middle = sorted.length / 2;
    double median =
        sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
    return new Spread(sorted[0], median, sorted[sorted.length - 1]);
  }
}
