package peal.testkit.api;

import java.io.FileNotFoundException;
import java.io.UncheckedIOException;
import java.net.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/**
 * A {@code multipart/form-data} body with one file of CSV, which is streamed where it lies on disk.
 * Used once, by one thread.
 */
public final class Form {
  private final String boundary = "peal-" + UUID.randomUUID();
  private final List<HttpRequest.BodyPublisher> parts = new ArrayList<>();
  private final Map<String, String> known = new HashMap<>();

  /** Adds fields of text. */
  public Form fields(Map<String, String> fields) {
    known.putAll(fields);
    fields.forEach((name, value) -> {
      head(name, "");
      text(value + "\r\n");
    });
    return this;
  }

  /** Adds the file, of this name and these bytes. */
  public Form file(String fileName, byte[] content) {
    return file(fileName, HttpRequest.BodyPublishers.ofByteArray(content));
  }

  /**
   * Adds the file.
   *
   * @throws UncheckedIOException when there is no such file, or it may not be read
   */
  public Form file(Path content) {
    try {
      return file(content.getFileName().toString(), HttpRequest.BodyPublishers.ofFile(content));
    } catch (FileNotFoundException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Form file(String fileName, HttpRequest.BodyPublisher content) {
    known.put("file", fileName);
    // What would end the name, or its line, or be taken for an escape.
    String quoted = fileName.replaceAll("[\"\r\n\\\\]", "_");
    head("file", "; filename=\"" + quoted + "\"\r\nContent-Type: text/csv");
    parts.add(content);
    text("\r\n");
    return this;
  }

  /** What the request's {@code Content-Type} must say. */
  public String contentType() {
    return "multipart/form-data; boundary=" + boundary;
  }

  /** The whole body, after which nothing can be added. */
  public HttpRequest.BodyPublisher body() {
    text("--" + boundary + "--\r\n");
    return HttpRequest.BodyPublishers.concat(parts.toArray(HttpRequest.BodyPublisher[]::new));
  }

  /** Its fields, and the file by its name. */
  Map<String, String> known() {
    return Map.copyOf(known);
  }

  private void head(String name, String more) {
    text(
        "--%s\r\nContent-Disposition: form-data; name=\"%s\"%s\r\n\r\n"
            .formatted(boundary, name, more));
  }

  private void text(String content) {
    parts.add(HttpRequest.BodyPublishers.ofString(content, StandardCharsets.UTF_8));
  }
}
