package peal.domain.forecast;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import peal.domain.BatchPlan;
import peal.domain.dispatch.LaneShare;

/**
 * Rows that ring in the same zones go through a forecast together, so that a million of them cost
 * no more than some ten thousand: a bundle of ten rows is one call to a lane that dials a tenth as
 * fast and has a tenth as many out. Up to {@value #MOST} rows each goes by itself. Not thread-safe.
 */
final class Bundles {
  /** About as many bundles, or fewer, where limits can be divided. */
  static final int MOST = 10_000;

  /** Of each queue the last bundle may not be full: so few that it does not matter. */
  private static final int LEAST_OF_A_QUEUE = 200;

  /** Bundles follow each other at least so often, s. */
  private static final double LONGEST_DISTANCE = 10;

  /** What calls at once may lose where they cannot be divided; calls are that much shorter then. */
  private static final double MOST_LOST = 0.02;

  private static final double LITTLE_LOST = 0.002;

  private final int size;
  private final List<List<Queue>> lanes = new ArrayList<>();

  /** Rows of each bundle; null where each is one. */
  private int[] rowsOf;

  /** Which of the first rows are in a bundle. */
  private final Map<Integer, List<Place>> first = new HashMap<>();

  private int bundles;

  /**
   * A row in its bundle.
   *
   * @param at how many of the bundle are before it
   */
  record Place(int row, int at) {}

  /**
   * Bundles of rows that ring in the same zones.
   *
   * @param begin the number of the first, where rows go together
   */
  record Queue(String zones, ForecastRows.Queue rows, int begin, int size) {
    int bundles() {
      return Math.ceilDiv(rows.size(), size);
    }

    /** The number of the bundle at {@code place}. */
    int number(int place) {
      return size == 1 ? rows.get(place) : begin + place;
    }

    /** The highest number. */
    int last() {
      return number(bundles() - 1);
    }
  }

  Bundles(ForecastRows rows, int size) {
    this.size = size;
    this.rowsOf = size == 1 ? null : new int[16];
    for (int lane = 0; lane < rows.lanes(); lane++) {
      List<Queue> queues = new ArrayList<>();
      rows.of(lane).forEach((zones, queue) -> queues.add(add(zones, queue)));
      lanes.add(queues);
    }
  }

  private Queue add(String zones, ForecastRows.Queue rows) {
    Queue queue = new Queue(zones, rows, bundles, size);
    for (int at = 0; size > 1 && at < queue.bundles(); at++) {
      if (bundles == rowsOf.length) {
        rowsOf = Arrays.copyOf(rowsOf, bundles * 2);
      }
      rowsOf[bundles++] = Math.min(size, rows.size() - at * size);
    }
    for (int at = 0; at < rows.size() && rows.get(at) < Forecast.ROWS; at++) {
      first
          .computeIfAbsent(queue.number(at / size), number -> new ArrayList<>())
          .add(new Place(rows.get(at), at % size));
    }
    return queue;
  }

  /**
   * How many rows go together.
   *
   * @param shares what each lane may do
   */
  static int sizeFor(ForecastRows rows, List<LaneShare> shares, BatchPlan plan) {
    int queues = IntStream.range(0, rows.lanes()).map(lane -> rows.of(lane).size()).sum();
    double pace =
        shares.stream().mapToDouble(share -> share.of(plan).callsPerSecond()).min().orElse(1);
    double most =
        Math.min(
            Math.ceilDiv(rows.size(), MOST),
            Math.min(pace * LONGEST_DISTANCE, (double) rows.size() / LEAST_OF_A_QUEUE / queues));
    int wanted = Math.max(1, (int) most);
    for (int size = wanted; size > 1; size--) {
      if (lost(size, shares, plan) <= (size > wanted / 2 ? LITTLE_LOST : MOST_LOST)) {
        return size;
      }
    }
    return 1;
  }

  private static double lost(int size, List<LaneShare> shares, BatchPlan plan) {
    return shares.stream()
        .mapToDouble(share -> Math.abs(1 - kept(share, plan, size)))
        .max()
        .orElse(0);
  }

  /**
   * How many calls bundles of {@code size} may have out of those that there may be: 1 where these
   * can be divided, 0 where they are too few.
   */
  static double kept(LaneShare share, BatchPlan plan, int size) {
    int whole = Math.min(share.open(), share.of(plan).open());
    LaneShare divided = share(share, size);
    int parts = Math.min(divided.open(), divided.of(plan(plan, size)).open());
    return (double) parts * size / whole;
  }

  /** What of {@code share} bundles of {@code size} rows may take. */
  static LaneShare share(LaneShare share, int size) {
    return size == 1
        ? share
        : new LaneShare(
            share.callsPerSecond() / size, share.open() / size, share.lane(), share.lanes());
  }

  /** The same of a batch's own plan. */
  static BatchPlan plan(BatchPlan plan, int size) {
    return size == 1
        ? plan
        : new BatchPlan(
            plan.priority(),
            plan.callsPerSecond() == null ? null : plan.callsPerSecond() / size,
            plan.maxConcurrency() == null ? null : Math.max(1, plan.maxConcurrency() / size),
            plan.scheduledAt(),
            plan.endAt(),
            plan.callbacks(),
            plan.doNotCall(),
            plan.callLimits());
  }

  int size() {
    return size;
  }

  List<Queue> of(int lane) {
    return lanes.get(lane);
  }

  /** How many rows bundle {@code number} has. */
  int rows(int number) {
    return rowsOf == null ? 1 : rowsOf[number];
  }

  /** The first rows of the file that are in it. */
  List<Place> first(int number) {
    return first.getOrDefault(number, List.of());
  }
}
