package peal.dialer.carrier.twilio;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import peal.dialer.carrier.LaneReport;
import peal.dialer.carrier.WebhookReader.Webhook;
import peal.domain.AttemptId;
import peal.domain.Lane;
import peal.domain.Outcome;
import peal.domain.event.CallEvent;
import peal.simulator.SimulatorService;
import peal.simulator.SimulatorWiring;

/**
 * Twilio's own client for Node as an independent judge: of the simulator's Twilio face, which the
 * tests dial, and of the signatures that are taken.
 */
class TwilioClientTest {
  private static final String CLIENT = "twilio/package.json";
  private static final Path SCRIPTS = Path.of("src/test/node");
  private static final int TESTS = 2;

  @Test
  void theOfficialClientUnderstandsTheSimulatorsTwilioFace() throws Exception {
    NodePackages.file(CLIENT, TESTS);
    try (SimulatorService simulator = simulator("fast");
        SimulatorService patient = simulator("realistic")) {
      List<String> said =
          NodePackages.run(
              SCRIPTS.resolve("twilio-client.js"),
              Map.of(),
              simulator.address().toString(),
              "AC00000000000000000000000000000001",
              "token",
              patient.address().toString());

      assertThat(said)
          .filteredOn(line -> !line.startsWith("webhook"))
          .satisfiesExactly(
              line -> assertThat(line).matches("created CA[0-9a-f]{32} ringing 0"),
              line -> assertThat(line).isEqualTo("fetched completed +15550001234 true"),
              line -> assertThat(line).isEqualTo("listed true"),
              line -> assertThat(line).isEqualTo("canceled no-answer"),
              line -> assertThat(line).isEqualTo("refused 400 21211"));
      assertThat(said)
          .filteredOn(line -> line.startsWith("webhook"))
          .containsExactly(
              "webhook ringing signed", "webhook in-progress signed", "webhook completed signed");
    }
  }

  private static SimulatorService simulator(String profile) {
    return SimulatorWiring.start(
        Map.of(
            "PEAL_PORT", "0",
            "PEAL_SIMULATOR_PROFILE", profile,
            "PEAL_SIMULATOR_MIX", "answered=1",
            "PEAL_CARRIER_SECRET", "token"));
  }

  @Test
  void aWebhookThatTheOfficialClientSignsIsTaken() throws Exception {
    NodePackages.file(CLIENT, TESTS);
    URI address = URI.create("https://peal.example.com/carriers/twilio/webhooks");
    String query = "a=call_b-0-17%231&l=ws%2F0";
    String signature =
        NodePackages.run(
                SCRIPTS.resolve("twilio-sign.js"),
                Map.of(),
                "a-token",
                address + "?" + query,
                "{\"CallSid\":\"CA1\",\"CallStatus\":\"busy\",\"To\":\"+15550001234\","
                    + "\"CallerName\":\"Zoë & Söhne\"}")
            .getLast();
    TwilioWebhooks webhooks =
        new TwilioWebhooks(
            new TwilioSettings(null, "AC1", null, "p", "a-token", "<Response/>", null, null, false),
            address,
            () -> Instant.EPOCH);

    LaneReport report =
        webhooks
            .read(
                new Webhook(
                    query,
                    "CallSid=CA1&CallStatus=busy&To=%2B15550001234&CallerName=Zo%C3%AB+%26+S%C3%B6hne"
                        .getBytes(StandardCharsets.UTF_8),
                    name -> signature))
            .getFirst();

    assertThat(report)
        .isEqualTo(
            new LaneReport(
                Lane.parse("ws/0"),
                new CallEvent.Ended(
                    AttemptId.parse("call_b-0-17#1"),
                    Instant.EPOCH,
                    Outcome.BUSY,
                    null,
                    null,
                    null),
                "CA1"));
  }
}
