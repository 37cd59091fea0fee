package peal.testkit.api;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import peal.testkit.evidence.CallRow;
import peal.testkit.evidence.Listing;
import peal.testkit.evidence.Snapshot;

/**
 * The public API as one workspace sees it. Answers come as they are, refusals included; methods
 * that return something else than an {@link Answer} throw {@link Answer.UnexpectedAnswer} on a
 * refusal.
 *
 * <p>Every method throws {@link java.io.UncheckedIOException} when nobody answers. Thread-safe.
 */
public final class PealClient {
  private static final String BATCHES = "/v1/api/batch-calls";
  private static final String DIALING = "/v1/api/dialing";
  private static final String DO_NOT_CALL = "/v1/api/do-not-call";
  private static final String AGENTS = "/api/v1/agents";
  private static final int PAGE = 100;
  private static final int LOOKS = 100;
  private static final long BETWEEN_LOOKS_MILLIS = 100;

  private final Http http;
  private final String workspaceId;

  /**
   * A client.
   *
   * @param gateway where the gateway is, such as {@code http://127.0.0.1:8080}
   * @param workspaceId the workspace
   * @param apiKey one of its keys
   */
  public PealClient(URI gateway, String workspaceId, String apiKey) {
    this.workspaceId = workspaceId;
    this.http = new Http(gateway, Map.of("x-api-key", apiKey, "x-workspace-id", workspaceId));
  }

  private PealClient(Http http, String workspaceId) {
    this.http = http;
    this.workspaceId = workspaceId;
  }

  /** The same workspace with the same key, by way of another gateway. */
  public PealClient at(URI gateway) {
    return new PealClient(http.at(gateway), workspaceId);
  }

  /** The same workspace and key, with further headers on each request. */
  public PealClient with(Map<String, String> headers) {
    return new PealClient(http.with(headers), workspaceId);
  }

  /**
   * A client that does not wait long, for a run in which parts are down: what only asks is asked of
   * the next gateway where one says nothing; what changes something goes to the first alone, and is
   * the caller's to repeat.
   *
   * @param gateways where the gateways are, at least one
   * @param answerWithin how long a gateway may take for an answer, and for an upload
   */
  public PealClient(List<URI> gateways, String workspaceId, String apiKey, Duration answerWithin) {
    this.workspaceId = workspaceId;
    this.http =
        new Http(
            gateways,
            Map.of("x-api-key", apiKey, "x-workspace-id", workspaceId),
            answerWithin,
            answerWithin);
  }

  /** The workspace. */
  public String workspaceId() {
    return workspaceId;
  }

  /** Creates an agent from the fields of the contract, section 4. */
  public Answer createAgent(Map<String, ?> fields) {
    return http.json("POST", AGENTS, fields);
  }

  /** Reads an agent. */
  public Answer agent(String agentId) {
    return http.get(AGENTS + "/" + agentId);
  }

  /** Starts a batch from CSV bytes. {@code fields} are the form's, agentId among them. */
  public Answer upload(byte[] csv, Map<String, String> fields) {
    return http.post(BATCHES, new Form().fields(fields).file("calls.csv", csv), Map.of());
  }

  /** Starts a batch from a file, which is streamed. */
  public Answer upload(Path csv, Map<String, String> fields) {
    return http.post(BATCHES, new Form().fields(fields).file(csv), Map.of());
  }

  /** Starts a batch with an {@code Idempotency-Key}. */
  public Answer upload(byte[] csv, Map<String, String> fields, String idempotencyKey) {
    return http.post(
        BATCHES,
        new Form().fields(fields).file("calls.csv", csv),
        Map.of("Idempotency-Key", idempotencyKey));
  }

  /** Checks a file and starts nothing. */
  public Answer validate(byte[] csv, Map<String, String> fields) {
    return http.post(
        BATCHES + "/validate", new Form().fields(fields).file("calls.csv", csv), Map.of());
  }

  /** Shows a file's first rows. */
  public Answer preview(byte[] csv, Map<String, String> fields) {
    return http.post(
        BATCHES + "/preview", new Form().fields(fields).file("calls.csv", csv), Map.of());
  }

  /** The sample file; its text is a text node. */
  public Answer template() {
    return http.get(BATCHES + "/template");
  }

  /** The workspace's batches, newest first. {@code query} such as {@code page=1&limit=20}. */
  public Answer list(String query) {
    return http.get(BATCHES + (query.isEmpty() ? "" : "?" + query));
  }

  /** A batch's status. */
  public Answer status(String batchId) {
    return http.get(BATCHES + "/" + batchId);
  }

  /** A batch's progress. */
  public Answer progress(String batchId) {
    return http.get(BATCHES + "/" + batchId + "/status");
  }

  /** A batch's status, as evidence. */
  public Snapshot snapshot(String batchId) {
    Answer answer = status(batchId);
    return Snapshot.of(answer.at(), answer.ok());
  }

  /** A page of a batch's calls; {@code status} is {@code all} or one of the contract's. */
  public Answer calls(String batchId, int page, int limit, String status) {
    return http.get(
        BATCHES + "/" + batchId + "/calls?page=" + page + "&limit=" + limit + "&status=" + status);
  }

  /**
   * Every call of a batch, page by page. A page that says that it may lack some is asked for again,
   * {@value #LOOKS} times in all.
   */
  public Listing allCalls(String batchId) {
    List<CallRow> calls = new ArrayList<>();
    int again = LOOKS;
    for (int page = 1; ; page++) {
      Answer answer = calls(batchId, page, PAGE, "all");
      while (answer.stale() && again > 0) {
        again--;
        pause();
        answer = calls(batchId, page, PAGE, "all");
      }
      JsonNode body = answer.ok();
      for (JsonNode call : body.path("calls")) {
        calls.add(CallRow.of(call));
      }
      if (!body.path("pagination").path("hasNext").asBoolean()) {
        return new Listing(answer.at(), calls);
      }
    }
  }

  private static void pause() {
    try {
      Thread.sleep(BETWEEN_LOOKS_MILLIS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while calls were listed", e);
    }
  }

  /** One call. */
  public Answer call(String batchId, String jobId) {
    return http.get(BATCHES + "/" + batchId + "/calls/" + jobId);
  }

  /** Puts numbers on a do-not-call list. */
  public Answer doNotCall(List<String> numbers, String list) {
    return doNotCall(Map.of("numbers", numbers, "list", list));
  }

  /** The same, of any fields. */
  public Answer doNotCall(Map<String, ?> fields) {
    return http.json("POST", DO_NOT_CALL, fields);
  }

  /** Puts the numbers of a CSV file on a list. */
  public Answer importDoNotCall(byte[] csv, Map<String, String> fields) {
    return http.post(
        DO_NOT_CALL + "/import", new Form().fields(fields).file("list.csv", csv), Map.of());
  }

  /** The do-not-call lists; {@code query} such as {@code list=opt-out}, or empty. */
  public Answer doNotCall(String query) {
    return http.get(DO_NOT_CALL + (query.isEmpty() ? "" : "?" + query));
  }

  /** Takes numbers off a do-not-call list. */
  public Answer callAgain(List<String> numbers, String list) {
    return http.json("DELETE", DO_NOT_CALL, Map.of("numbers", numbers, "list", list));
  }

  /** By which rule a call waits or ended. */
  public Answer why(String batchId, String jobId) {
    return http.get(BATCHES + "/" + batchId + "/calls/" + jobId + "/why");
  }

  /** Pauses a batch. */
  public Answer pause(String batchId) {
    return http.json("POST", BATCHES + "/" + batchId + "/pause", Map.of());
  }

  /** Resumes a batch. */
  public Answer resume(String batchId) {
    return http.json("POST", BATCHES + "/" + batchId + "/resume", Map.of());
  }

  /** Changes a batch's plan. */
  public Answer change(String batchId, Map<String, ?> changes) {
    return http.json("PATCH", BATCHES + "/" + batchId, changes);
  }

  /** The revisions of a batch's plan. */
  public Answer revisions(String batchId) {
    return http.get(BATCHES + "/" + batchId + "/revisions");
  }

  /** Starts a batch of rows of one that has ended. */
  public Answer redial(String batchId, Map<String, ?> wanted) {
    return http.json("POST", BATCHES + "/" + batchId + "/redial", wanted);
  }

  /** As the other, with an {@code Idempotency-Key}. */
  public Answer redial(String batchId, Map<String, ?> wanted, String idempotencyKey) {
    return http.json(
        "POST",
        BATCHES + "/" + batchId + "/redial",
        wanted,
        Map.of("Idempotency-Key", idempotencyKey));
  }

  /** Adds the rows of a file to a batch that is kept open, with an {@code Idempotency-Key}. */
  public Answer addRows(String batchId, byte[] csv, String idempotencyKey) {
    return http.post(
        BATCHES + "/" + batchId + "/rows",
        new Form().file("more.csv", csv),
        Map.of("Idempotency-Key", idempotencyKey));
  }

  /** Adds rows as JSON. */
  public Answer addRows(String batchId, List<Map<String, ?>> rows) {
    return http.json("POST", BATCHES + "/" + batchId + "/rows", Map.of("rows", rows));
  }

  /** Closes a batch that is kept open. */
  public Answer close(String batchId) {
    return http.json("POST", BATCHES + "/" + batchId + "/close", Map.of());
  }

  /** Stops all dialing of the workspace. */
  public Answer stopDialing(String reason) {
    return http.json("POST", DIALING + "/stop", Map.of("reason", reason));
  }

  /** Lets it go on. */
  public Answer resumeDialing() {
    return http.json("POST", DIALING + "/resume", Map.of());
  }

  /** Whether it is stopped. */
  public Answer dialing() {
    return http.get(DIALING);
  }

  /** Has all events posted to {@code url}. */
  public Answer createWebhook(String url) {
    return http.json("POST", "/v1/api/webhooks", Map.of("url", url));
  }

  /** Cancels a batch. */
  public Answer cancel(String batchId) {
    return http.delete(BATCHES + "/" + batchId);
  }

  /**
   * How many lines a batch's results have; they are read to the end, and not kept.
   *
   * @param form {@code csv}, with a line of titles, or {@code jsonl}
   * @throws java.io.UncheckedIOException also when the answer breaks off
   */
  public long resultLines(String batchId, String form) {
    return http.lines(BATCHES + "/" + batchId + "/results." + form);
  }

  /**
   * A file of a batch, such as {@code results.csv}.
   *
   * @throws java.io.UncheckedIOException also when there is none, or it breaks off
   */
  public byte[] file(String batchId, String name) {
    return http.file(BATCHES + "/" + batchId + "/" + name);
  }

  /** Any path of the gateway, with the workspace's headers. */
  public Answer get(String path) {
    return http.get(path);
  }
}
