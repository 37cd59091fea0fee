package peal.ingest.upload;

import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongSupplier;
import org.eclipse.jetty.http.MultiPart;
import org.eclipse.jetty.io.Content;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import peal.service.http.ApiError;
import peal.service.http.FormBoundary;

/**
 * Reads a multipart form from a request, block by block: the file never lies on the heap, and
 * nothing is read on once the form must be refused. Thread-safe.
 */
public final class UploadReader {
  private static final Logger LOG = LoggerFactory.getLogger(UploadReader.class);
  private static final int BLOCK = 16 * 1024;

  private final Spool spool;
  private final UploadLimits limits;
  private final LongSupplier nanos;

  /**
   * A reader.
   *
   * @param spool where files go
   * @param limits what an upload may take
   * @param nanos a monotonic clock, ns
   */
  public UploadReader(Spool spool, UploadLimits limits, LongSupplier nanos) {
    this.spool = spool;
    this.limits = limits;
    this.nanos = nanos;
  }

  /** The same for forms with rows that a batch had before. */
  public UploadReader ofRedials() {
    return new UploadReader(spool, limits.ofRedials(), nanos);
  }

  /** The same for forms with a file of a do-not-call list. */
  public UploadReader ofLists() {
    return new UploadReader(spool, limits.ofLists(), nanos);
  }

  /**
   * The request's form; the caller closes it.
   *
   * @throws ApiError 400 when it is no sound form, 408 when it takes too long, 413 when it is too
   *     large, 503 when the disk is full or fails
   */
  public Upload read(HttpServletRequest request) {
    try {
      return form(request);
    } catch (IOException e) {
      // The client's side of the stream is told apart in next(), so this is the disk.
      throw noRoom(e);
    }
  }

  /** 503: the disk is full or fails. */
  public static ApiError noRoom(IOException e) {
    LOG.error("An upload cannot be kept in the spool folder: {}", e.getMessage());
    return new ApiError(
        503,
        "No room for uploads",
        "The upload cannot be kept while it is read: the disk is full or fails. Nothing was"
            + " started; try again later.",
        "SPOOL_UNAVAILABLE");
  }

  private Upload form(HttpServletRequest request) throws IOException {
    String boundary = boundary(request.getContentType());
    if (request.getContentLengthLong() > limits.fileBytes() + limits.otherBytes()) {
      throw fileTooLarge(limits);
    }
    try (FormParts parts = new FormParts(spool, limits)) {
      MultiPart.Parser parser = new MultiPart.Parser(boundary, parts);
      parser.setMaxParts(limits.parts());
      read(
          request,
          (bytes, last) -> {
            parser.parse(Content.Chunk.from(bytes, last));
            parts.check();
          });
      if (!parts.complete()) {
        throw brokeOff();
      }
      return parts.upload();
    }
  }

  /**
   * The request's whole body as the file of an upload; the caller closes it.
   *
   * @throws ApiError as for a form
   */
  public Upload readWhole(HttpServletRequest request) {
    try {
      SpooledFile file = spool.newFile(limits.fileBytes());
      try {
        read(request, (bytes, last) -> file.write(bytes));
        return new Upload(Optional.of(file), Map.of());
      } catch (IOException | RuntimeException e) {
        file.close();
        throw e;
      }
    } catch (IOException e) {
      throw noRoom(e);
    }
  }

  @FunctionalInterface
  private interface Sink {
    void take(ByteBuffer bytes, boolean last) throws IOException;
  }

  private void read(HttpServletRequest request, Sink sink) throws IOException {
    long deadline = nanos.getAsLong() + limits.time().toNanos();
    byte[] block = new byte[BLOCK];
    InputStream body = request.getInputStream();
    long read = 0;
    while (true) {
      int count = next(body, block);
      boolean last = count < 0;
      read += Math.max(0, count);
      sink.take(ByteBuffer.wrap(block, 0, Math.max(0, count)), last);
      if (last) {
        break;
      }
      if (read > limits.fileBytes() + limits.otherBytes()) {
        throw fileTooLarge(limits);
      }
      if (nanos.getAsLong() - deadline > 0) {
        throw new ApiError(
            408,
            "Upload too slow",
            "The upload took more than %d s.".formatted(limits.time().toSeconds()),
            "UPLOAD_TOO_SLOW");
      }
    }
  }

  private static int next(InputStream body, byte[] block) {
    try {
      return body.read(block);
    } catch (IOException e) {
      // The client went away or fell silent: no fault of ours.
      throw brokeOff();
    }
  }

  private static String boundary(String contentType) {
    if (!FormBoundary.isForm(contentType)) {
      throw new ApiError(
          400,
          "No file uploaded",
          "Send the file as the field 'file' of a form (Content-Type: multipart/form-data).",
          "NOT_MULTIPART");
    }
    return FormBoundary.of(contentType)
        .orElseThrow(() ->
            new ApiError(
                400,
                "No boundary",
                "The Content-Type multipart/form-data names no usable boundary. Let your HTTP"
                    + " client set this header.",
                "NO_BOUNDARY"));
  }

  private static ApiError brokeOff() {
    return new ApiError(
        400, "Broken form", "The upload broke off before its last boundary.", "BROKEN_FORM");
  }

  static ApiError fileTooLarge(UploadLimits limits) {
    return tooLarge(
        "The file is larger than %d MB. Split it.".formatted(limits.fileBytes() / (1024 * 1024)));
  }

  static ApiError tooLarge(String message) {
    return new ApiError(413, "File too large", message, "FILE_TOO_LARGE");
  }
}
