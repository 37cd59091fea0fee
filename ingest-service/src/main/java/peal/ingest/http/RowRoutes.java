package peal.ingest.http;

import io.javalin.http.Context;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import peal.domain.BatchExtent;
import peal.domain.Workspace;
import peal.ingest.batch.Claim;
import peal.ingest.batch.CsvRefusal;
import peal.ingest.batch.FormFields;
import peal.ingest.batch.LogUnavailable;
import peal.ingest.batch.OpenBatch;
import peal.ingest.batch.RowAdditions;
import peal.ingest.batch.RowAdditions.Added;
import peal.ingest.batch.RowsInProgress;
import peal.ingest.batch.SealUnknown;
import peal.ingest.csv.RowFile;
import peal.ingest.csv.UnreadableFile;
import peal.ingest.json.JsonRows;
import peal.ingest.upload.Upload;
import peal.service.http.ApiError;

/** Rows for a batch that is kept open, and its close. Thread-safe. */
final class RowRoutes {
  /** What a projector knows of the batch, Base64 of JSON. */
  static final String OPEN_BATCH = "X-Peal-Open-Batch";

  private static final Logger LOG = LoggerFactory.getLogger(RowRoutes.class);

  /** Closes of one workspace: each reads what was said of its batch last, and writes to Kafka. */
  private static final int CLOSES_AT_ONCE = 4;

  private final RequestDirectory directory;
  private final UploadedRows files;
  private final RowAdditions additions;
  private final IngestMetrics metrics;
  private final WorkspacePlaces closing =
      new WorkspacePlaces(CLOSES_AT_ONCE, UploadPlaces.PATIENCE, RowRoutes::full);

  RowRoutes(
      RequestDirectory directory,
      UploadedRows files,
      RowAdditions additions,
      IngestMetrics metrics) {
    this.directory = directory;
    this.files = files;
    this.additions = additions;
    this.metrics = metrics;
  }

  /** Whether a request's body is rows as JSON, and no form. */
  static boolean isJson(Context ctx) {
    return Optional.ofNullable(ctx.contentType())
        .filter(type -> type.split(";")[0].strip().equalsIgnoreCase("application/json"))
        .isPresent();
  }

  /** {@code POST …/rows}: the rows of a form's file, or of JSON. */
  Object add(Context ctx, Workspace workspace, Upload upload) throws IOException {
    FormFields.refuseOthersThanOfFiles(upload.fields().keySet());
    OpenBatch batch = batch(ctx);
    Optional<Claim> claim = ClaimHeaders.of(ctx);
    try (RowFile file = isJson(ctx) ? json(upload) : files.of(upload, BatchExtent.MOST_ADDED)) {
      Added added = additions.add(workspace, batch, claim, file, () -> ClaimHeaders.settled(ctx));
      if (added.earlier()) {
        ClaimHeaders.repeated(ctx);
      } else {
        metrics.rows(added.report().dialedRows());
      }
      LOG.info(
          "{} of {}: {} more calls.", batch.batch(), workspace.id(), added.report().dialedRows());
      return answer(batch, added);
    } catch (LogUnavailable e) {
      LOG.warn("No rows were added to {}: {}.", batch.batch(), e.getMessage(), e);
      throw unavailable("No row was added");
    } catch (RowsInProgress e) {
      throw inProgress(ctx, e);
    } catch (SealUnknown e) {
      LOG.error("Whether rows were added to {} is unknown.", batch.batch(), e);
      throw new ApiError(
          500,
          "Rows unknown",
          "Kafka fell silent at the last step, so it is not known whether the rows were added: all"
              + " of them, or none. Send them again under the same Idempotency-Key, or look at the"
              + " batch's total.",
          "ROWS_UNKNOWN",
          Map.of("batchId", batch.batch().value()));
    }
  }

  private static RowFile json(Upload upload) throws IOException {
    try {
      return new JsonRows(upload.file());
    } catch (UnreadableFile e) {
      throw CsvRefusal.of(e.problem());
    }
  }

  private static Map<String, Object> answer(OpenBatch batch, Added added) {
    long all = added.report().totalRows();
    long dialed = added.report().dialedRows();
    long invalid = added.report().invalidRows();
    Map<String, Object> body = new LinkedHashMap<>();
    body.put("batchId", batch.batch());
    body.put("added", dialed);
    body.put("firstRow", added.extent().firstRow());
    body.put("lastRow", added.extent().firstRow() + all - 1);
    body.put("skipped", Map.of("invalid", invalid, "duplicate", all - dialed - invalid));
    body.put("totalCalls", added.extent().total());
    body.put("addition", added.extent().number());
    body.put("warnings", StartAnswer.warnings(added.report().warnings()));
    return body;
  }

  /** {@code POST …/close}. */
  void close(Context ctx) {
    Workspace workspace = directory.workspace(ctx);
    OpenBatch batch = batch(ctx);
    try (UploadPlaces.Place place = closing.take(workspace.id())) {
      BatchExtent extent = additions.close(workspace, batch);
      ctx.json(
          Map.of(
              "batchId", batch.batch(), "totalCalls", extent.total(), "addition", extent.number()));
    } catch (LogUnavailable e) {
      LOG.warn("{} was not closed: {}.", batch.batch(), e.getMessage(), e);
      throw unavailable("The batch was not closed");
    } catch (RowsInProgress e) {
      throw inProgress(ctx, e);
    } catch (SealUnknown e) {
      LOG.error("Whether {} was closed is unknown.", batch.batch(), e);
      throw unavailable("Whether the batch was closed is not known");
    }
  }

  private static ApiError full() {
    return new ApiError(
        503,
        "Service unavailable",
        "As many batches of this workspace as are closed at once are being closed. Try again in a"
            + " moment; a repeat does no harm.",
        "TOO_MANY_CLOSES");
  }

  private static OpenBatch batch(Context ctx) {
    try {
      return OpenBatch.parse(Optional.ofNullable(ctx.header(OPEN_BATCH)).orElse(""));
    } catch (IllegalArgumentException e) {
      throw new ApiError(
          400, "Invalid batch", OPEN_BATCH + " cannot be read.", "INVALID_OPEN_BATCH");
    }
  }

  private static ApiError unavailable(String what) {
    return new ApiError(
        503,
        "Service unavailable",
        what + ": Kafka cannot be reached. Try again; a repeat does no harm.",
        "KAFKA_UNAVAILABLE");
  }

  private static ApiError inProgress(Context ctx, RowsInProgress e) {
    LOG.info("Not done, for {}.", e.getMessage());
    ctx.header("Retry-After", "1");
    return new ApiError(
        409,
        "Rows in progress",
        "Other rows of this batch are being added, or it is being closed, and this was not done."
            + " Send it again in a moment.",
        "ROWS_IN_PROGRESS");
  }
}
