package peal.ingest.http;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongSupplier;
import java.util.stream.Stream;
import peal.domain.Agent;
import peal.domain.Flow;
import peal.domain.Workspace;
import peal.domain.WorkspaceId;
import peal.ingest.batch.BatchStart;
import peal.ingest.batch.CallStart;
import peal.ingest.batch.Directory;
import peal.ingest.batch.RecordingLog;
import peal.ingest.batch.RowAdditions;
import peal.ingest.batch.Samples;
import peal.ingest.batch.SealTimes;
import peal.ingest.rejected.RejectedFolder;
import peal.ingest.upload.Spool;
import peal.ingest.upload.UploadLimits;
import peal.ingest.upload.UploadReader;
import peal.ingest.workbook.Workbooks;
import peal.service.Ids;
import peal.service.http.HttpServer;

/** The service's HTTP side with everything but Kafka, and a client for it. */
final class RunningIngest implements AutoCloseable {
  static final String BOUNDARY = "----peal";

  final RecordingLog log = new RecordingLog();
  Agent agent = Samples.agent().build();
  List<Flow> flows = List.of();
  boolean ready = true;
  boolean current = true;
  Map<String, String> headers = Map.of();
  volatile long room = Long.MAX_VALUE;
  final RejectedFolder rejected;
  private final Path folder;
  private final HttpServer server;
  private final HttpClient client =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

  RunningIngest(Path folder) throws IOException {
    this(folder, UploadLimits.DEFAULT);
  }

  RunningIngest(Path folder, UploadLimits limits) throws IOException {
    this(folder, limits, 1 << 20);
  }

  RunningIngest(Path folder, UploadLimits limits, long rejectedBytes) throws IOException {
    this(folder, limits, rejectedBytes, System::nanoTime);
  }

  /** With a clock of the test's own for how long an upload takes. */
  RunningIngest(Path folder, UploadLimits limits, LongSupplier nanos) throws IOException {
    this(folder, limits, 1 << 20, nanos);
  }

  private RunningIngest(Path folder, UploadLimits limits, long rejectedBytes, LongSupplier nanos)
      throws IOException {
    this.folder = folder;
    PrometheusMeterRegistry metrics = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    Spool spool = new Spool(folder.resolve("spool"), Ids.ulid(), () -> room);
    rejected =
        new RejectedFolder(
            folder.resolve("rejected"), rejectedBytes, Ids.ulid(), () -> Samples.NOW);
    IngestRoutes routes =
        new IngestRoutes(
            new OneAgent(),
            new UploadReader(spool, limits, nanos),
            new Workbooks(spool),
            new RejectedRoutes(spool, rejected),
            new BatchStart(log, SealTimes.DEFAULT, rejected, () -> "b1", () -> Samples.NOW),
            new RowAdditions(log, rejected, () -> Samples.NOW),
            new CallStart(log, () -> "c1", () -> Samples.NOW),
            2,
            metrics,
            () -> Samples.NOW,
            System::nanoTime);
    server =
        HttpServer.start(
            "127.0.0.1", 0, new HttpServer.Health(() -> true, () -> true), metrics, routes::addTo);
  }

  private final class OneAgent implements Directory {
    @Override
    public Optional<Workspace> workspace(WorkspaceId id) {
      return Optional.of(Samples.workspace(2)).filter(workspace -> workspace.id().equals(id));
    }

    @Override
    public Optional<Agent> agent(WorkspaceId workspace, String id) {
      return Optional.of(agent).filter(known -> known.id().equals(id));
    }

    @Override
    public Optional<Flow> flowOf(Agent caller) {
      return Flow.forCalls(flows.stream(), caller.id());
    }

    @Override
    public boolean refresh() {
      return current;
    }

    @Override
    public boolean ready() {
      return ready;
    }
  }

  /** An answer. */
  record Answer(int status, JsonNode body, HttpResponse<String> raw) {}

  URI uri(String path) {
    return server.address().resolve(path);
  }

  int port() {
    return server.address().getPort();
  }

  Answer get(String path) {
    return send(HttpRequest.newBuilder(uri(path)).GET());
  }

  Answer post(String path, String contentType, byte[] body) {
    return send(
        HttpRequest.newBuilder(uri(path))
            .header("Content-Type", contentType)
            .POST(HttpRequest.BodyPublishers.ofByteArray(body)));
  }

  Answer json(String path, String body) {
    return post(path, "application/json", body.getBytes(StandardCharsets.UTF_8));
  }

  /** Sends a form of a file that is no text, and fields by name and value. */
  Answer formOf(String path, byte[] file, String... fields) {
    ByteArrayOutputStream body = new ByteArrayOutputStream();
    for (int i = 0; i < fields.length; i += 2) {
      body.writeBytes(part(fields[i], null, fields[i + 1]).getBytes(StandardCharsets.UTF_8));
    }
    String around = part("file", "calls.xlsx", "|");
    int at = around.indexOf('|');
    body.writeBytes(around.substring(0, at).getBytes(StandardCharsets.UTF_8));
    body.writeBytes(file);
    body.writeBytes(around.substring(at + 1).getBytes(StandardCharsets.UTF_8));
    body.writeBytes(("--" + BOUNDARY + "--\r\n").getBytes(StandardCharsets.UTF_8));
    return post(path, contentType(), body.toByteArray());
  }

  /** Sends a form of a file, unless it is null, and fields by name and value. */
  Answer form(String path, String csv, String... fields) {
    StringBuilder body = new StringBuilder();
    for (int i = 0; i < fields.length; i += 2) {
      body.append(part(fields[i], null, fields[i + 1]));
    }
    if (csv != null) {
      body.append(part("file", "calls.csv", csv));
    }
    body.append("--").append(BOUNDARY).append("--\r\n");
    return post(path, contentType(), body.toString().getBytes(StandardCharsets.UTF_8));
  }

  static String contentType() {
    return "multipart/form-data; boundary=" + BOUNDARY;
  }

  static String part(String name, String fileName, String content) {
    return "--%s\r\nContent-Disposition: form-data; name=\"%s\"%s\r\n\r\n%s\r\n"
        .formatted(
            BOUNDARY,
            name,
            fileName == null ? "" : "; filename=\"" + fileName + "\"\r\nContent-Type: text/csv",
            content);
  }

  private Answer send(HttpRequest.Builder request) {
    headers.forEach(request::header);
    try {
      HttpResponse<String> response =
          client.send(
              request.timeout(Duration.ofSeconds(60)).build(),
              HttpResponse.BodyHandlers.ofString());
      boolean json =
          response.headers().firstValue("Content-Type").orElse("").startsWith("application/json");
      return new Answer(
          response.statusCode(),
          json ? new ObjectMapper().readTree(response.body()) : null,
          response);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  /** How many files the spool folder holds. */
  long spooled() {
    try (Stream<Path> files = Files.list(folder.resolve("spool"))) {
      return files.count();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    // The client first: a server waits a second for connections that are merely open.
    client.close();
    server.close();
  }
}
