package peal.standalone.client;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.io.IOException;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import peal.testkit.api.Form;

/**
 * The API as the launcher's commands use it. Thread-safe. Every method throws {@link Refused} where
 * the server refuses or cannot be reached.
 */
public final class GatewayClient implements AutoCloseable {
  private static final String BATCHES = "/v1/api/batch-calls";
  private static final String DO_NOT_CALL = "/v1/api/do-not-call";
  private static final String OWN_DIALING = "/v1/api/dialing";
  private static final String DIALING = "/admin/dialing";
  private static final String JSON_TYPE = "application/json";
  private static final ObjectMapper JSON = new ObjectMapper();

  /** Longer than the gateway's own longest answer, a cancel of a million rows. */
  private static final Duration ANSWER_WITHIN = Duration.ofSeconds(30);

  private static final Duration UPLOAD_WITHIN = Duration.ofMinutes(5);

  /** Ten million numbers go to their lanes. */
  private static final Duration IMPORT_WITHIN = Duration.ofHours(1);

  private final HttpClient http =
      HttpClient.newBuilder()
          .version(HttpClient.Version.HTTP_1_1)
          .connectTimeout(Duration.ofSeconds(5))
          .build();
  private final Access access;

  /** A client of the server at {@code access}. */
  public GatewayClient(Access access) {
    this.access = access;
  }

  /** Uploads a file with the form fields {@code fields}; the answer to the start of a batch. */
  public JsonNode start(Path file, Map<String, String> fields) {
    return upload(asTenant(BATCHES).timeout(UPLOAD_WITHIN), file, fields);
  }

  /** What a start with the file would come to. */
  public JsonNode plan(Path file, Map<String, String> fields) {
    return upload(asTenant(BATCHES + "/plan").timeout(UPLOAD_WITHIN), file, fields);
  }

  private JsonNode upload(HttpRequest.Builder to, Path file, Map<String, String> fields) {
    Form form = FileForm.of(file, fields);
    return send(to.header("Content-Type", form.contentType()).POST(form.body()));
  }

  /**
   * Adds the rows of a file to a batch that is kept open.
   *
   * @param key under which the same rows are not added twice
   */
  public JsonNode addRows(String batch, Path file, Map<String, String> fields, String key) {
    return upload(
        asTenant(BATCHES + "/" + segment(batch) + "/rows")
            .timeout(UPLOAD_WITHIN)
            .header("Idempotency-Key", key),
        file,
        fields);
  }

  /** Closes a batch that is kept open. */
  public JsonNode close(String batch) {
    return send(asTenant(BATCHES + "/" + segment(batch) + "/close").POST(body(Map.of())));
  }

  /** The batch's progress, flat. */
  public JsonNode progress(String batch) {
    return send(asTenant(BATCHES + "/" + segment(batch) + "/status").GET());
  }

  /** Cancels the batch. */
  public JsonNode cancel(String batch) {
    return send(asTenant(BATCHES + "/" + segment(batch)).DELETE());
  }

  /** Pauses the batch. */
  public JsonNode pause(String batch) {
    return send(asTenant(BATCHES + "/" + segment(batch) + "/pause").POST(body(Map.of())));
  }

  /** Resumes the batch. */
  public JsonNode resume(String batch) {
    return send(asTenant(BATCHES + "/" + segment(batch) + "/resume").POST(body(Map.of())));
  }

  /**
   * Changes what {@code changes} names of the batch's plan.
   *
   * @param revision the only revision that is to be changed; null for any
   */
  public JsonNode change(String batch, Map<String, ?> changes, Integer revision) {
    HttpRequest.Builder request =
        asTenant(BATCHES + "/" + segment(batch))
            .method("PATCH", body(changes))
            .header("Content-Type", JSON_TYPE);
    return send(revision == null ? request : request.header("If-Match", "\"" + revision + "\""));
  }

  /**
   * Starts a batch of rows of one that has ended; the answer to the start of a batch.
   *
   * @param key under which the same starts no second batch
   */
  public JsonNode redial(String batch, Map<String, ?> wanted, String key) {
    return send(
        asTenant(BATCHES + "/" + segment(batch) + "/redial")
            .timeout(UPLOAD_WITHIN)
            .header("Idempotency-Key", key)
            .POST(body(wanted))
            .header("Content-Type", JSON_TYPE));
  }

  /** The revisions of the batch's plan, newest first. */
  public JsonNode revisions(String batch) {
    return send(asTenant(BATCHES + "/" + segment(batch) + "/revisions").GET());
  }

  /** The last verdict on a call of the batch. */
  public JsonNode why(String batch, String call) {
    return send(
        asTenant(BATCHES + "/" + segment(batch) + "/calls/" + segment(call) + "/why").GET());
  }

  /** The do-not-call lists, or what {@code query} names of them. */
  public JsonNode doNotCall(Map<String, String> query) {
    StringBuilder path = new StringBuilder(DO_NOT_CALL);
    query.forEach((name, value) ->
        path.append(path.indexOf("?") < 0 ? '?' : '&')
            .append(name)
            .append('=')
            .append(segment(value)));
    return send(asTenant(path.toString()).GET());
  }

  /** Puts numbers on a list. */
  public JsonNode addToDoNotCall(Map<String, ?> numbers) {
    return send(asTenant(DO_NOT_CALL).POST(body(numbers)).header("Content-Type", JSON_TYPE));
  }

  /** Puts the numbers of a file on a list. */
  public JsonNode importDoNotCall(Path file, Map<String, String> fields) {
    return upload(asTenant(DO_NOT_CALL + "/import").timeout(IMPORT_WITHIN), file, fields);
  }

  /** Takes numbers off a list. */
  public JsonNode removeFromDoNotCall(Map<String, ?> numbers) {
    return send(
        asTenant(DO_NOT_CALL).method("DELETE", body(numbers)).header("Content-Type", JSON_TYPE));
  }

  /** The newest calls to {@code number}, a page of them. */
  public JsonNode callsOf(String number) {
    return send(asTenant("/v1/api/calls?limit=100&phone_number=" + segment(number)).GET());
  }

  /** Stops dialing of the workspace of the key; {@code why} may hold a reason. */
  public JsonNode stopOwnDialing(Map<String, ?> why) {
    return send(asTenant(OWN_DIALING + "/stop").POST(body(why)).header("Content-Type", JSON_TYPE));
  }

  /** Resumes it. */
  public JsonNode resumeOwnDialing() {
    return send(asTenant(OWN_DIALING + "/resume").POST(body(Map.of())));
  }

  /** What of dialing is stopped for the workspace of the key. */
  public JsonNode ownDialing() {
    return send(asTenant(OWN_DIALING).GET());
  }

  /** Stops what {@code order} names; needs the admin token. */
  public JsonNode stopDialing(Map<String, ?> order) {
    return send(asAdmin(DIALING + "/stop").POST(body(order)).header("Content-Type", JSON_TYPE));
  }

  /** Resumes what {@code target} names; needs the admin token. */
  public JsonNode resumeDialing(Map<String, ?> target) {
    return send(asAdmin(DIALING + "/resume").POST(body(target)).header("Content-Type", JSON_TYPE));
  }

  /** What of dialing is stopped; needs the admin token. */
  public JsonNode dialing() {
    return send(asAdmin(DIALING).GET());
  }

  /** Creates an agent of the batch family. */
  public JsonNode createAgent(Map<String, ?> agent) {
    return send(asTenant("/api/v1/agents").POST(body(agent)).header("Content-Type", JSON_TYPE));
  }

  /** The agent, or a missing node where there is none of that id. */
  public JsonNode agent(String id) {
    return orMissing(asTenant("/api/v1/agents/" + segment(id)).GET());
  }

  /** All workspaces; needs the admin token. */
  public JsonNode workspaces() {
    return send(asAdmin("/admin/workspaces").GET());
  }

  /** The workspace, or a missing node; needs the admin token. */
  public JsonNode workspace(String id) {
    return orMissing(asAdmin("/admin/workspaces/" + segment(id)).GET());
  }

  /** Creates a workspace; needs the admin token. */
  public JsonNode createWorkspace(Map<String, ?> workspace) {
    return send(
        asAdmin("/admin/workspaces").POST(body(workspace)).header("Content-Type", JSON_TYPE));
  }

  /** Changes what {@code changes} names of a workspace; needs the admin token. */
  public JsonNode changeWorkspace(String id, Map<String, ?> changes) {
    return send(
        asAdmin("/admin/workspaces/" + segment(id))
            .method("PATCH", body(changes))
            .header("Content-Type", JSON_TYPE));
  }

  /** The keys of a workspace, without the keys themselves; needs the admin token. */
  public JsonNode keys(String workspace) {
    return send(asAdmin(keysOf(workspace)).GET());
  }

  /** Makes a key of {@code role}; needs the admin token. */
  public JsonNode createKey(String workspace, String role) {
    return send(
        asAdmin(keysOf(workspace))
            .POST(body(Map.of("role", role)))
            .header("Content-Type", JSON_TYPE));
  }

  /** Revokes a key; needs the admin token. */
  public JsonNode revokeKey(String workspace, String key) {
    return send(asAdmin(keysOf(workspace) + "/" + segment(key)).DELETE());
  }

  private static String keysOf(String workspace) {
    return "/admin/workspaces/" + segment(workspace) + "/keys";
  }

  private HttpRequest.Builder asTenant(String path) {
    return request(path)
        .header("x-api-key", access.apiKey())
        .header("x-workspace-id", access.workspace());
  }

  private HttpRequest.Builder asAdmin(String path) {
    return request(path).header("Authorization", "Bearer " + access.adminToken());
  }

  private HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(access.url().resolve(path)).timeout(ANSWER_WITHIN);
  }

  private JsonNode orMissing(HttpRequest.Builder request) {
    try {
      return send(request);
    } catch (Refused e) {
      if (e.status() == 404) {
        return MissingNode.getInstance();
      }
      throw e;
    }
  }

  private JsonNode send(HttpRequest.Builder request) {
    try {
      HttpResponse<byte[]> answer =
          http.send(request.build(), HttpResponse.BodyHandlers.ofByteArray());
      JsonNode body = read(answer.body());
      if (answer.statusCode() >= 400) {
        throw new Refused(answer.statusCode(), Refusals.sentence(answer.statusCode(), body));
      }
      return body;
    } catch (IOException e) {
      throw new Refused(
          0, "no Peal answers at " + access.url() + "; is it running? Start one with: ./peal up");
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new Refused(0, "interrupted");
    }
  }

  private static JsonNode read(byte[] body) throws IOException {
    try {
      return body.length == 0 ? MissingNode.getInstance() : JSON.readTree(body);
    } catch (JsonProcessingException e) {
      // Something else listens there, or a proxy speaks up; the status will tell.
      return MissingNode.getInstance();
    }
  }

  private static HttpRequest.BodyPublisher body(Map<String, ?> content) {
    try {
      return BodyPublishers.ofByteArray(JSON.writeValueAsBytes(new LinkedHashMap<>(content)));
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException("not JSON", e);
    }
  }

  private static String segment(String id) {
    return URLEncoder.encode(id, StandardCharsets.UTF_8).replace("+", "%20");
  }

  @Override
  public void close() {
    http.close();
  }
}
