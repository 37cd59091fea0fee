package peal.ingest.http;

import io.javalin.config.JavalinConfig;
import io.javalin.http.Context;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.GZIPInputStream;
import peal.domain.BatchId;
import peal.domain.WorkspaceId;
import peal.ingest.csv.RowObserver;
import peal.ingest.rejected.RejectedCsv;
import peal.ingest.rejected.RejectedFolder;
import peal.ingest.rejected.RejectedParts;
import peal.ingest.upload.DiskFault;
import peal.ingest.upload.Spool;
import peal.ingest.upload.SpooledFile;
import peal.ingest.upload.UploadReader;
import peal.service.http.ApiError;
import peal.service.http.Streamed;

/** The rows that were left out, as a file: of a batch, or of a file that is only checked. */
public final class RejectedRoutes {
  /** Packed; a file of 20 MB in which every row is wrong takes a fifth. */
  private static final long ROOM = 32L << 20;

  private final Spool spool;
  private final RejectedFolder kept;

  /** Answers from {@code kept}; a checked file's rows lie in {@code spool} while they are sent. */
  public RejectedRoutes(Spool spool, RejectedFolder kept) {
    this.spool = spool;
    this.kept = kept;
  }

  /** Adds the route that needs no upload. */
  void addTo(JavalinConfig config) {
    config.routes.get("/workspaces/{ws}/batches/{batchId}/rejected.csv", this::ofBatch);
  }

  private void ofBatch(Context ctx) throws IOException {
    Path file = file(ctx);
    if (Files.size(file) == 0) {
      throw new ApiError(
          410,
          "Rejected rows not kept",
          "There was no room for the rows of this batch that were left out. Send the file to"
              + " …/batch-calls/validate/rejected.csv: it answers with them.",
          "REJECTED_ROWS_NOT_KEPT");
    }
    send(ctx, ctx.pathParam("batchId") + "-rejected.csv", new RejectedParts(file)::writeTo);
  }

  private Path file(Context ctx) {
    try {
      WorkspaceId workspace = new WorkspaceId(ctx.pathParam("ws"));
      BatchId batch = new BatchId(ctx.pathParam("batchId"));
      return kept.file(workspace, batch).orElseThrow(RejectedRoutes::none);
    } catch (IllegalArgumentException e) {
      throw none();
    }
  }

  private static ApiError none() {
    return new ApiError(
        404,
        "No rejected rows",
        "No row of this batch was left out, or they went with the disk of the ingest that read it.",
        "NO_REJECTED_ROWS");
  }

  /** Checks a file. */
  @FunctionalInterface
  interface Check {
    /** Shows every row to {@code observer}, or refuses the file. */
    void run(RowObserver observer) throws IOException;
  }

  /** The rows that {@code check} leaves out, which it has found when this returns. */
  Reply of(Check check) throws IOException {
    try {
      SpooledFile packed = spool.newFile(ROOM);
      try {
        write(packed, check);
        return new Rows(packed);
      } catch (IOException | RuntimeException e) {
        packed.close();
        throw e;
      }
    } catch (DiskFault e) {
      throw UploadReader.noRoom(e);
    } catch (UncheckedIOException e) {
      throw UploadReader.noRoom(e.getCause());
    }
  }

  private static void write(SpooledFile packed, Check check) throws IOException {
    try (RejectedCsv csv = new RejectedCsv(packed.append())) {
      check.run(csv);
    }
  }

  private record Rows(SpooledFile packed) implements Reply {
    @Override
    public void to(Context client) throws IOException {
      try (InputStream rows = new GZIPInputStream(packed.open())) {
        send(client, "rejected.csv", rows::transferTo);
      }
    }

    @Override
    public void close() throws IOException {
      packed.close();
    }
  }

  private static void send(Context ctx, String name, Streamed.Body rows) {
    ctx.contentType("text/csv; charset=utf-8");
    ctx.header("Content-Disposition", "attachment; filename=\"" + name + "\"");
    Streamed.to(ctx, rows);
  }
}
