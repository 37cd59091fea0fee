package peal.ingest.http;

import io.javalin.http.Context;
import java.io.IOException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import peal.domain.Agent;
import peal.domain.BatchId;
import peal.domain.Flow;
import peal.domain.Workspace;
import peal.ingest.batch.BatchLog;
import peal.ingest.batch.BatchStart;
import peal.ingest.batch.Claim;
import peal.ingest.batch.FormFields;
import peal.ingest.batch.LogUnavailable;
import peal.ingest.batch.Overrides;
import peal.ingest.batch.RedialTerms;
import peal.ingest.batch.SealUnknown;
import peal.ingest.batch.StartForm;
import peal.ingest.batch.Started;
import peal.ingest.csv.ColumnChoice;
import peal.ingest.csv.CsvFile;
import peal.ingest.csv.CsvText;
import peal.ingest.csv.Encoding;
import peal.ingest.csv.RedialFile;
import peal.ingest.csv.RowFile;
import peal.ingest.upload.Upload;

/** An upload becomes a batch, once for each {@code Idempotency-Key}. Thread-safe. */
final class BatchStarts {
  private static final Logger LOG = LoggerFactory.getLogger(BatchStarts.class);

  private final RequestDirectory directory;
  private final UploadedRows files;
  private final BatchStart batches;
  private final IngestMetrics metrics;
  private final InstantSource clock;

  BatchStarts(
      RequestDirectory directory,
      UploadedRows files,
      BatchStart batches,
      IngestMetrics metrics,
      InstantSource clock) {
    this.directory = directory;
    this.files = files;
    this.batches = batches;
    this.metrics = metrics;
    this.clock = clock;
  }

  /** What is asked for: what is said of the batch, and its rows. */
  private interface Order {
    StartForm form(Instant now);

    RowFile rows(int most) throws IOException;
  }

  private Order order(Upload upload) {
    return new Order() {
      @Override
      public StartForm form(Instant now) {
        upload.file();
        return new FormFields(upload::field).start(now);
      }

      @Override
      public RowFile rows(int most) throws IOException {
        return files.of(upload, most);
      }
    };
  }

  /** Rows that a batch had before, by its terms and what its client wants to be otherwise. */
  private Order redialed(Upload upload) {
    RedialTerms terms = RedialTerms.parse(upload.field("terms").orElse(""));
    Overrides overrides = Overrides.parse(upload.field("overrides").orElse("{}"));
    return new Order() {
      @Override
      public StartForm form(Instant now) {
        return FormFields.redial(terms, overrides, now);
      }

      @Override
      public RowFile rows(int most) throws IOException {
        return new RedialFile(
            CsvFile.of(new CsvText(upload.file(), Encoding.UTF_8), ColumnChoice.NONE));
      }
    };
  }

  /** Starts the batch that {@code upload} asks for. */
  Object start(Context ctx, Workspace workspace, Upload upload)
      throws IOException, LogUnavailable, SealUnknown {
    return start(ctx, workspace, order(upload));
  }

  /** Starts a batch of rows that another one had. */
  Object redial(Context ctx, Workspace workspace, Upload upload)
      throws IOException, LogUnavailable, SealUnknown {
    return start(ctx, workspace, redialed(upload));
  }

  private Object start(Context ctx, Workspace workspace, Order order)
      throws IOException, LogUnavailable, SealUnknown {
    Optional<Claim> claim = ClaimHeaders.of(ctx);
    if (claim.isEmpty()) {
      return start(workspace, order, batches::start);
    }
    try (BatchLog.Claimed claimed = batches.claim(workspace, claim.get())) {
      if (claimed.earlier().isPresent()) {
        ClaimHeaders.repeated(ctx);
        return again(workspace, claim.get(), claimed.earlier().get(), order);
      }
      ClaimHeaders.settled(ctx);
      return start(
          workspace,
          order,
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
  private Object again(Workspace workspace, Claim claim, BatchId batch, Order order)
      throws IOException {
    Instant then = claim.writtenSince().orElseGet(clock::instant);
    StartForm form = order.form(then);
    LOG.info("{} was started by an earlier try.", batch);
    Optional<Agent> agent = directory.agentIfAny(workspace, form.agentId());
    Optional<Flow> flow = agent.flatMap(directory::flowOf);
    try (RowFile file = order.rows(Integer.MAX_VALUE)) {
      return StartAnswer.of(batches.again(batch, agent, flow, form, file));
    }
  }

  private Object start(Workspace workspace, Order order, Starting starting)
      throws IOException, LogUnavailable, SealUnknown {
    StartForm form = order.form(clock.instant());
    Agent agent = directory.agent(workspace, form.agentId());
    Started started;
    try (RowFile file = order.rows(workspace.limits().maxRowsPerBatch())) {
      started = starting.start(workspace, agent, directory.flowOf(agent), form, file);
    }
    metrics.rows(started.totalCalls());
    LOG.info("{} of {}: {} calls.", started.batch(), workspace.id(), started.totalCalls());
    return StartAnswer.of(started);
  }
}
