package peal.gateway.relay;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import peal.gateway.Refusals;
import peal.service.http.ApiError;

/**
 * A form whose file is what another service is saying, never held in memory. Where that breaks off,
 * the form does, before its last boundary: nobody takes a part of the rows for all of them.
 */
public final class RowsForm implements RequestBody {
  private final Map<String, String> fields;
  private final Stream rows;
  private final String boundary = "peal-" + UUID.randomUUID();
  private final ApiError unknown;
  private volatile boolean brokenOff;
  private volatile boolean handedOn;

  /**
   * A form with {@code fields}, and {@code rows} as its {@code file}. Whoever makes it closes them.
   *
   * @param unknown what is answered where whoever has been given all of it does not answer
   */
  public RowsForm(Map<String, String> fields, Stream rows, ApiError unknown) {
    this.fields = Map.copyOf(fields);
    this.rows = rows;
    this.unknown = unknown;
  }

  @Override
  public Optional<String> contentType() {
    return Optional.of("multipart/form-data; boundary=" + boundary);
  }

  @Override
  public boolean asksFirst() {
    return false;
  }

  @Override
  public BodyPublisher publisher() {
    return BodyPublishers.ofInputStream(() ->
        new SequenceInputStream(
            Collections.enumeration(
                List.of(bytes(before()), new Watched(), bytes("\r\n--" + boundary + "--\r\n")))));
  }

  private String before() {
    StringBuilder text = new StringBuilder();
    fields.forEach((name, value) ->
        part(text, "name=\"" + name + "\"").append("\r\n").append(value).append("\r\n"));
    return part(text, "name=\"file\"; filename=\"rows.csv\"")
        .append("Content-Type: text/csv\r\n\r\n")
        .toString();
  }

  private StringBuilder part(StringBuilder text, String names) {
    return text.append("--")
        .append(boundary)
        .append("\r\nContent-Disposition: form-data; ")
        .append(names)
        .append("\r\n");
  }

  private static InputStream bytes(String text) {
    return new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8));
  }

  @Override
  public void stop() {
    rows.close();
  }

  @Override
  public RuntimeException refusal() {
    return handedOn
        ? unknown
        : Refusals.unavailable(
            brokenOff
                ? "The rows could not be read to their end. Nobody is dialed; try again."
                : "The rows were broken off behind the gateway. Nobody is dialed; try again.");
  }

  /** The rows; what breaks off here is known to have started nothing. */
  private final class Watched extends InputStream {
    private final InputStream in = rows.body();

    @Override
    public int read() throws IOException {
      byte[] one = new byte[1];
      return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] into, int from, int most) throws IOException {
      try {
        int count = in.read(into, from, most);
        handedOn |= count < 0;
        return count;
      } catch (IOException e) {
        brokenOff = true;
        throw e;
      }
    }
  }
}
