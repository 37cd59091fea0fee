package peal.ingest.http;

import java.io.IOException;
import peal.ingest.batch.CsvRefusal;
import peal.ingest.batch.FormFields;
import peal.ingest.csv.CsvFile;
import peal.ingest.csv.CsvText;
import peal.ingest.csv.RowFile;
import peal.ingest.csv.UnreadableFile;
import peal.ingest.upload.DiskFault;
import peal.ingest.upload.SpooledFile;
import peal.ingest.upload.Upload;
import peal.ingest.upload.UploadReader;
import peal.ingest.workbook.Workbooks;
import peal.service.http.ApiError;

/** The rows of uploads, whatever kind of file they are. Thread-safe. */
final class UploadedRows {
  private final Workbooks workbooks;

  UploadedRows(Workbooks workbooks) {
    this.workbooks = workbooks;
  }

  /**
   * The rows of {@code upload}; the caller closes them.
   *
   * @param mostRows data rows that may be wanted
   * @throws ApiError 400 when it has no file, or one that cannot be read, or a field says what does
   *     not fit; 503 when the disk fails
   */
  RowFile of(Upload upload, int mostRows) throws IOException {
    SpooledFile file = upload.file();
    FormFields fields = new FormFields(upload::field);
    if (!Workbooks.isOne(file)) {
      fields.refuseSheet();
      return CsvFile.of(new CsvText(file, fields.encoding(file)), fields.columns());
    }
    fields.refuseEncoding();
    try {
      return workbooks.read(file, fields.sheet(), fields.columns(), mostRows);
    } catch (UnreadableFile e) {
      throw CsvRefusal.of(e.problem());
    } catch (DiskFault e) {
      throw UploadReader.noRoom(e);
    }
  }
}
