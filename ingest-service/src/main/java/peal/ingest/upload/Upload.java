package peal.ingest.upload;

import java.io.IOException;
import java.util.Map;
import java.util.Optional;
import peal.service.http.ApiError;

/**
 * A multipart form: one file and text fields. Closing it deletes the file.
 *
 * @param spooled the field {@code file}, if it came
 * @param fields the other fields, stripped; blank ones are left out
 */
public record Upload(Optional<SpooledFile> spooled, Map<String, String> fields)
    implements AutoCloseable {
  /** Copies the fields. */
  public Upload {
    fields = Map.copyOf(fields);
  }

  /**
   * The file.
   *
   * @throws ApiError 400 when none came
   */
  public SpooledFile file() {
    return spooled.orElseThrow(() ->
        new ApiError(
            400,
            "No file uploaded",
            "The form has no file. Send the CSV as the multipart field 'file'.",
            "NO_FILE",
            Map.of("field", "file")));
  }

  /** A field that was sent and is not blank. */
  public Optional<String> field(String name) {
    return Optional.ofNullable(fields.get(name));
  }

  @Override
  public void close() throws IOException {
    if (spooled.isPresent()) {
      spooled.get().close();
    }
  }
}
