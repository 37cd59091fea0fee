package peal.ingest.upload;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.MultiPart;
import org.eclipse.jetty.io.Content;
import peal.service.http.ApiError;

/**
 * Takes the parts of a form as they are parsed: the file goes to disk, block by block, the fields
 * into a map. A refusal is kept until the caller asks, for the parser must not be left by an
 * exception half-way.
 */
final class FormParts extends MultiPart.AbstractPartsListener implements AutoCloseable {
  private static final String FILE = "file";

  /** Values of Content-Transfer-Encoding that change nothing (RFC 7578, 4.7, would have none). */
  private static final Set<String> AS_THEY_ARE = Set.of("7bit", "8bit", "binary");

  private final Spool spool;
  private final UploadLimits limits;
  private final Map<String, String> fields = new HashMap<>();
  private final ByteArrayOutputStream field = new ByteArrayOutputStream();
  private SpooledFile file;
  private boolean inFile;
  private long otherBytes;
  private ApiError refusal;
  private IOException fault;
  private boolean complete;

  FormParts(Spool spool, UploadLimits limits) {
    this.spool = spool;
    this.limits = limits;
  }

  /** Whether the closing boundary has been seen. */
  boolean complete() {
    return complete;
  }

  /**
   * Fails if something came that must not be.
   *
   * @throws ApiError 400 or 413
   * @throws IOException when the disk failed
   */
  void check() throws IOException {
    if (fault != null) {
      throw fault;
    }
    if (refusal != null) {
      throw refusal;
    }
  }

  /** Hands over what came; from now on the caller closes it. */
  Upload upload() {
    Upload upload = new Upload(Optional.ofNullable(file), fields);
    file = null;
    return upload;
  }

  @Override
  public void onPartHeaders() {
    inFile = FILE.equals(getName());
    if (inFile && file != null) {
      refuse(
          "Two files",
          "The form has two fields 'file'. Send one file.",
          "TWO_FILES",
          Map.of("field", FILE));
    } else if (inFile) {
      try {
        file = spool.newFile(limits.fileBytes());
      } catch (IOException e) {
        fault = e;
      }
    }
  }

  @Override
  public void onPartContent(Content.Chunk chunk) {
    if (refusal != null || fault != null) {
      return;
    }
    ByteBuffer bytes = chunk.getByteBuffer();
    if (inFile) {
      toFile(bytes);
      return;
    }
    otherBytes += bytes.remaining();
    if (otherBytes > limits.otherBytes()) {
      refusal = UploadReader.tooLarge("The form's text fields are too long.");
      return;
    }
    while (bytes.hasRemaining()) {
      field.write(bytes.get());
    }
  }

  private void toFile(ByteBuffer bytes) {
    try {
      if (file.size() + bytes.remaining() > limits.fileBytes()) {
        refusal = UploadReader.fileTooLarge(limits);
      } else {
        file.write(bytes);
      }
    } catch (IOException e) {
      fault = e;
    }
  }

  @Override
  public void onPart(String name, String fileName, HttpFields headers) {
    String value = field.toString(StandardCharsets.UTF_8).strip();
    field.reset();
    boolean wasFile = inFile;
    inFile = false;
    String coded = headers.get("Content-Transfer-Encoding");
    if (coded != null && !AS_THEY_ARE.contains(coded.strip().toLowerCase(Locale.ROOT))) {
      refuse(
          "Encoded part",
          "A part of the form is sent with Content-Transfer-Encoding: %s, as forms are not. Send its bytes as they are."
              .formatted(coded),
          "ENCODED_PART",
          name == null ? Map.of() : Map.of("field", name));
    }
    if (wasFile || name == null || value.isEmpty()) {
      return;
    }
    if (fields.putIfAbsent(name, value) != null) {
      refuse(
          "Field sent twice",
          "A form field was sent twice. Send each once.",
          "FIELD_TWICE",
          Map.of("field", name));
    }
  }

  @Override
  public void onComplete() {
    complete = true;
  }

  @Override
  public void onFailure(Throwable failure) {
    refuse(
        "Broken form",
        "The body is no multipart form, or it breaks off before its last boundary.",
        "BROKEN_FORM",
        Map.of());
  }

  private void refuse(String error, String message, String code, Map<String, String> more) {
    if (refusal == null) {
      refusal = new ApiError(400, error, message, code, more);
    }
  }

  @Override
  public void close() throws IOException {
    if (file != null) {
      file.close();
    }
  }
}
