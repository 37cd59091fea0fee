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

/** A multipart/form-data body, of which a file is streamed from disk. Used once. */
final class Form {
  private final String boundary = "peal-" + UUID.randomUUID();
  private final List<HttpRequest.BodyPublisher> parts = new ArrayList<>();
  private final Map<String, String> known = new HashMap<>();

  Form fields(Map<String, String> fields) {
    known.putAll(fields);
    fields.forEach((name, value) ->
        text(
            "--"
                + boundary
                + "\r\nContent-Disposition: form-data; name=\""
                + name
                + "\"\r\n\r\n"
                + value
                + "\r\n"));
    return this;
  }

  Form file(String fileName, byte[] content) {
    return file(fileName, HttpRequest.BodyPublishers.ofByteArray(content));
  }

  Form file(Path content) {
    try {
      return file(content.getFileName().toString(), HttpRequest.BodyPublishers.ofFile(content));
    } catch (FileNotFoundException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Its fields, and the file by its name. */
  Map<String, String> fields() {
    return Map.copyOf(known);
  }

  private Form file(String fileName, HttpRequest.BodyPublisher content) {
    known.put("file", fileName);
    text(
        "--"
            + boundary
            + "\r\nContent-Disposition: form-data; name=\"file\"; filename=\""
            + fileName.replace("\"", "%22")
            + "\"\r\nContent-Type: text/csv\r\n\r\n");
    parts.add(content);
    text("\r\n");
    return this;
  }

  String contentType() {
    return "multipart/form-data; boundary=" + boundary;
  }

  HttpRequest.BodyPublisher body() {
    text("--" + boundary + "--\r\n");
    return HttpRequest.BodyPublishers.concat(parts.toArray(HttpRequest.BodyPublisher[]::new));
  }

  private void text(String content) {
    parts.add(HttpRequest.BodyPublishers.ofString(content, StandardCharsets.UTF_8));
  }
}
