package peal.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;
import peal.standalone.engine.Engine;
import peal.standalone.engine.EngineOptions;
import peal.standalone.engine.EngineOptions.CarrierPace;
import peal.testkit.api.Scrape;
import peal.testkit.api.SimulatorLedger;

/** A batch by way of Twilio's API, beside one by the carrier of numbers that name none. */
@Timeout(1_200)
class TwilioRoadTest {
  private static final List<String> BEHAVIOURS = List.of("0001", "0002", "0005", "0006", "0007");

  private static final String CARRIERS =
      """
      {"carriers": [{"id": "twilio", "kind": "TWILIO", "callsPerSecond": 0,
        "settings": {"url": "${PEAL_CARRIER_URL}/2010-04-01", "account": "AC1",
          "password": "${PEAL_CARRIER_SECRET}", "twiml": "<Response><Say>{attempt}</Say></Response>"}}]}\
      """;

  @Test
  void aBatchByTwilioKeepsEveryPromiseBesideOneByTheUsualCarrier(
      @TempDir(cleanup = CleanupMode.ON_SUCCESS) Path folder)
      throws InterruptedException, IOException {
    Path carriers = Files.writeString(folder.resolve("carriers.json"), CARRIERS);
    try (Engine engine = new Engine(options(folder, carriers), line -> {})) {
      engine.start();
      Road road =
          new Road(
              engine.url(),
              engine.secrets().adminToken(),
              () -> SimulatorLedger.read(engine.addresses().simulator()),
              engine::kafka);
      Run run = new Run(road);
      Customer usual = run.customer(50, 200);
      Customer byTwilio = run.known(road.customer(50, 200, "twilio"));

      run.accepted(byTwilio, Numbers.mixed(150, BEHAVIOURS));
      run.accepted(usual, Numbers.ordinary(100));
      run.untilComplete();

      Scrape dialer = new Scrape(engine.addresses().dialer());
      assertThat(dials(dialer, "default", "placed") + dials(dialer, "default", "unclear"))
          .isEqualTo(100);
      // One answer of Twilio's is lost on purpose; on a busy machine others come too late.
      assertThat(dials(dialer, "twilio", "placed") + dials(dialer, "twilio", "unclear"))
          .isEqualTo(150);
      assertThat(dials(dialer, "twilio", "unclear")).isPositive();
      Judged.nothingBroken(run.evidence()).kept(Judged.OF_ANY_RUN);
    }
  }

  private static double dials(Scrape dialer, String carrier, String result) {
    return dialer
        .figure("peal_dials_total{carrier=\"%s\",result=\"%s\"}".formatted(carrier, result))
        .orElse(0);
  }

  private static EngineOptions options(Path folder, Path carriers) {
    return new EngineOptions(
        folder.resolve("peal"),
        "127.0.0.1",
        0,
        Optional.empty(),
        CarrierPace.FAST,
        Optional.empty(),
        Optional.empty(),
        Map.of(
            "PEAL_PARTITIONS", "4",
            "PEAL_SILENCE_SECONDS", "2",
            "PEAL_CARRIERS_FILE", carriers.toString(),
            "PEAL_SIMULATOR_MIX", "answered=90,busy=5,no_answer=5"));
  }
}
