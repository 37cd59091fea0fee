package peal.ingest.http;

import io.javalin.http.Context;
import java.io.IOException;
import peal.domain.Workspace;
import peal.ingest.batch.LogUnavailable;
import peal.ingest.batch.SealUnknown;
import peal.ingest.upload.Upload;

/** What is done with an upload; its answer is given when another may be worked on. */
@FunctionalInterface
interface Work {
  /** Does it. */
  Reply on(Context ctx, Workspace workspace, Upload upload)
      throws IOException, LogUnavailable, SealUnknown;

  /** As the other, for an answer that is an object. */
  @FunctionalInterface
  interface OfJson {
    /** Does it. */
    Object on(Context ctx, Workspace workspace, Upload upload)
        throws IOException, LogUnavailable, SealUnknown;
  }

  /** Answers with what {@code work} makes. */
  static Work json(OfJson work) {
    return (ctx, workspace, upload) -> {
      Object answer = work.on(ctx, workspace, upload);
      return client -> client.json(answer);
    };
  }
}
