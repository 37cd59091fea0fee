package peal.ingest.http;

import io.javalin.config.JavalinConfig;
import io.javalin.http.Context;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Collection;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import peal.domain.Agent;
import peal.domain.Workspace;
import peal.ingest.batch.BatchStart;
import peal.ingest.batch.CallStart;
import peal.ingest.batch.Directory;
import peal.ingest.batch.FormFields;
import peal.ingest.batch.LogUnavailable;
import peal.ingest.batch.RowAdditions;
import peal.ingest.batch.Script;
import peal.ingest.batch.SealUnknown;
import peal.ingest.http.IngestMetrics.Result;
import peal.ingest.upload.Upload;
import peal.ingest.upload.UploadReader;
import peal.ingest.workbook.Workbooks;
import peal.service.http.ApiError;

/**
 * The routes of this service, with the bodies and statuses of the API contract, section 2: the
 * gateway hands them on as they are. Whoever calls has been let in by the gateway.
 */
public final class IngestRoutes {
  private static final Logger LOG = LoggerFactory.getLogger(IngestRoutes.class);

  private static final String LIST = "list";
  private static final Duration LIST_PATIENCE = Duration.ofMinutes(2);

  private final RequestDirectory directory;
  private final UploadReader uploads;
  private final UploadReader redials;
  private final UploadReader lists;
  private final BatchStarts starts;
  private final RowRoutes rows;
  private final FileChecks checks;
  private final ListFiles listFiles;
  private final UploadPlaces places;

  /** Of their own: a list may take minutes to read, and other tenants' uploads no longer wait. */
  private final UploadPlaces listPlaces;

  private final CallRoute calls;
  private final RejectedRoutes rejected;
  private final IngestMetrics metrics;
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
      RowAdditions additions,
      CallStart calls,
      int maxUploads,
      MeterRegistry metrics,
      InstantSource clock,
      LongSupplier nanos) {
    UploadedRows files = new UploadedRows(workbooks);
    this.directory = new RequestDirectory(directory);
    this.uploads = uploads;
    this.redials = uploads.ofRedials();
    this.lists = uploads.ofLists();
    this.rejected = rejected;
    this.places = new UploadPlaces(maxUploads);
    this.listPlaces = new UploadPlaces(Math.max(1, maxUploads / 2), LIST_PATIENCE);
    this.metrics = new IngestMetrics(metrics, places::taken);
    this.starts = new BatchStarts(this.directory, files, batches, this.metrics, clock);
    this.rows = new RowRoutes(this.directory, files, additions, this.metrics);
    this.checks = new FileChecks(this.directory, files, rejected, clock);
    this.listFiles = new ListFiles(files);
    this.calls = new CallRoute(this.directory, calls);
    this.nanos = nanos;
  }

  /** Adds the routes to {@code config}. */
  public void addTo(JavalinConfig config) {
    config.routes.get("/template", ctx -> template(ctx, Template.CSV));
    config.routes.get("/workspaces/{ws}/template", this::templateOfAgent);
    config.routes.post(
        "/workspaces/{ws}/batches", ctx -> take(ctx, "start", Work.json(starts::start)));
    config.routes.post(
        "/workspaces/{ws}/redials",
        ctx -> take(ctx, "redial", redials::read, Work.json(starts::redial)));
    config.routes.post(
        "/workspaces/{ws}/batches/{batchId}/rows",
        ctx ->
            take(
                ctx,
                "rows",
                RowRoutes.isJson(ctx) ? uploads::readWhole : uploads::read,
                Work.json(rows::add)));
    config.routes.post("/workspaces/{ws}/batches/{batchId}/close", rows::close);
    config.routes.post(
        "/workspaces/{ws}/batches/validate",
        ctx -> take(ctx, "validate", Work.json(checks::validate)));
    config.routes.post(
        "/workspaces/{ws}/batches/validate/rejected.csv",
        ctx -> take(ctx, "validate", checks::validateRejected));
    rejected.addTo(config);
    config.routes.post(
        "/workspaces/{ws}/batches/preview",
        ctx -> take(ctx, "preview", Work.json(checks::preview)));
    config.routes.post("/workspaces/{ws}/batches/plan", this::plan);
    config.routes.post(
        "/workspaces/{ws}/do-not-call/numbers",
        ctx -> take(ctx, LIST, lists::read, listFiles::read));
    calls.addTo(config);
  }

  private void templateOfAgent(Context ctx) {
    Workspace workspace = directory.workspace(ctx);
    Agent agent =
        directory.agent(workspace, Objects.requireNonNullElse(ctx.queryParam("agentId"), ""));
    template(ctx, Template.of(Script.of(agent, directory.flowOf(agent))));
  }

  private static void template(Context ctx, String csv) {
    ctx.contentType("text/csv; charset=utf-8")
        .header("Content-Disposition", "attachment; filename=\"" + Template.FILE_NAME + "\"")
        .result(csv);
  }

  private void plan(Context ctx) throws IOException {
    takeForm(ctx, "plan", FormFields::refuseUnknownToPlans, Work.json(checks::plan));
  }

  /** A client's form. */
  private void take(Context ctx, String kind, Work work) throws IOException {
    takeForm(ctx, kind, FormFields::refuseUnknown, work);
  }

  private void takeForm(Context ctx, String kind, Consumer<Collection<String>> unknown, Work work)
      throws IOException {
    Work known =
        (same, workspace, upload) -> {
          unknown.accept(upload.fields().keySet());
          return work.on(same, workspace, upload);
        };
    take(ctx, kind, uploads::read, known);
  }

  private void take(
      Context ctx, String kind, Function<HttpServletRequest, Upload> reader, Work work)
      throws IOException {
    long began = nanos.getAsLong();
    Result result = Result.FAILED;
    boolean bodyRead = false;
    try {
      Workspace workspace = directory.workspace(ctx);
      UploadPlaces places = kind.equals(LIST) ? listPlaces : this.places;
      try (UploadPlaces.Place arriving = places.arrive(workspace.id());
          Upload upload = reader.apply(ctx.req())) {
        bodyRead = true;
        try (Reply reply = worked(ctx, workspace, upload, work, places)) {
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

  private static Reply worked(
      Context ctx, Workspace workspace, Upload upload, Work work, UploadPlaces places)
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
}
