package peal.ingest.batch;

import java.io.IOException;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import peal.domain.Agent;
import peal.domain.BatchExtent;
import peal.domain.BatchId;
import peal.domain.CallingAgent;
import peal.domain.Flow;
import peal.domain.Lane;
import peal.domain.RowReading;
import peal.domain.Workspace;
import peal.domain.event.BatchCommand.BatchOpened;
import peal.domain.event.BatchCommand.BatchSealed;
import peal.ingest.csv.CsvRules;
import peal.ingest.csv.FileCheck;
import peal.ingest.csv.FileReport;
import peal.ingest.csv.Placeholders;
import peal.ingest.csv.RowFile;
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

  /** Characters of columns' names that a batch keeps. */
  private static final int MOST_NAMES = 10_000;

  private final BatchLog log;
  private final SealTimes sealTimes;
  private final LeftOutRows leftOut;
  private final Ids ids;
  private final InstantSource clock;

  /** Writes to {@code log}, with the usual time for a seal; keeps no rows. */
  public BatchStart(BatchLog log, Ids ids, InstantSource clock) {
    this(log, SealTimes.DEFAULT, LeftOutRows.NONE, ids, clock);
  }

  /** Writes to {@code log}, and to {@code leftOut} what is left out. */
  public BatchStart(
      BatchLog log, SealTimes sealTimes, LeftOutRows leftOut, Ids ids, InstantSource clock) {
    this.log = log;
    this.sealTimes = sealTimes;
    this.leftOut = leftOut;
    this.ids = ids;
    this.clock = clock;
  }

  /** Takes the claim of an upload; the caller closes it. */
  public BatchLog.Claimed claim(Workspace workspace, Claim claim) throws LogUnavailable {
    return log.claim(claim, new Lane(workspace.id(), 0));
  }

  /** As the other one, where nobody tries it twice. */
  public Started start(
      Workspace workspace, Agent agent, Optional<Flow> flow, StartForm form, RowFile file)
      throws IOException, LogUnavailable, SealUnknown {
    return start(workspace, agent, flow, form, file, log::seal);
  }

  /**
   * What was answered when {@code batch} was started by the same form with the same file.
   *
   * @param agent the agent that calls, where it is still there
   * @param flow the flow that it calls by, if it has one
   * @throws IOException when the file cannot be read
   */
  public Started again(
      BatchId batch, Optional<Agent> agent, Optional<Flow> flow, StartForm form, RowFile file)
      throws IOException {
    Placeholders placeholders =
        agent
            .map(one -> Script.of(one, flow).placeholders(form.emptyWhereMissing()))
            .orElse(Placeholders.NONE);
    CsvRules rules = StartTerms.rules(form, Integer.MAX_VALUE, Long.MAX_VALUE, placeholders);
    return started(batch, form, FileCheck.run(file, rules, RowObserver.NONE));
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
      RowFile file,
      BatchLog.Seal sealing)
      throws IOException, LogUnavailable, SealUnknown {
    try (LeftOutRows.Taking rest = leftOut.begin(workspace.id())) {
      return start(workspace, agent, flow, form, file, sealing, rest);
    }
  }

  private Started start(
      Workspace workspace,
      Agent agent,
      Optional<Flow> flow,
      StartForm form,
      RowFile file,
      BatchLog.Seal sealing,
      LeftOutRows.Taking rest)
      throws IOException, LogUnavailable, SealUnknown {
    StartTerms terms = StartTerms.of(workspace, agent, flow, form);
    long[] perLane = new long[workspace.lanes()];
    FileReport report =
        FileCheck.run(
            file,
            terms.rules(),
            rest.beside((row, header, cells, number, dialed) -> {
              if (dialed) {
                perLane[Lane.of(workspace.id(), number, workspace.lanes()).index()]++;
              }
            }));
    refuseUnsound(report, form);
    List<String> columns = report.header().orElseThrow().variableNames();
    CallingAgent snapshot = terms.agent(columns);
    List<String> named = named(columns);
    BatchId batch = BatchId.ofToken(ids.next());
    Instant at = instant();
    Instant sealBy = sealTimes.sealBy(at);
    // Each lane has the agent of its own.
    long texts = AgentSnapshot.bytes(snapshot) * workspace.lanes();
    long bytes = report.keptBytes() + texts;
    Map<Lane, BatchOpened> opened =
        LaneRows.ofEach(
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
                    false,
                    // Once is enough: whoever asks for them reads every lane.
                    lane.index() == 0 ? named : null,
                    terms.plan(),
                    form.hours().orElse(null),
                    form.redialOf().orElse(null),
                    lane.index() == 0 ? bytes : null));
    if (form.keepOpen()) {
      RowReading reading =
          Readings.of(form, terms.placeholders().said(columns), report.dialedRows());
      BatchExtent extent = Readings.extent(report, perLane, bytes);
      opened.replaceAll((lane, said) ->
          said.keptOpen(extent.in(lane.index()), lane.index() == 0 ? reading : null));
    }
    log.open(opened);
    write(workspace, batch, at, form, report);
    // Before the seal, so that a batch that runs has them.
    rest.keepFor(batch);
    try {
      seal(sealing, workspace, batch, perLane, sealTimes.latestSeal(at));
    } catch (LogUnavailable e) {
      rest.drop(batch);
      throw e;
    }
    return started(batch, form, report);
  }

  static void refuseUnsound(FileReport report, StartForm form) {
    if (form.redialOf().isPresent() && report.totalRows() == 0) {
      throw new ApiError(
          422,
          "Nothing to redial",
          "No row of the batch ended as you ask. Name other outcomes, or leave them out for all"
              + " that did not succeed.",
          "NOTHING_TO_REDIAL",
          Map.of("id", form.redialOf().get().value()));
    }
    refuseUnsound(report, form.skipInvalid());
  }

  /**
   * Fails where a file has no good row, or some of it must be mended first.
   *
   * @throws ApiError 400 with the rows
   */
  public static void refuseUnsound(FileReport report, boolean skipInvalid) {
    boolean sound = report.whole() && (skipInvalid || report.errors().count() == 0);
    if (!sound || report.dialedRows() == 0) {
      throw CsvRefusal.of(report);
    }
  }

  private void write(
      Workspace workspace, BatchId batch, Instant at, StartForm form, FileReport report)
      throws IOException, LogUnavailable {
    BatchLog.Rows rows = log.rows(report.dialedRows() > SMALL);
    new LaneRows(workspace, batch, at, form.byRecipient(), 0)
        .<LogUnavailable>read(report, rows::write);
    rows.finish();
  }

  /** The first of {@code columns}, as far as their names are not too long to be kept. */
  static List<String> named(Collection<String> columns) {
    List<String> named = new ArrayList<>();
    int characters = 0;
    for (String name : columns) {
      characters += name.length();
      if (characters > MOST_NAMES) {
        break;
      }
      named.add(name);
    }
    return named;
  }

  private void seal(
      BatchLog.Seal sealing, Workspace workspace, BatchId batch, long[] perLane, Instant latest)
      throws LogUnavailable, SealUnknown {
    Instant at = instant();
    if (!at.isBefore(latest)) {
      throw new LogUnavailable("writing took too long; " + batch + " is not sealed", null);
    }
    try {
      sealing.seal(
          LaneRows.ofEach(workspace, lane -> new BatchSealed(batch, at, perLane[lane.index()])),
          latest);
    } catch (SealUnknown e) {
      throw new SealUnknown(batch.value(), e);
    }
  }

  private static Started started(BatchId batch, StartForm form, FileReport report) {
    long invalid = report.invalidRows();
    long skipped = report.totalRows() - report.dialedRows();
    String message =
        "%,d call%s queued%s%s."
            .formatted(
                report.dialedRows(),
                report.dialedRows() == 1 ? "" : "s",
                form.plan().scheduledAt() == null ? "" : " for " + form.plan().scheduledAt(),
                skipped == 0
                    ? ""
                    : "; %,d row%s skipped".formatted(skipped, skipped == 1 ? "" : "s"));
    return new Started(
        batch,
        report.dialedRows(),
        invalid,
        skipped - invalid,
        message,
        report.warnings(),
        form.redialOf());
  }

  private Instant instant() {
    return clock.instant().truncatedTo(ChronoUnit.MILLIS);
  }
}
