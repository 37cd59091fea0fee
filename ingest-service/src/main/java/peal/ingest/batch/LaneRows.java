package peal.ingest.batch;

import java.io.IOException;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import peal.domain.BatchId;
import peal.domain.CallId;
import peal.domain.Lane;
import peal.domain.Workspace;
import peal.domain.event.CallQueued;
import peal.ingest.csv.DialedRows;
import peal.ingest.csv.FileReport;
import peal.ingest.csv.RowZones;
import peal.numbers.RecipientZones;

/**
 * A checked file's rows as calls of a batch, each in the lane of its number.
 *
 * @param at when they were accepted
 * @param byRecipient whether it counts where each row rings
 * @param before rows that the batch had before the first of these
 */
record LaneRows(Workspace workspace, BatchId batch, Instant at, boolean byRecipient, long before) {
  /**
   * Takes one row.
   *
   * @param <E> why it may fail
   */
  @FunctionalInterface
  interface Taker<E extends Exception> {
    /** A row, and its lane. */
    void take(Lane lane, CallQueued row) throws E;
  }

  /** Hands the rows that {@code report} lets through to {@code taker}, in file order. */
  <E extends Exception> void read(FileReport report, Taker<E> taker) throws IOException, E {
    Optional<RowZones> zones = report.header().filter(any -> byRecipient).map(RowZones::new);
    DialedRows.<E>read(
        report,
        (row, number, variables, cells) -> {
          Lane lane = Lane.of(workspace.id(), number, workspace.lanes());
          CallId call = CallId.ofRow(batch, lane.index(), before + row);
          Optional<RecipientZones.Found> where = zones.map(known -> known.of(number, cells));
          taker.take(
              lane,
              new CallQueued(
                  call,
                  at,
                  number,
                  variables,
                  where.map(RecipientZones.Found::zones).orElse(null),
                  where.map(RecipientZones.Found::from).orElse(null)));
        });
  }

  /** Something for each lane of {@code workspace}. */
  static <V> Map<Lane, V> ofEach(Workspace workspace, Function<Lane, V> value) {
    Map<Lane, V> lanes = new LinkedHashMap<>();
    for (int index = 0; index < workspace.lanes(); index++) {
      Lane lane = new Lane(workspace.id(), index);
      lanes.put(lane, value.apply(lane));
    }
    return lanes;
  }
}
