package peal.ingest.batch;

import java.io.IOException;
import java.util.List;
import peal.domain.BatchId;
import peal.domain.PhoneNumber;
import peal.domain.WorkspaceId;
import peal.ingest.csv.Header;
import peal.ingest.csv.RowObserver;

/** Keeps the rows of a file that do not become calls, for whoever wants to mend them. */
@FunctionalInterface
public interface LeftOutRows {
  /** Keeps none. */
  LeftOutRows NONE = workspace -> new Nothing();

  /** Begins to take the rows of one file, which closing drops unless they were kept. */
  Taking begin(WorkspaceId workspace);

  /** Whether any of the rows from {@code first} to {@code last} of {@code batch} is kept. */
  default boolean keeps(WorkspaceId workspace, BatchId batch, long first, long last)
      throws IOException {
    return false;
  }

  /** Takes the rows of one file, as it is checked. Never fails: a start does not depend on it. */
  interface Taking extends RowObserver, AutoCloseable {
    /** From now on they belong to {@code batch}. */
    void keepFor(BatchId batch);

    /** Takes that back. */
    void drop(BatchId batch);

    @Override
    void close();
  }

  /** Takes nothing. */
  final class Nothing implements Taking {
    @Override
    public void row(
        long row, Header header, List<String> cells, PhoneNumber number, boolean dialed) {}

    @Override
    public void keepFor(BatchId batch) {}

    @Override
    public void drop(BatchId batch) {}

    @Override
    public void close() {}
  }
}
