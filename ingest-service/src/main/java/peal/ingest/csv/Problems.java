package peal.ingest.csv;

import java.util.ArrayList;
import java.util.List;

/** Problems as they are found: the first are listed, all are counted. Not thread-safe. */
public final class Problems {
  private final int limit;
  private final List<Problem> listed = new ArrayList<>();
  private long count;

  /** Lists at most {@code limit}. */
  Problems(int limit) {
    this.limit = limit;
  }

  void add(Problem problem) {
    count++;
    if (!full()) {
      listed.add(problem);
    }
  }

  /** Whether another one would only be counted. */
  boolean full() {
    return listed.size() >= limit;
  }

  /** The first ones, in the order of the file. */
  public List<Problem> listed() {
    return List.copyOf(listed);
  }

  /** All of them. */
  public long count() {
    return count;
  }
}
