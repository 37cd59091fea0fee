package peal.ingest.csv;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

/** Problems as they are found: the first are listed, all are counted. Not thread-safe. */
public final class Problems {
  private final int limit;
  private final List<Problem> listed = new ArrayList<>();
  private final Map<String, Long> counts = new TreeMap<>();
  private long count;
  private Problem firstOfRow;
  private Problem last;

  /** Lists at most {@code limit}. */
  Problems(int limit) {
    this.limit = limit;
  }

  void add(Problem problem) {
    count++;
    if (firstOfRow == null || !Objects.equals(firstOfRow.row(), problem.row())) {
      firstOfRow = problem;
    }
    last = problem;
    counts.merge(problem.code(), 1L, Long::sum);
    if (!full()) {
      listed.add(problem);
    }
  }

  /** Whether another one would only be counted. */
  boolean full() {
    return listed.size() >= limit;
  }

  /** Whether {@code row} is the one that had a problem last. */
  boolean ofRow(long row) {
    return last != null && last.row() != null && last.row() == row;
  }

  /** The first problem of the row that had one last, listed or not. */
  Problem firstOfRow() {
    return firstOfRow;
  }

  /** The last problem, listed or not. */
  Problem last() {
    return last;
  }

  /** The first ones, in the order of the file. */
  public List<Problem> listed() {
    return List.copyOf(listed);
  }

  /** How many there are of each code. */
  public Map<String, Long> counts() {
    return Collections.unmodifiableMap(counts);
  }

  /** All of them. */
  public long count() {
    return count;
  }
}
