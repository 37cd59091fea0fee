package peal.ingest.batch;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import peal.domain.BatchExtent;
import peal.domain.BatchId;
import peal.domain.Lane;
import peal.domain.PhoneNumber;
import peal.domain.Workspace;
import peal.domain.event.BatchCommand.BatchExtended;
import peal.ingest.csv.FileCheck;
import peal.ingest.csv.FileReport;
import peal.ingest.csv.Header;
import peal.ingest.csv.Problem;
import peal.ingest.csv.RowFile;
import peal.ingest.csv.RowObserver;
import peal.service.http.ApiError;

/**
 * Adds rows to a batch that is kept open, and closes it. Rows and what tells of them are one
 * transaction, so that a crash or a fault anywhere adds all of them or none. Thread-safe.
 */
public final class RowAdditions {
  private static final Logger LOG = LoggerFactory.getLogger(RowAdditions.class);

  private final BatchLog log;
  private final LeftOutRows leftOut;
  private final InstantSource clock;

  /** Writes to {@code log}, and to {@code leftOut} what is left out. */
  public RowAdditions(BatchLog log, LeftOutRows leftOut, InstantSource clock) {
    this.log = log;
    this.leftOut = leftOut;
    this.clock = clock;
  }

  /**
   * Rows that were added.
   *
   * @param extent how far the batch's rows reach with them
   * @param report the file that they came as
   * @param earlier whether an earlier try has added them
   */
  public record Added(BatchExtent extent, FileReport report, boolean earlier) {}

  /**
   * Adds the rows of {@code file}.
   *
   * @param claim of the request, if it may come more than once
   * @param settled told when no earlier try has added them nor ever will; what it throws ends this
   * @throws ApiError 400 the file is refused; 409 the batch has ended or is closed
   * @throws IOException when the file cannot be read
   * @throws LogUnavailable when none was added because Kafka failed
   * @throws RowsInProgress when none was because others were
   * @throws SealUnknown when nobody can tell whether they were
   */
  public Added add(
      Workspace workspace, OpenBatch open, Optional<Claim> claim, RowFile file, Runnable settled)
      throws IOException, LogUnavailable, RowsInProgress, SealUnknown {
    long[] perLane = new long[workspace.lanes()];
    RowObserver counting =
        (row, header, cells, number, dialed) -> {
          if (dialed) {
            perLane[Lane.of(workspace.id(), number, workspace.lanes()).index()]++;
          }
        };
    // Before the batch is taken: others shall not wait for a file.
    FileReport report = FileCheck.run(file, Readings.rules(open.reading(), workspace), counting);
    Added added = added(workspace, open, claim, report, perLane, settled);
    keepLeftOut(workspace, open, added);
    return added;
  }

  private Added added(
      Workspace workspace,
      OpenBatch open,
      Optional<Claim> claim,
      FileReport report,
      long[] perLane,
      Runnable settled)
      throws IOException, LogUnavailable, RowsInProgress, SealUnknown {
    try (BatchLog.Extending taken =
        log.extend(workspace.id(), open.batch(), claim, open.readTo())) {
      if (taken.earlier().isPresent()) {
        return new Added(taken.earlier().get(), report, true);
      }
      settled.run();
      BatchExtent before = taken.newest().orElse(open.extent());
      refuseEnded(open, before);
      BatchStart.refuseUnsound(report, open.reading().skipInvalid());
      BatchExtent after = before.plus(report.totalRows(), perLane, report.keptBytes());
      BatchExtent written =
          taken.write(
              rows(workspace, open, before, report),
              open.reading().bulk(),
              said(workspace, open.batch(), after));
      return new Added(written, report, false);
    }
  }

  /**
   * Looks at the file once more: only now it is known which rows of the batch those are. A repeat
   * does what its first try was killed before.
   */
  private void keepLeftOut(Workspace workspace, OpenBatch open, Added added) {
    FileReport report = added.report();
    if (report.totalRows() == report.dialedRows()) {
      return;
    }
    long before = added.extent().firstRow() - 1;
    long last = before + report.totalRows();
    try (LeftOutRows.Taking rest = leftOut.begin(workspace.id())) {
      if (!added.earlier() || !leftOut.keeps(workspace.id(), open.batch(), before + 1, last)) {
        FileCheck.run(
            report.file(), Readings.rules(open.reading(), workspace), new Behind(rest, before));
        rest.keepFor(open.batch());
      }
    } catch (IOException | UncheckedIOException e) {
      LOG.warn("Rows that {} leaves out are not kept: {}", open.batch(), e.getMessage());
    }
  }

  private List<BatchLog.LaneRow> rows(
      Workspace workspace, OpenBatch open, BatchExtent before, FileReport report)
      throws IOException {
    List<BatchLog.LaneRow> rows = new ArrayList<>();
    new LaneRows(workspace, open.batch(), now(), open.reading().byRecipient(), before.lastRow())
        .<RuntimeException>read(report, (lane, row) -> rows.add(new BatchLog.LaneRow(lane, row)));
    return rows;
  }

  /**
   * Closes a batch, unless it is closed.
   *
   * @return how far its rows reach
   * @throws ApiError 409 it has ended without a close
   * @throws LogUnavailable when it certainly was not closed because Kafka failed
   * @throws RowsInProgress when it was not because rows were added meanwhile
   * @throws SealUnknown when nobody can tell; a repeat does no harm
   */
  public BatchExtent close(Workspace workspace, OpenBatch open)
      throws LogUnavailable, RowsInProgress, SealUnknown {
    if (open.extent().closed()) {
      return open.extent();
    }
    try (BatchLog.Extending taken =
        log.extend(workspace.id(), open.batch(), Optional.empty(), open.readTo())) {
      BatchExtent before = taken.newest().orElse(open.extent());
      if (before.closed()) {
        return before;
      }
      refuseEnded(open, before);
      BatchExtent after = before.close();
      return taken.write(List.of(), open.reading().bulk(), said(workspace, open.batch(), after));
    }
  }

  private Map<Lane, BatchExtended> said(Workspace workspace, BatchId batch, BatchExtent extent) {
    Instant at = now();
    return LaneRows.ofEach(
        workspace, lane -> new BatchExtended(batch, at, extent.in(lane.index())));
  }

  private static void refuseEnded(OpenBatch open, BatchExtent extent) {
    if (open.ended() || extent.closed()) {
      throw new ApiError(
          409,
          "Batch has ended",
          extent.closed()
              ? "The batch is closed; no rows can be added to it any more. Start another one."
              : "The batch has ended; nothing of it will be dialed. Start another one.",
          "BATCH_ENDED",
          Map.of("id", open.batch().value(), "status", open.status()));
    }
  }

  private Instant now() {
    return clock.instant().truncatedTo(ChronoUnit.MILLIS);
  }

  /** Rows that are left out, by their numbers in the batch. */
  private record Behind(LeftOutRows.Taking rest, long before) implements RowObserver {
    @Override
    public void header(List<String> titles) {
      rest.header(titles);
    }

    @Override
    public void row(
        long row, Header header, List<String> cells, PhoneNumber number, boolean dialed) {
      rest.row(before + row, header, cells, number, dialed);
    }

    @Override
    public void leftOut(long row, List<String> cells, Problem why) {
      rest.leftOut(before + row, cells, why);
    }
  }
}
