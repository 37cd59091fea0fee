package peal.ingest.http;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.javalin.http.Context;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import peal.domain.Workspace;
import peal.ingest.batch.BatchStart;
import peal.ingest.batch.FormFields;
import peal.ingest.csv.CsvRules;
import peal.ingest.csv.CsvRules.OnDuplicates;
import peal.ingest.csv.FileCheck;
import peal.ingest.csv.FileReport;
import peal.ingest.csv.Placeholders;
import peal.ingest.csv.Problem;
import peal.ingest.csv.RowFile;
import peal.ingest.csv.RowObserver;
import peal.ingest.upload.Upload;
import peal.ingest.workbook.Workbooks;
import peal.numbers.NumberReader;
import peal.service.http.ApiError;
import peal.service.http.Streamed;
import peal.topics.DomainJson;

/**
 * Reads files for do-not-call lists. The answer is a line of JSON that says what else the form has,
 * and a line for each number, in the order of the file; nobody is told of a file that is not sound
 * to its end. Whatever its length, no row is held in memory. Thread-safe.
 */
final class ListFiles {
  private static final long LONGEST_WORKBOOK = 20L << 20;
  private static final String TOO_MANY = "too_many_rows";

  private final ObjectMapper json = DomainJson.newMapper();
  private final UploadedRows files;
  private final int mostRows;

  /** Ten million rows, the most that a workspace may have on its lists. */
  ListFiles(UploadedRows files) {
    this(files, 10_000_000);
  }

  ListFiles(UploadedRows files, int mostRows) {
    this.files = files;
    this.mostRows = mostRows;
  }

  /**
   * Reads the file of {@code upload} to its end, and then again for the answer.
   *
   * @throws ApiError 400 a field or some rows are wrong; 413 there are too many
   */
  Reply read(Context ctx, Workspace workspace, Upload upload) throws IOException {
    FormFields.refuseOthersThanOfLists(upload.fields().keySet());
    FormFields fields = new FormFields(upload::field);
    boolean skipInvalid = fields.skipInvalid();
    CsvRules rules =
        new CsvRules(
            new NumberReader(fields.region()),
            OnDuplicates.IGNORE,
            mostRows,
            CsvRules.LISTED,
            Placeholders.NONE);
    if (upload.file().size() > LONGEST_WORKBOOK && Workbooks.isOne(upload.file())) {
      throw new ApiError(
          413,
          "File too large",
          "A workbook may have at most 20 MB. Save the sheet as CSV, which may have 256 MB.",
          "FILE_TOO_LARGE");
    }
    RowFile file = files.of(upload, mostRows);
    try {
      FileReport report = FileCheck.run(file, rules, RowObserver.NONE);
      refuseTooMany(report);
      BatchStart.refuseUnsound(report, skipInvalid);
      return new Numbers(file, rules, json.writeValueAsString(head(upload, report)));
    } catch (IOException | RuntimeException e) {
      file.close();
      throw e;
    }
  }

  private static void refuseTooMany(FileReport report) {
    if (report.errors().counts().containsKey(TOO_MANY)) {
      String message =
          report.errors().listed().stream()
              .filter(problem -> problem.code().equals(TOO_MANY))
              .map(Problem::message)
              .findFirst()
              .orElse("The file has more rows than are taken at once. Split it.");
      throw new ApiError(413, "Too many rows", message, "TOO_MANY_ROWS");
    }
  }

  private static Map<String, Object> head(Upload upload, FileReport report) {
    Map<String, Object> head = new LinkedHashMap<>();
    for (String name : new String[] {"list", "mode", "until", "reason"}) {
      upload.field(name).ifPresent(value -> head.put(name, value));
    }
    head.put("numbers", report.dialedRows());
    head.put("invalid", report.invalidRows());
    head.put("warnings", StartAnswer.warnings(report.warnings()));
    return head;
  }

  /** The numbers of a file that is sound. */
  private record Numbers(RowFile file, CsvRules rules, String head) implements Reply {
    private static final int BLOCK = 64 << 10;

    @Override
    public void to(Context client) {
      client.contentType("text/plain; charset=utf-8");
      Streamed.to(client, this::write);
    }

    private void write(OutputStream to) throws IOException {
      OutputStream out = new BufferedOutputStream(to, BLOCK);
      try {
        line(out, head);
        FileCheck.run(
            file,
            rules,
            (row, header, cells, number, good) -> {
              if (good) {
                line(out, number.e164());
              }
            });
      } catch (UncheckedIOException e) {
        throw e.getCause();
      }
      out.flush();
    }

    private static void line(OutputStream out, String text) {
      try {
        out.write(text.getBytes(StandardCharsets.UTF_8));
        out.write('\n');
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    @Override
    public void close() throws IOException {
      file.close();
    }
  }
}
