package peal.dialer.carrier.twilio;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import peal.dialer.carrier.CallReference;
import peal.dialer.carrier.Carrier.Order;
import peal.domain.AttemptId;
import peal.domain.CallingAgent;
import peal.domain.Lane;
import peal.domain.PhoneNumber;
import peal.service.trace.Origin;

/** What is sent to Twilio, held against the specification that Twilio publishes. */
class TwilioSpecificationTest {
  private static final String SPECIFICATION =
      "@twilio/cli-core/src/services/twilio-api/twilio_api_v2010.json";
  private static final String CALLS = "/2010-04-01/Accounts/{AccountSid}/Calls.json";
  private static final String CALL = "/2010-04-01/Accounts/{AccountSid}/Calls/{Sid}.json";
  private static final AttemptId ATTEMPT = AttemptId.parse("call_b-0-17#1");
  private static final Lane LANE = Lane.parse("ws/0");
  private static final PhoneNumber TO = new PhoneNumber("+15550001234");
  private static final PhoneNumber FROM = new PhoneNumber("+15550100000");
  private static final int TESTS = 5;

  private final BlockingQueue<Sent> sent = new LinkedBlockingQueue<>();
  private HttpServer twilio;

  private record Sent(String method, String path, String query, String type, String form) {}

  @BeforeEach
  void listen() throws IOException {
    twilio = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    twilio.createContext(
        "/",
        exchange -> {
          URI uri = exchange.getRequestURI();
          byte[] body = exchange.getRequestBody().readAllBytes();
          sent.add(
              new Sent(
                  exchange.getRequestMethod(),
                  uri.getPath(),
                  uri.getRawQuery(),
                  exchange.getRequestHeaders().getFirst("Content-Type"),
                  new String(body, StandardCharsets.UTF_8)));
          exchange.sendResponseHeaders(500, -1);
          exchange.close();
        });
    twilio.start();
  }

  @AfterEach
  void stop() {
    twilio.stop(0);
  }

  @Test
  void aRequestForACallHasOnlyWhatTheSpecificationKnowsAndAllThatItWants() throws Exception {
    for (boolean detectMachines : List.of(true, false)) {
      try (TwilioCarrier carrier =
          carrier("<Response><Say>{attempt}</Say></Response>", null, detectMachines)) {
        carrier.place(order());
        Sent request = sent.poll(120, TimeUnit.SECONDS);

        assertThat(faults(schema(CALLS), TwilioForm.read(request.form()))).isEmpty();
        assertThat(request.path()).isEqualTo(CALLS.replace("{AccountSid}", "AC1"));
        assertThat(request.method()).isEqualTo("POST");
        assertThat(request.type()).startsWith("application/x-www-form-urlencoded");
      }
    }
  }

  @Test
  void oneWithAnAnswerUrlDoesToo() throws Exception {
    try (TwilioCarrier carrier = carrier(null, URI.create("https://bot.example.com/?x=1"), false)) {
      carrier.place(order());
      SortedMap<String, List<String>> form =
          TwilioForm.read(sent.poll(120, TimeUnit.SECONDS).form());

      assertThat(faults(schema(CALLS), form)).isEmpty();
      assertThat(form.get("Url"))
          .containsExactly("https://bot.example.com/?x=1&a=call_b-0-17%231&l=ws%2F0&agent=agent_1");
    }
  }

  /** A callback that a busy worker answers with 503 would else be lost. */
  @Test
  void aCallbackThatWasNotTakenIsAskedForAgain() throws Exception {
    try (TwilioCarrier carrier = carrier("<Response/>", null, false)) {
      carrier.place(order());
      SortedMap<String, List<String>> form =
          TwilioForm.read(sent.poll(120, TimeUnit.SECONDS).form());

      assertThat(form.get("StatusCallback").getFirst()).endsWith("&l=ws%2F0#rc=5&rp=all");
    }
  }

  @Test
  void aSearchHasOnlyParametersOfTheSpecification() throws Exception {
    try (TwilioCarrier carrier = carrier("<Response/>", null, false)) {
      Instant now = Instant.now();
      carrier.find(new CallReference(ATTEMPT, LANE, TO, FROM, now, now, null), Origin.NONE);
      Sent request = sent.poll(120, TimeUnit.SECONDS);
      List<String> known =
          StreamSupport.stream(
                  specification().at(pointer(CALLS) + "/get/parameters").spliterator(), false)
              .filter(parameter -> parameter.path("in").asText().equals("query"))
              .map(parameter -> parameter.path("name").asText())
              .toList();

      assertThat(known).isNotEmpty().containsAll(TwilioForm.read(request.query()).keySet());
      assertThat(TwilioForm.read(request.query())).containsKeys("To", "From");
    }
  }

  @Test
  void anEndAndAWithdrawalAreStatesOfTheSpecification() throws Exception {
    CallReference call = new CallReference(ATTEMPT, LANE, TO, FROM, null, null, "CA1");
    try (TwilioCarrier carrier = carrier("<Response/>", null, false)) {
      carrier.hangUp(call, Origin.NONE).toCompletableFuture().get(120, TimeUnit.SECONDS);
      carrier.withdraw(call, Origin.NONE).toCompletableFuture().get(120, TimeUnit.SECONDS);
      for (String status : List.of("completed", "canceled")) {
        Sent request = sent.poll(120, TimeUnit.SECONDS);

        assertThat(request.form()).isEqualTo("Status=" + status);
        assertThat(faults(schema(CALL), TwilioForm.read(request.form()))).isEmpty();
        assertThat(request.path())
            .isEqualTo(CALL.replace("{AccountSid}", "AC1").replace("{Sid}", "CA1"));
      }
    }
  }

  /** So that the others can fail. */
  @Test
  void aWrongFormIsTold() throws IOException {
    Map<String, List<String>> wrong =
        Map.of(
            "To", List.of("+1"),
            "Timeout", List.of("soon"),
            "StatusCallbackMethod", List.of("PUT"),
            "Promt", List.of("x"),
            "Url", List.of("a", "b"));

    assertThat(faults(schema(CALLS), wrong))
        .containsExactlyInAnyOrder(
            "From is missing",
            "Promt is unknown",
            "StatusCallbackMethod is none of [\"GET\",\"POST\"]",
            "Timeout is no integer",
            "Url comes twice");
  }

  private static List<String> faults(JsonNode schema, Map<String, List<String>> form)
      throws IOException {
    List<String> faults = new ArrayList<>();
    for (JsonNode name : schema.path("required")) {
      if (!form.containsKey(name.asText())) {
        faults.add(name.asText() + " is missing");
      }
    }
    for (Map.Entry<String, List<String>> field : form.entrySet()) {
      JsonNode type = resolved(schema.path("properties").path(field.getKey()));
      if (type.isMissingNode()) {
        faults.add(field.getKey() + " is unknown");
        continue;
      }
      if (!type.path("type").asText().equals("array") && field.getValue().size() > 1) {
        faults.add(field.getKey() + " comes twice");
      }
      for (String value : field.getValue()) {
        if (type.path("type").asText().equals("integer") && !value.matches("\\d+")) {
          faults.add(field.getKey() + " is no integer");
        }
        boolean listed =
            !type.has("enum")
                || StreamSupport.stream(type.path("enum").spliterator(), false)
                    .anyMatch(one -> one.asText().equals(value));
        if (!listed) {
          faults.add(field.getKey() + " is none of " + type.path("enum"));
        }
      }
    }
    return faults;
  }

  private static JsonNode resolved(JsonNode type) throws IOException {
    return type.has("$ref") ? specification().at(type.path("$ref").asText().substring(1)) : type;
  }

  private static JsonNode schema(String path) throws IOException {
    JsonNode schema =
        specification()
            .at(
                pointer(path)
                    + "/post/requestBody/content/application~1x-www-form-urlencoded/schema");
    assertThat(schema.path("properties").size()).isPositive();
    return schema;
  }

  private static String pointer(String path) {
    return "/paths/" + path.replace("/", "~1");
  }

  private static JsonNode specification() throws IOException {
    return new JsonMapper().readTree(NodePackages.file(SPECIFICATION, TESTS).toFile());
  }

  private TwilioCarrier carrier(String twiml, URI answerUrl, boolean detectMachines) {
    URI url = URI.create("http://127.0.0.1:" + twilio.getAddress().getPort() + "/2010-04-01");
    return new TwilioCarrier(
        new TwilioSettings(
            url, "AC1", "SK1", "secret", null, twiml, answerUrl, null, detectMachines),
        URI.create("https://peal.example.com/carriers/twilio/webhooks"),
        Optional.empty(),
        InstantSource.system());
  }

  private static Order order() {
    CallingAgent agent =
        new CallingAgent(
            "agent_1", "Bell", "m", "p", "v", "en", "You sell bells.", null, Map.of(), FROM, 600);
    return new Order(ATTEMPT, LANE, TO, agent, "You sell bells.", null, () -> true);
  }
}
