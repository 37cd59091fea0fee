package peal.gateway;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicReference;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import peal.domain.Agent;
import peal.domain.DialingStop;
import peal.domain.FirstAnswer;
import peal.domain.Flow;
import peal.domain.Limits;
import peal.domain.PhoneNumber;
import peal.domain.Webhook;
import peal.domain.Workspace;
import peal.domain.WorkspaceId;
import peal.domain.event.BatchCommand;
import peal.domain.event.Suppression;
import peal.gateway.access.Secret;
import peal.gateway.docs.ApiDocument;
import peal.service.Settings;
import peal.testkit.api.Exchange;
import peal.testkit.contract.ApiContract;

/** The gateway with tables in memory, stubs behind it and a clock that only waits move. */
final class RunningGateway implements AutoCloseable {
  static final String KEY = "peal_key-of-acme-0001";
  static final String OTHER_KEY = "peal_key-of-rival-0001";
  static final String ADMIN = "token-of-operators";
  static final String BATCH = "batch_b1";
  static final String BATCHES = "/v1/api/batch-calls";
  static final String AGENTS = "/api/v1/agents";
  static final String FLOWS = "/api/v1/flows";
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Pattern FIELD =
      Pattern.compile("name=\"(\\w+)\"\r\n\r\n(.*?)\r\n--", Pattern.DOTALL);
  private static final ApiContract CONTRACT = new ApiContract(ApiDocument.read());

  final StubService ingest = new StubService();
  final StubService projector = new StubService();
  final MemoryTable<Workspace> workspaces = new MemoryTable<>();
  final MemoryTable<DialingStop> stops = new MemoryTable<>();
  final MemoryTable<Agent> agents = new MemoryTable<>();
  final MemoryTable<FirstAnswer> answers = new MemoryTable<>();
  final MemoryTable<Flow> flows = new MemoryTable<>();
  final MemoryTable<Webhook> webhooks = new MemoryTable<>();
  final List<BatchCommand> commands = new CopyOnWriteArrayList<>();
  final List<Suppression> suppressions = new CopyOnWriteArrayList<>();
  final AtomicReference<Instant> now = new AtomicReference<>(Instant.parse("2026-03-01T12:00:00Z"));
  volatile Patience.Pause pause = time -> now.updateAndGet(instant -> instant.plus(time));
  private final HttpClient client =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private final Gateway service;

  record Reply(int status, Map<String, List<String>> headers, String body) {
    JsonNode json() {
      try {
        return JSON.readTree(body);
      } catch (IOException e) {
        throw new UncheckedIOException(body, e);
      }
    }

    String header(String name) {
      List<String> values = headers.get(name.toLowerCase(Locale.ROOT));
      return values == null ? null : values.getFirst();
    }
  }

  RunningGateway() {
    this(Map.of());
  }

  /** With settings that differ from the usual. */
  RunningGateway(Map<String, String> settings) {
    workspaces.put("acme", workspace("acme", 2, KEY));
    workspaces.put("rival", workspace("rival", 1, OTHER_KEY));
    Map<String, String> environment = new HashMap<>();
    environment.put("PEAL_PORT", "0");
    environment.put("PEAL_INGEST_URLS", ingest.url());
    environment.put("PEAL_PROJECTOR_URLS", projector.url());
    environment.put("PEAL_ADMIN_TOKEN", ADMIN);
    environment.put("PEAL_API_REQUESTS_PER_MINUTE", "0");
    environment.put("PEAL_UNKNOWN_KEYS_PER_MINUTE", "0");
    environment.put("PEAL_WEBHOOK_KEY", "key-of-the-webhooks");
    // No test looks a name up.
    environment.put("PEAL_WEBHOOK_PRIVATE_ADDRESSES", "true");
    environment.putAll(settings);
    service =
        GatewayWiring.start(
            Settings.read(GatewayConfig.class, environment),
            new Tables(workspaces, stops, agents, flows, answers, webhooks),
            (workspace, command) -> commands.add(command),
            (workspace, entries) -> suppressions.addAll(entries),
            new Patience(now::get, time -> pause.wait(time)),
            List.of());
  }

  static Workspace workspace(String id, int lanes, String key) {
    return new Workspace(
        new WorkspaceId(id),
        id,
        lanes,
        Limits.DEFAULT,
        List.of(new Workspace.ApiKey("key_" + id, Secret.sha256(key), Workspace.Role.OWNER)),
        List.of(new Workspace.OwnNumber("number_1", new PhoneNumber("+15550100001"))),
        Instant.EPOCH);
  }

  /** The key of the only answer that is remembered. */
  String answersKey() {
    return answers.keys().getFirst();
  }

  List<String> routes() {
    return service.routes();
  }

  int port() {
    return service.address().getPort();
  }

  /** A request with acme's key. */
  Reply ask(String method, String path, String body) {
    return send(method, path, body, Map.of("x-api-key", KEY, "x-workspace-id", "acme"));
  }

  /** A GET with another key of acme's. */
  Reply get(String path, String key) {
    return send("GET", path, null, Map.of("x-api-key", key, "x-workspace-id", "acme"));
  }

  Reply get(String path) {
    return ask("GET", path, null);
  }

  /** A request with the operator's token. */
  Reply admin(String method, String path, String body) {
    return send(method, path, body, Map.of("Authorization", "Bearer " + ADMIN));
  }

  Reply send(String method, String path, String body, Map<String, String> headers) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(address(path).resolve(URI.create(path)))
            .timeout(Duration.ofSeconds(60))
            .method(method, body == null ? BodyPublishers.noBody() : BodyPublishers.ofString(body));
    Map<String, String> all = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    if (body != null) {
      all.put("Content-Type", "application/json");
    }
    all.putAll(headers);
    all.forEach(request::header);
    try {
      HttpResponse<String> response =
          client.send(request.build(), HttpResponse.BodyHandlers.ofString());
      // What a test's stub made up says nothing about the API.
      if (!StubService.said(response.body())) {
        CONTRACT.check(exchange(method, path, body, all, response));
      }
      return new Reply(response.statusCode(), response.headers().map(), response.body());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private URI address(String path) {
    return path.startsWith("/admin") ? service.operatorsAddress() : service.address();
  }

  /** A GET at the port of everybody. */
  int statusAtTheOpenPort(String path) {
    try {
      return client
          .send(
              HttpRequest.newBuilder(service.address().resolve(URI.create(path)))
                  .header("Authorization", "Bearer " + ADMIN)
                  .build(),
              HttpResponse.BodyHandlers.discarding())
          .statusCode();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private static Exchange exchange(
      String method,
      String path,
      String body,
      Map<String, String> headers,
      HttpResponse<String> response) {
    Map<String, String> lower = new HashMap<>();
    headers.forEach((name, value) -> lower.put(name.toLowerCase(Locale.ROOT), value));
    return new Exchange(
        method,
        path,
        lower,
        sent(body, lower.getOrDefault("content-type", "")),
        response.statusCode(),
        response.headers(),
        response.body().getBytes(StandardCharsets.UTF_8));
  }

  private static Exchange.Sent sent(String body, String type) {
    if (body == null) {
      return Exchange.Sent.NOTHING;
    }
    if (!type.startsWith("multipart/form-data")) {
      return Exchange.Sent.text(body);
    }
    Map<String, String> fields = new HashMap<>();
    Matcher field = FIELD.matcher(body);
    while (field.find()) {
      fields.put(field.group(1), field.group(2));
    }
    return Exchange.Sent.form(fields);
  }

  /** Ends the gateway and what is behind it; whoever still asks is answered until then. */
  void stop() {
    service.close();
    ingest.close();
    projector.close();
  }

  @Override
  public void close() {
    // The client first: a server waits a second for connections that are merely open.
    client.close();
    stop();
  }
}
