package peal.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.LoggerFactory;
import peal.gateway.RunningGateway.Reply;

/**
 * What no client should send, to every route: each is refused within a second, in the contract's
 * shape, and the log has no word of it. Files and forms are ingest's: {@code BadFormsTest}.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Timeout(120)
class BadInputTest {
  private static final Duration SOON = Duration.ofSeconds(1);
  private static final String AGENT =
      "{'name':'A','ttsModel':{'provider':'p','voiceId':'v','language':'en'}%s}";
  private static final String FLOW = "{'name':'F'%s}";
  private static final String STUDIO =
      "{'name':'T','agentArchitecture':'text','model':'m','systemPrompt':'P'%s}";
  private static final String WORKSPACE = "{'name':'W'%s}";
  private static final String LONG = "'" + "x".repeat(201) + "'";
  private static final String HALF = "'\\ud800'";

  private final ListAppender<ILoggingEvent> log = new ListAppender<>();
  private RunningGateway gateway;
  private String agent;
  private String flow;
  private String studio;

  @BeforeAll
  void start() {
    gateway = new RunningGateway();
    agent = id(send("POST", "/api/v1/agents", AGENT.formatted("")));
    flow = id(send("POST", "/api/v1/flows", FLOW.formatted("")));
    studio = send("POST", "/v1/agents", STUDIO.formatted("")).json().at("/data/id").asText();
    log.start();
    root().addAppender(log);
  }

  @AfterAll
  void stop() {
    root().detachAppender(log);
    gateway.close();
  }

  @BeforeEach
  void forget() {
    log.list.clear();
    gateway.ingest.asked.clear();
    gateway.projector.asked.clear();
    gateway.ingest.says(200, "{}");
    gateway.projector.says(200, "{}");
  }

  @AfterEach
  void theLogHasNoFault() {
    assertThat(log.list)
        .filteredOn(event ->
            event.getLevel().isGreaterOrEqual(Level.WARN) || event.getThrowableProxy() != null)
        .extracting(ILoggingEvent::getFormattedMessage)
        .isEmpty();
  }

  private static Logger root() {
    return (Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
  }

  private static String id(Reply reply) {
    return reply.json().path("_id").asText();
  }

  private static String json(String text) {
    return text.replace('\'', '"');
  }

  /** With the keys of everyone, so that every door opens. */
  private Reply send(String method, String path, String body, Map<String, String> more) {
    Map<String, String> headers = new HashMap<>(more);
    if (path.startsWith("/admin")) {
      headers.put("Authorization", "Bearer " + RunningGateway.ADMIN);
    } else {
      headers.put("x-api-key", RunningGateway.KEY);
      headers.put("x-workspace-id", "acme");
    }
    return gateway.send(method, path, body == null ? null : json(body), headers);
  }

  private Reply send(String method, String path, String body) {
    return send(method, path, body, Map.of("Content-Type", "application/json"));
  }

  private Reply refused(String method, String path, String body, Map<String, String> more) {
    long began = System.nanoTime();
    Reply reply = send(method, path, body, more);
    assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(SOON);
    assertThat(reply.status()).as(reply.body()).isBetween(400, 499);
    assertThat(reply.header("Content-Type")).startsWith("application/json");
    assertThat(reply.header("X-Request-Id")).isNotBlank();
    assertThat(reply.json().path("error").isTextual()).isTrue();
    assertThat(reply.body()).doesNotContain("Exception", "\\tat ", "peal.gateway", "jackson");
    if (path.startsWith("/v1/agents")) {
      assertThat(reply.json().path("success").isBoolean()).isTrue();
    } else {
      assertThat(reply.json().path("message")).isEqualTo(reply.json().path("details"));
    }
    return reply;
  }

  private Reply refused(String method, String path, String body) {
    return refused(method, path, body, Map.of("Content-Type", "application/json"));
  }

  /** Every route that takes JSON. */
  private List<String[]> jsonRoutes() {
    return List.of(
        new String[] {"POST", "/api/v1/agents"},
        new String[] {"POST", "/v1/api/agents"},
        new String[] {"PATCH", "/api/v1/agents/" + agent},
        new String[] {"PUT", "/api/v1/agents/" + agent},
        new String[] {"POST", "/api/v1/flows"},
        new String[] {"POST", "/v1/api/call-flows"},
        new String[] {"PATCH", "/api/v1/flows/" + flow},
        new String[] {"PUT", "/v1/api/call-flows/" + flow},
        new String[] {"POST", "/v1/agents"},
        new String[] {"PATCH", "/v1/agents/" + studio},
        new String[] {"POST", "/api/v1/keys"},
        new String[] {"POST", "/v1/api/keys"},
        new String[] {"POST", "/api/v1/calls/call"},
        new String[] {"POST", "/v1/api/call"},
        new String[] {"POST", "/admin/workspaces"},
        new String[] {"PATCH", "/admin/workspaces/acme"},
        new String[] {"POST", "/admin/workspaces/acme/keys"});
  }

  Stream<Arguments> badBodies() {
    Map<String, String> bad = new LinkedHashMap<>();
    bad.put("nothing", "");
    bad.put("half an object", "{");
    bad.put("words", "not json");
    bad.put("a list", "[]");
    bad.put("null", "null");
    bad.put("a text", "'x'");
    bad.put("two objects", "{} {}");
    bad.put("a field twice", "{'name':'a','name':'b'}");
    bad.put("a NUL", "{'name':'a\0'}");
    bad.put("a list 10,000 deep", "[".repeat(10_000));
    bad.put("an object 10,000 deep", "{'a':".repeat(10_000) + "1" + "}".repeat(10_000));
    bad.put("an object 101 deep", "{'a':".repeat(101) + "1" + "}".repeat(101));
    bad.put("a number of 2,000 digits", "{'lanes':" + "9".repeat(2_000) + "}");
    return jsonRoutes().stream()
        .flatMap(route ->
            bad.entrySet().stream()
                .map(body -> Arguments.of(body.getKey(), route[0], route[1], body.getValue())));
  }

  @ParameterizedTest(name = "{1} {2}: {0}")
  @MethodSource("badBodies")
  void aBodyThatIsNoObjectIsRefused(String what, String method, String path, String body) {
    assertThat(refused(method, path, body).status()).isEqualTo(400);
    assertThat(gateway.ingest.asked).isEmpty();
  }

  Stream<Arguments> routesWithJson() {
    return jsonRoutes().stream().map(route -> Arguments.of(route[0], route[1]));
  }

  @ParameterizedTest(name = "{0} {1}")
  @MethodSource("routesWithJson")
  void aBodyOfAnotherTypeOrSizeIsRefused(String method, String path) {
    for (String type :
        List.of("text/plain", "application/x-www-form-urlencoded", "json", "a/b/c")) {
      Reply reply = refused(method, path, "{}", Map.of("Content-Type", type));

      assertThat(reply.status()).isEqualTo(400);
      assertThat(reply.json().path("field").asText()).isEqualTo("Content-Type");
    }

    Reply large = refused(method, path, "{'name':'" + "x".repeat(1_000_000) + "'}");

    assertThat(large.status()).isEqualTo(413);
    assertThat(gateway.ingest.asked).isEmpty();
  }

  static Stream<Arguments> badFields() {
    List<Arguments> all = new ArrayList<>();
    for (String path : List.of("/api/v1/agents", "/v1/api/agents")) {
      bad(all, path, AGENT, "llmModel", "7", "[]", LONG, HALF);
      bad(all, path, AGENT, "settings", "7", "[]", "'x'");
      bad(all, path, AGENT, "settings.speed", "{'speed':'x'}", "{'speed':-1}", "{'speed':1e400}");
      bad(all, path, AGENT, "settings.volume", "{'volume':1.01}", "{'volume':true}");
      bad(all, path, AGENT, "smartCallback", "'yes'", "1", "[]");
      bad(all, path, AGENT, "maxAttemptsForSmartCallback", "0", "11", "1.5", "'1'", "1e9");
      bad(all, path, AGENT, "gapBetweenEachAttemptForSmartCallback", "{}", "7", "[{}]");
      bad(all, path, AGENT, "gapBetweenEachAttemptForSmartCallback[0]", "[7]", "[null]");
      bad(all, path, AGENT, "gapBetweenEachAttemptForSmartCallback[0].days", "[{'days':31}]");
      bad(all, path, AGENT, "phoneNumberIds", "'number_1'", "{}", "['nobodys']");
      bad(all, path, AGENT, "phoneNumberIds[0]", "[7]", "['']");
      bad(all, path, AGENT, "variables", "[]", "'x'");
      bad(all, path, AGENT, "variables.a", "{'a':{}}", "{'a':[]}", "{'a':" + HALF + "}");
      bad(all, path, AGENT, "maxCallDuration", "0", "-1", "86401", "'10'");
      bad(all, path, AGENT, "elevenLabsApiKey", "'sk-1'");
    }
    bad(all, "/api/v1/agents", "{'ttsModel':{}%s}", "name", "null", "''", "7", LONG, HALF);
    bad(all, "/api/v1/agents", "{'name':'A'%s}", "ttsModel", "null", "'v'", "[]");
    bad(all, "/api/v1/agents", "{'name':'A'%s}", "ttsModel.provider", "{}", "{'provider':7}");
    bad(all, "/api/v1/flows", "{'a':1%s}", "name", "null", "7", LONG);
    for (String path : List.of("/api/v1/flows", "/v1/api/call-flows")) {
      bad(all, path, FLOW, "direction", "'sideways'", "7");
      bad(all, path, FLOW, "welcomeMessage", "'shouting'");
      bad(all, path, FLOW, "prompt", "7", "{}");
      bad(all, path, FLOW, "flowData", "[]", "7");
      bad(all, path, FLOW, "flowData.nodes", "{'nodes':7}");
      bad(all, path, FLOW, "isActive", "'true'", "0");
      bad(all, path, FLOW, "agentWebhookUrl", "'ftp://x'", "'javascript:x'", "'http://'", "7");
      bad(all, path, FLOW, "dynamicVariableCollections", "{}", "7");
      bad(all, path, FLOW, "settings.callSetting.maxCallDuration", callSetting("0"));
      bad(all, path, FLOW, "settings.callSetting", "{'callSetting':[]}");
    }
    bad(all, "/v1/agents", "{'name':'T'%s}", "agentArchitecture", "null", "'telepathy'", "7");
    bad(all, "/v1/agents", STUDIO, "mode", "'secret'", "7");
    bad(all, "/v1/agents", STUDIO, "temperature", "2.1", "-0.1", "'warm'");
    bad(all, "/v1/agents", STUDIO, "enabledFunctions", "'f'", "{}");
    bad(all, "/v1/agents", STUDIO, "enabledFunctions[0]", "[1]");
    bad(all, "/v1/agents", STUDIO, "realtimeProvider", "'abacus'");
    for (String path : List.of("/api/v1/keys", "/v1/api/keys", "/admin/workspaces/acme/keys")) {
      bad(all, path, "{'a':1%s}", "role", "null", "'emperor'", "7", "[]");
    }
    bad(all, "/admin/workspaces", WORKSPACE, "id", "'a b'", "'../x'", "'ü'", "7");
    bad(all, "/admin/workspaces", WORKSPACE, "lanes", "0", "65", "'1'", "1.5");
    bad(all, "/admin/workspaces", WORKSPACE, "callsPerSecond", "0", "-1", "'fast'", "10001");
    bad(all, "/admin/workspaces", WORKSPACE, "maxConcurrentCalls", "0", "1000001");
    bad(all, "/admin/workspaces", WORKSPACE, "maxRowsPerBatch", "0", "'all'");
    bad(all, "/admin/workspaces", WORKSPACE, "apiRequestsPerMinute", "-1");
    bad(all, "/admin/workspaces", WORKSPACE, "apiKey", "'short'", "7");
    bad(all, "/admin/workspaces", WORKSPACE, "phoneNumbers", "'+15550100001'");
    bad(all, "/admin/workspaces", WORKSPACE, "phoneNumbers[0]", "['015']", "[7]");
    return all.stream();
  }

  private static String callSetting(String duration) {
    return "{'callSetting':{'maxCallDuration':" + duration + "}}";
  }

  /** The field that the refusal must name, and values for the field that it lies in. */
  private static void bad(
      List<Arguments> all, String path, String rest, String named, String... values) {
    String field = named.split("[.\\[]")[0];
    for (String value : values) {
      all.add(Arguments.of(path, named, rest.formatted(",'" + field + "':" + value)));
    }
  }

  @ParameterizedTest(name = "{0} {1}")
  @MethodSource("badFields")
  void aBadFieldIsNamed(String path, String field, String body) {
    Reply reply = refused("POST", path, body);

    assertThat(reply.status()).isEqualTo(400);
    assertThat(reply.json().path("field").asText()).isEqualTo(field);
    assertThat(reply.body()).contains("'" + field + "'");
  }

  /** Ids that no thing has, as they stand in a path. */
  static List<String> oddIds() {
    return List.of(
        "x",
        "..%00",
        "a%20b",
        "%C3%BC%F0%9F%94%94",
        "%E2%80%AE",
        "'%22%3Cscript%3E",
        "%0d%0aSet-Cookie:%20a=b",
        "-1",
        "null",
        "batch_" + "z".repeat(40),
        "x".repeat(5_000));
  }

  static Stream<Arguments> routesWithIds() {
    return Stream.of(
            "GET /v1/api/batch-calls/%s",
            "GET /v1/batch-calls/%s",
            "GET /v1/api/batch-calls/%s/status",
            "GET /v1/api/batch-calls/%s/calls",
            "GET /v1/api/batch-calls/%s/calls/x",
            "GET /v1/api/batch-calls/batch_b1/calls/%s",
            "DELETE /v1/api/batch-calls/%s",
            "GET /api/v1/calls/%s",
            "GET /v1/api/call/%s",
            "GET /api/v1/agents/%s",
            "PATCH /api/v1/agents/%s",
            "PUT /v1/api/agents/%s",
            "DELETE /api/v1/agents/%s",
            "GET /api/v1/flows/%s",
            "PATCH /v1/api/call-flows/%s",
            "DELETE /api/v1/flows/%s",
            "GET /v1/agents/%s",
            "PATCH /v1/agents/%s",
            "DELETE /v1/agents/%s",
            "DELETE /api/v1/keys/%s",
            "GET /admin/workspaces/%s",
            "PATCH /admin/workspaces/%s",
            "POST /admin/workspaces/%s/keys",
            "GET /admin/workspaces/%s/keys",
            "DELETE /admin/workspaces/%s/keys/x",
            "DELETE /admin/workspaces/acme/keys/%s")
        .flatMap(route -> oddIds().stream().map(id -> Arguments.of(route, id)));
  }

  @ParameterizedTest(name = "{0} {1}")
  @MethodSource("routesWithIds")
  void anOddIdIsUnknown(String route, String id) {
    gateway.projector.says(asked ->
        asked.target().contains("/cancellation")
            ? StubService.Says.json(200, "{\"found\":false}")
            : StubService.Says.json(404, "{\"error\":\"e\"}"));
    String[] parts = route.split(" ");
    String body = parts[0].startsWith("P") ? "{'role':'member','name':'n'}" : null;
    String path = parts[1].replace("%s", id.replace("\"", "%22"));

    long began = System.nanoTime();
    Reply reply = send(parts[0], path, body);

    assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(SOON);
    // An id with a NUL or the like is no path at all.
    assertThat(reply.status()).as(reply.body()).isIn(400, 404);
    assertThat(reply.headers()).doesNotContainKey("set-cookie");
    assertThat(reply.json().path("error").isTextual()).isTrue();
  }

  static Stream<Arguments> badQueries() {
    return Stream.of(
            "/api/v1/agents", "/v1/api/agents", "/api/v1/flows", "/v1/api/call-flows", "/v1/agents")
        .flatMap(path ->
            Stream.of(
                    "page=0",
                    "page=-1",
                    "page=x",
                    "page=",
                    "page=99999999999999999999",
                    "page=1.5",
                    "page=1&page=2",
                    "limit=0",
                    "limit=101",
                    "limit=-5",
                    "limit=5&limit=5",
                    "limit=%00")
                .map(query -> Arguments.of(path, query)));
  }

  @ParameterizedTest(name = "{0}?{1}")
  @MethodSource("badQueries")
  void aBadQueryIsNamed(String path, String query) {
    Reply reply = refused("GET", path + "?" + query, null);

    assertThat(reply.status()).isEqualTo(400);
    assertThat(reply.json().path("field").asText()).isEqualTo(query.split("=")[0]);
  }

  @ParameterizedTest
  @ValueSource(strings = {"page", "limit", "status"})
  void aBatchQueryThatIsSentTwiceIsRefusedHere(String name) {
    for (String path : List.of("", "/batch_b1/calls")) {
      Reply reply =
          refused("GET", RunningGateway.BATCHES + path + "?%s=1&%s=2".formatted(name, name), null);

      assertThat(reply.json().path("field").asText()).isEqualTo(name);
      assertThat(gateway.projector.asked).isEmpty();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"", " ", "x\ty"})
  void anIdempotencyKeyThatIsNoneIsNamed(String key) {
    for (String[] route : jsonRoutes()) {
      if (route[0].equals("POST")) {
        Reply reply =
            refused(
                "POST",
                route[1],
                "{}",
                Map.of("Content-Type", "application/json", "Idempotency-Key", key));

        assertThat(reply.status()).isEqualTo(400);
      }
    }
  }
}
