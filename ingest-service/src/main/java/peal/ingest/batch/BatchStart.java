package peal.ingest.batch;

import java.io.IOException;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import peal.domain.Agent;
import peal.domain.BatchId;
import peal.domain.CallId;
import peal.domain.CallingAgent;
import peal.domain.Flow;
import peal.domain.Lane;
import peal.domain.SmartCallback;
import peal.domain.Workspace;
import peal.domain.event.BatchCommand.BatchOpened;
import peal.domain.event.BatchCommand.BatchSealed;
import peal.domain.event.CallQueued;
import peal.ingest.csv.CsvRules;
import peal.ingest.csv.CsvText;
import peal.ingest.csv.DialedRows;
import peal.ingest.csv.FileCheck;
import peal.ingest.csv.FileReport;
import peal.ingest.csv.NumberReader;
import peal.ingest.csv.RowObserver;
import peal.service.Ids;
import peal.service.http.ApiError;

/**
 * Turns a file into a batch: reads it once to judge it, once to write it, then seals.
 *
 * <p>Nobody is dialed before the seal, so a crash or a fault anywhere before it dials nobody; what
 * was written by then expires. Thread-safe.
 */
public final class BatchStart {
  /** Rows up to which a batch counts as small and is not queued behind big ones. */
  static final int SMALL = 5_000;

  private final BatchLog log;
  private final SealTimes sealTimes;
  private final Ids ids;
  private final InstantSource clock;

  /** Writes to {@code log}, with the usual time for a seal. */
  public BatchStart(BatchLog log, Ids ids, InstantSource clock) {
    this(log, SealTimes.DEFAULT, ids, clock);
  }

  /** Writes to {@code log}. */
  public BatchStart(BatchLog log, SealTimes sealTimes, Ids ids, InstantSource clock) {
    this.log = log;
    this.sealTimes = sealTimes;
    this.ids = ids;
    this.clock = clock;
  }

  /** Takes the claim of an upload; the caller closes it. */
  public BatchLog.Claimed claim(Workspace workspace, Claim claim) throws LogUnavailable {
    return log.claim(claim, new Lane(workspace.id(), 0));
  }

  /** As the other one, where nobody tries it twice. */
  public Started start(
      Workspace workspace, Agent agent, Optional<Flow> flow, StartForm form, CsvText text)
      throws IOException, LogUnavailable, SealUnknown {
    return start(workspace, agent, flow, form, text, log::seal);
  }

  /**
   * What was answered when {@code batch} was started by the same form with the same file.
   *
   * @throws IOException when the file cannot be read
   */
  public Started again(BatchId batch, StartForm form, CsvText text) throws IOException {
    CsvRules rules = rules(form, new NumberReader(form.region()), Integer.MAX_VALUE);
    return started(batch, form, FileCheck.run(text, rules, RowObserver.NONE));
  }

  /**
   * Starts a batch.
   *
   * @param flow the flow that the agent calls by, if it has one
   * @param sealing seals it
   * @throws ApiError 400 when the agent cannot call or the file is refused
   * @throws IOException when the file cannot be read
   * @throws LogUnavailable when nothing was started because Kafka failed
   * @throws SealUnknown when nobody can tell whether it was started; its message names the batch
   */
  public Started start(
      Workspace workspace,
      Agent agent,
      Optional<Flow> flow,
      StartForm form,
      CsvText text,
      BatchLog.Seal sealing)
      throws IOException, LogUnavailable, SealUnknown {
    CallingAgent snapshot = AgentSnapshot.of(agent, flow, workspace);
    SmartCallback callbacks =
        form.callbacks().orElseGet(() -> AgentSnapshot.callbacks(agent)).plan().orElse(null);
    NumberReader numbers = new NumberReader(form.region());
    CsvRules rules = rules(form, numbers, workspace.limits().maxRowsPerBatch());
    long[] perLane = new long[workspace.lanes()];
    FileReport report =
        FileCheck.run(
            text,
            rules,
            (row, header, cells, number, dialed) -> {
              if (dialed) {
                perLane[Lane.of(workspace.id(), number, workspace.lanes()).index()]++;
              }
            });
    refuseUnsound(report, form);

    BatchId batch = BatchId.ofToken(ids.next());
    Instant at = now();
    Instant sealBy = sealTimes.sealBy(at);
    log.open(
        lanes(
            workspace,
            lane ->
                new BatchOpened(
                    batch,
                    at,
                    form.name().orElse(null),
                    snapshot,
                    report.dialedRows(),
                    perLane[lane.index()],
                    sealBy,
                    form.scheduledAt().orElse(null),
                    callbacks)));
    write(workspace, batch, at, report, numbers);
    seal(sealing, workspace, batch, perLane, sealTimes.latestSeal(at));
    return started(batch, form, report);
  }

  private static CsvRules rules(StartForm form, NumberReader numbers, int maxRows) {
    return new CsvRules(numbers, form.onDuplicates(), maxRows, CsvRules.LISTED, false);
  }

  private static void refuseUnsound(FileReport report, StartForm form) {
    if (!report.whole() || report.errors().count() > 0 && !form.skipInvalid()) {
      throw CsvRefusal.of(report);
    }
    if (report.dialedRows() == 0) {
      throw CsvRefusal.of(report);
    }
  }

  private void write(
      Workspace workspace, BatchId batch, Instant at, FileReport report, NumberReader numbers)
      throws IOException, LogUnavailable {
    BatchLog.Rows rows = log.rows(report.dialedRows() > SMALL);
    DialedRows.<LogUnavailable>read(
        report,
        numbers,
        (row, number, variables) -> {
          Lane lane = Lane.of(workspace.id(), number, workspace.lanes());
          CallId call = CallId.ofRow(batch, lane.index(), row);
          rows.write(lane, new CallQueued(call, at, number, variables));
        });
    rows.finish();
  }

  private void seal(
      BatchLog.Seal sealing, Workspace workspace, BatchId batch, long[] perLane, Instant latest)
      throws LogUnavailable, SealUnknown {
    Instant at = now();
    if (!at.isBefore(latest)) {
      throw new LogUnavailable("writing took too long; " + batch + " is not sealed", null);
    }
    try {
      sealing.seal(
          lanes(workspace, lane -> new BatchSealed(batch, at, perLane[lane.index()])), latest);
    } catch (SealUnknown e) {
      throw new SealUnknown(batch.value(), e);
    }
  }

  private static <V> Map<Lane, V> lanes(Workspace workspace, Function<Lane, V> value) {
    Map<Lane, V> lanes = new LinkedHashMap<>();
    for (int index = 0; index < workspace.lanes(); index++) {
      Lane lane = new Lane(workspace.id(), index);
      lanes.put(lane, value.apply(lane));
    }
    return lanes;
  }

  private static Started started(BatchId batch, StartForm form, FileReport report) {
    long invalid = report.invalidRows();
    long skipped = report.totalRows() - report.dialedRows();
    String message =
        "%,d call%s queued%s%s."
            .formatted(
                report.dialedRows(),
                report.dialedRows() == 1 ? "" : "s",
                form.scheduledAt().map(at -> " for " + at).orElse(""),
                skipped == 0
                    ? ""
                    : "; %,d row%s skipped".formatted(skipped, skipped == 1 ? "" : "s"));
    return new Started(batch, report.dialedRows(), invalid, skipped - invalid, message);
  }

  private Instant now() {
    return clock.instant().truncatedTo(ChronoUnit.MILLIS);
  }
}
