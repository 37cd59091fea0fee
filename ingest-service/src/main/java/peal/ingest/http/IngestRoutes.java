package peal.ingest.http;

import io.javalin.config.JavalinConfig;
import io.javalin.http.Context;
import io.micrometer.core.instrument.MeterRegistry;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import peal.domain.Agent;
import peal.domain.BatchId;
import peal.domain.Flow;
import peal.domain.Workspace;
import peal.domain.WorkspaceId;
import peal.ingest.batch.BatchLog;
import peal.ingest.batch.BatchStart;
import peal.ingest.batch.CallStart;
import peal.ingest.batch.Claim;
import peal.ingest.batch.CsvRefusal;
import peal.ingest.batch.Directory;
import peal.ingest.batch.FormFields;
import peal.ingest.batch.LogUnavailable;
import peal.ingest.batch.Script;
import peal.ingest.batch.SealUnknown;
import peal.ingest.batch.StartForm;
import peal.ingest.batch.Started;
import peal.ingest.csv.CsvRules;
import peal.ingest.csv.FileCheck;
import peal.ingest.csv.FileReport;
import peal.ingest.csv.Placeholders;
import peal.ingest.csv.RowFile;
import peal.ingest.csv.RowObserver;
import peal.ingest.http.IngestMetrics.Result;
import peal.ingest.upload.Upload;
import peal.ingest.upload.UploadReader;
import peal.ingest.workbook.Workbooks;
import peal.numbers.NumberReader;
import peal.service.http.ApiError;

/**
 * The routes of this service, with the bodies and statuses of the API contract, section 2: the
 * gateway hands them on as they are. Whoever calls has been let in by the gateway.
 */
public final class IngestRoutes {
  private static final Logger LOG = LoggerFactory.getLogger(IngestRoutes.class);

  /** Enough for every problem of the hundred rows that a preview shows, within reason. */
  private static final int LISTED_FOR_PREVIEW = 1_000;

  private final Directory directory;
  private final UploadReader uploads;
  private final UploadedRows files;
  private final BatchStart batches;
  private final UploadPlaces places;
  private final CallRoute calls;
  private final RejectedRoutes rejected;
  private final IngestMetrics metrics;
  private final InstantSource clock;
  private final LongSupplier nanos;

  /**
   * The routes.
   *
   * @param maxUploads uploads that are worked on at once; more get a 503
   * @param nanos a monotonic clock, ns
   */
  public IngestRoutes(
      Directory directory,
      UploadReader uploads,
      Workbooks workbooks,
      RejectedRoutes rejected,
      BatchStart batches,
      CallStart calls,
      int maxUploads,
      MeterRegistry metrics,
      InstantSource clock,
      LongSupplier nanos) {
    this.directory = directory;
    this.uploads = uploads;
    this.files = new UploadedRows(workbooks);
    this.rejected = rejected;
    this.batches = batches;
    this.calls = new CallRoute(directory, this::workspace, calls);
    this.places = new UploadPlaces(maxUploads);
    this.metrics = new IngestMetrics(metrics, places::taken);
    this.clock = clock;
    this.nanos = nanos;
  }

  /** Adds the routes to {@code config}. */
  public void addTo(JavalinConfig config) {
    config.routes.get("/template", ctx -> template(ctx, Template.CSV));
    config.routes.get("/workspaces/{ws}/template", this::templateOfAgent);
    config.routes.post(
        "/workspaces/{ws}/batches", ctx -> take(ctx, "start", Work.json(this::start)));
    config.routes.post(
        "/workspaces/{ws}/batches/validate",
        ctx -> take(ctx, "validate", Work.json(this::validate)));
    config.routes.post(
        "/workspaces/{ws}/batches/validate/rejected.csv",
        ctx -> take(ctx, "validate", this::validateRejected));
    rejected.addTo(config);
    config.routes.post(
        "/workspaces/{ws}/batches/preview", ctx -> take(ctx, "preview", Work.json(this::preview)));
    calls.addTo(config);
  }

  private void templateOfAgent(Context ctx) {
    Workspace workspace = workspace(ctx);
    Agent agent = agent(workspace, Objects.requireNonNullElse(ctx.queryParam("agentId"), ""));
    template(ctx, Template.of(Script.of(agent, directory.flowOf(agent))));
  }

  private static void template(Context ctx, String csv) {
    ctx.contentType("text/csv; charset=utf-8")
        .header("Content-Disposition", "attachment; filename=\"" + Template.FILE_NAME + "\"")
        .result(csv);
  }

  private void take(Context ctx, String kind, Work work) throws IOException {
    long began = nanos.getAsLong();
    Result result = Result.FAILED;
    boolean bodyRead = false;
    try {
      Workspace workspace = workspace(ctx);
      try (UploadPlaces.Place arriving = places.arrive(workspace.id());
          Upload upload = uploads.read(ctx.req())) {
        bodyRead = true;
        FormFields.refuseMisspelled(upload.fields().keySet());
        try (Reply reply = worked(ctx, workspace, upload, work)) {
          reply.to(ctx);
        }
      }
      result = Result.ACCEPTED;
    } catch (ApiError e) {
      result = e.status() >= 500 ? Result.UNAVAILABLE : Result.REFUSED;
      if (!bodyRead) {
        // The rest of the body stays unread, so the connection cannot carry another request.
        ctx.header("Connection", "close");
      }
      throw e;
    } catch (LogUnavailable e) {
      result = Result.UNAVAILABLE;
      LOG.warn("A batch was not started: {}.", e.getMessage(), e);
      throw new ApiError(
          503,
          "Service unavailable",
          "The batch was not started: Kafka cannot be reached. Nobody is dialed; try again.",
          "KAFKA_UNAVAILABLE");
    } catch (SealUnknown e) {
      LOG.error("Whether {} was started is unknown.", e.getMessage(), e);
      throw startUnknown(e.getMessage());
    } finally {
      metrics.upload(kind, result, Duration.ofNanos(nanos.getAsLong() - began));
    }
  }

  private Reply worked(Context ctx, Workspace workspace, Upload upload, Work work)
      throws IOException, LogUnavailable, SealUnknown {
    try (UploadPlaces.Place working = places.work(workspace.id())) {
      return work.on(ctx, workspace, upload);
    }
  }

  /** Not a 503: whoever sends the file again on that might dial everybody twice. */
  private static ApiError startUnknown(String batch) {
    return new ApiError(
        500,
        "Start unknown",
        "Kafka fell silent at the last step, so it is not known whether the batch was started. Look"
            + " at the batch before you send the file again.",
        "START_UNKNOWN",
        Map.of("batchId", batch));
  }

  private Object start(Context ctx, Workspace workspace, Upload upload)
      throws IOException, LogUnavailable, SealUnknown {
    Optional<Claim> claim = ClaimHeaders.of(ctx);
    if (claim.isEmpty()) {
      return start(workspace, upload, batches::start);
    }
    try (BatchLog.Claimed claimed = batches.claim(workspace, claim.get())) {
      if (claimed.earlier().isPresent()) {
        ClaimHeaders.repeated(ctx);
        return again(workspace, claim.get(), claimed.earlier().get(), upload);
      }
      ClaimHeaders.settled(ctx);
      return start(
          workspace,
          upload,
          (where, agent, flow, form, file) ->
              batches.start(where, agent, flow, form, file, claimed));
    }
  }

  private interface Starting {
    Started start(
        Workspace workspace, Agent agent, Optional<Flow> flow, StartForm form, RowFile file)
        throws IOException, LogUnavailable, SealUnknown;
  }

  /** The form was good when an earlier try came; what has changed since does not count. */
  private Object again(Workspace workspace, Claim claim, BatchId batch, Upload upload)
      throws IOException {
    Instant then = claim.writtenSince().orElseGet(clock::instant);
    StartForm form = new FormFields(upload::field).start(then);
    LOG.info("{} was started by an earlier try.", batch);
    Optional<Agent> agent = directory.agent(workspace.id(), form.agentId());
    Optional<Flow> flow = agent.flatMap(directory::flowOf);
    try (RowFile file = files.of(upload, Integer.MAX_VALUE)) {
      return StartAnswer.of(batches.again(batch, agent, flow, form, file));
    }
  }

  private Object start(Workspace workspace, Upload upload, Starting starting)
      throws IOException, LogUnavailable, SealUnknown {
    upload.file();
    StartForm form = new FormFields(upload::field).start(clock.instant());
    Agent agent = agent(workspace, form.agentId());
    Started started;
    try (RowFile file = files.of(upload, workspace.limits().maxRowsPerBatch())) {
      started = starting.start(workspace, agent, directory.flowOf(agent), form, file);
    }
    metrics.rows(started.totalCalls());
    LOG.info("{} of {}: {} calls.", started.batch(), workspace.id(), started.totalCalls());
    return StartAnswer.of(started);
  }

  private Object validate(Context ctx, Workspace workspace, Upload upload) throws IOException {
    Optional<Script> script = script(workspace, new FormFields(upload::field));
    return ValidateAnswer.of(check(workspace, upload, CsvRules.LISTED, script, RowObserver.NONE));
  }

  private Reply validateRejected(Context ctx, Workspace workspace, Upload upload)
      throws IOException {
    Optional<Script> script = script(workspace, new FormFields(upload::field));
    return rejected.of(observer -> check(workspace, upload, CsvRules.LISTED, script, observer));
  }

  private Object preview(Context ctx, Workspace workspace, Upload upload) throws IOException {
    FormFields fields = new FormFields(upload::field);
    int limit = fields.previewLimit();
    Optional<Script> script = script(workspace, fields);
    PreviewAnswer preview = new PreviewAnswer(limit, script, fields.emptyWhereMissing());
    FileReport report = check(workspace, upload, LISTED_FOR_PREVIEW, script, preview);
    if (report.header().isEmpty()) {
      throw CsvRefusal.of(report);
    }
    return preview.of(report);
  }

  private Optional<Script> script(Workspace workspace, FormFields fields) {
    return fields
        .agentId()
        .map(id -> agent(workspace, id))
        .map(agent -> Script.of(agent, directory.flowOf(agent)));
  }

  private FileReport check(
      Workspace workspace, Upload upload, int listed, Optional<Script> script, RowObserver observer)
      throws IOException {
    FormFields fields = new FormFields(upload::field);
    boolean emptyWhereMissing = fields.emptyWhereMissing();
    CsvRules rules =
        new CsvRules(
            new NumberReader(fields.region()),
            fields.onDuplicates(),
            workspace.limits().maxRowsPerBatch(),
            listed,
            script.map(said -> said.placeholders(emptyWhereMissing)).orElse(Placeholders.NONE));
    try (RowFile file = files.of(upload, rules.maxRows())) {
      FileReport report = FileCheck.run(file, rules, observer);
      if (!report.readable()) {
        throw CsvRefusal.of(report);
      }
      return report;
    }
  }

  private Workspace workspace(Context ctx) {
    if (!directory.ready()) {
      throw new ApiError(
          503,
          "Service unavailable",
          "This service is still reading workspaces and agents. Try again in a moment.",
          "STARTING");
    }
    if (!directory.refresh()) {
      // An agent or a workspace that was changed a moment ago must not be denied, nor speak as
      // before.
      throw new ApiError(
          503,
          "Service unavailable",
          "Whether workspaces and agents have changed is not known: Kafka does not answer. Nobody"
              + " is dialed; try again.",
          "KAFKA_UNAVAILABLE");
    }
    Optional<Workspace> workspace;
    try {
      workspace = directory.workspace(new WorkspaceId(ctx.pathParam("ws")));
    } catch (IllegalArgumentException e) {
      workspace = Optional.empty();
    }
    return workspace.orElseThrow(() ->
        new ApiError(
            404, "Workspace not found", "There is no such workspace.", "WORKSPACE_NOT_FOUND"));
  }

  private Agent agent(Workspace workspace, String id) {
    return directory
        .agent(workspace.id(), id)
        .orElseThrow(() ->
            new ApiError(
                404,
                "Agent not found",
                "The workspace has no agent with the id that agentId names.",
                "AGENT_NOT_FOUND"));
  }
}
