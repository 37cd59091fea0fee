package peal.ingest.http;

import io.javalin.http.Context;
import java.io.IOException;
import java.time.InstantSource;
import java.util.Optional;
import peal.domain.Agent;
import peal.domain.Workspace;
import peal.domain.forecast.Assumption;
import peal.ingest.batch.AssumptionText;
import peal.ingest.batch.CsvRefusal;
import peal.ingest.batch.FormFields;
import peal.ingest.batch.PlannedFile;
import peal.ingest.batch.Script;
import peal.ingest.batch.StartForm;
import peal.ingest.csv.CsvRules;
import peal.ingest.csv.FileCheck;
import peal.ingest.csv.FileReport;
import peal.ingest.csv.Placeholders;
import peal.ingest.csv.RowFile;
import peal.ingest.csv.RowObserver;
import peal.ingest.upload.Upload;
import peal.numbers.NumberReader;

/** What a start would make of an upload; nobody is called. Thread-safe. */
final class FileChecks {
  /** Enough for every problem of the hundred rows that a preview shows, within reason. */
  private static final int LISTED_FOR_PREVIEW = 1_000;

  private final RequestDirectory directory;
  private final UploadedRows files;
  private final RejectedRoutes rejected;
  private final InstantSource clock;

  FileChecks(
      RequestDirectory directory,
      UploadedRows files,
      RejectedRoutes rejected,
      InstantSource clock) {
    this.clock = clock;
    this.directory = directory;
    this.files = files;
    this.rejected = rejected;
  }

  /** What is wrong with the file of {@code upload}. */
  Object validate(Context ctx, Workspace workspace, Upload upload) throws IOException {
    Optional<Script> script = script(workspace, new FormFields(upload::field));
    return ValidateAnswer.of(check(workspace, upload, CsvRules.LISTED, script, RowObserver.NONE));
  }

  /** The rows of it that would be left out. */
  Reply validateRejected(Context ctx, Workspace workspace, Upload upload) throws IOException {
    Optional<Script> script = script(workspace, new FormFields(upload::field));
    return rejected.of(observer -> check(workspace, upload, CsvRules.LISTED, script, observer));
  }

  /** Its first rows, as they would be called. */
  Object preview(Context ctx, Workspace workspace, Upload upload) throws IOException {
    FormFields fields = new FormFields(upload::field);
    int limit = fields.previewLimit();
    Optional<Script> script = script(workspace, fields);
    PreviewAnswer preview = new PreviewAnswer(limit, script, fields.emptyWhereMissing());
    return preview.of(check(workspace, upload, LISTED_FOR_PREVIEW, script, preview));
  }

  /** What a start with it would come to. */
  Object plan(Context ctx, Workspace workspace, Upload upload) throws IOException {
    upload.file();
    StartForm form = new FormFields(upload::field).start(clock.instant());
    Assumption assumed = upload.field("assume").map(AssumptionText::parse).orElse(Assumption.USUAL);
    Agent agent = directory.agent(workspace, form.agentId());
    try (RowFile file = files.of(upload, workspace.limits().maxRowsPerBatch())) {
      PlannedFile planned =
          PlannedFile.of(workspace, agent, directory.flowOf(agent), form, assumed, file, clock);
      return PlanAnswer.of(planned, assumed);
    }
  }

  private Optional<Script> script(Workspace workspace, FormFields fields) {
    return fields
        .agentId()
        .map(id -> directory.agent(workspace, id))
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
            workspace.limits().quotasOrUsual().fileBytes(),
            listed,
            script.map(said -> said.placeholders(emptyWhereMissing)).orElse(Placeholders.NONE),
            fields.byRecipient());
    try (RowFile file = files.of(upload, rules.maxRows())) {
      FileReport report = FileCheck.run(file, rules, observer);
      if (!report.readable()) {
        throw CsvRefusal.of(report);
      }
      return report;
    }
  }
}
