package peal.standalone.client;

import java.io.FileNotFoundException;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.file.Path;
import java.util.UUID;

/**
 * A {@code multipart/form-data} body whose file is streamed from disk. Used once, by one thread.
 */
final class Multipart {
  private final String boundary = "peal-" + UUID.randomUUID();
  private final StringBuilder head = new StringBuilder();

  /** What the request's {@code Content-Type} must say. */
  String contentType() {
    return "multipart/form-data; boundary=" + boundary;
  }

  /** Adds a field of text. */
  void field(String name, String value) {
    part(name, "").append("\r\n").append(value).append("\r\n");
  }

  /**
   * The whole body, with the file as its last part.
   *
   * @throws FileNotFoundException when there is no such file
   */
  BodyPublisher withFile(String name, Path file, String type) throws FileNotFoundException {
    String quoted = file.getFileName().toString().replaceAll("[\"\r\n\\\\]", "_");
    part(name, "; filename=\"" + quoted + "\"")
        .append("Content-Type: ")
        .append(type)
        .append("\r\n\r\n");
    return BodyPublishers.concat(
        BodyPublishers.ofString(head.toString()),
        BodyPublishers.ofFile(file),
        BodyPublishers.ofString("\r\n--" + boundary + "--\r\n"));
  }

  private StringBuilder part(String name, String more) {
    return head.append("--")
        .append(boundary)
        .append("\r\nContent-Disposition: form-data; name=\"")
        .append(name)
        .append('"')
        .append(more)
        .append("\r\n");
  }
}
