package peal.endtoend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;
import peal.domain.CallStatus;
import peal.standalone.engine.Engine;
import peal.standalone.engine.EngineOptions;
import peal.standalone.engine.EngineOptions.CarrierPace;
import peal.testkit.api.Scrape;
import peal.testkit.api.SimulatorLedger;
import peal.testkit.evidence.CallRow;
import peal.testkit.promises.CountsAddUp;
import peal.testkit.promises.EveryRowEndsOnce;
import peal.testkit.promises.NoCallStuck;
import peal.testkit.promises.NothingAcceptedIsLost;
import peal.testkit.promises.OneRingPerAttempt;

/** A carrier that answers 429 gets fewer calls, and costs none. */
@Timeout(1_200)
@Tag("thorough")
class CarrierLimitTest {
  private static final int ROWS = 200;
  private static final int CALLS_PER_SECOND = 20;
  private static final int RESTS = 4;
  private static final Duration RETRY_AFTER = Duration.ofSeconds(1);
  private static final String REFUSED = "the carrier answered 429";
  private static final String ANSWERED_429 =
      "peal_dials_total{carrier=\"default\",result=\"slow_down\"";

  @Test
  void aCarrierThatWantsFewerCallsIsAskedRarelyAndEveryRowIsCompletedAsItsFirstAttempt(
      @TempDir(cleanup = CleanupMode.ON_SUCCESS) Path folder) throws InterruptedException {
    try (Engine engine = new Engine(options(folder), line -> {})) {
      engine.start();
      URI simulator = engine.addresses().simulator();
      Scrape dialer = new Scrape(engine.addresses().dialer());
      Run run =
          new Run(
              new Road(
                  engine.url(),
                  engine.secrets().adminToken(),
                  () -> SimulatorLedger.read(simulator),
                  engine::kafka));
      Customer customer = run.customer(CALLS_PER_SECOND, 50);
      String batch = run.accepted(customer, Numbers.ordinary(ROWS));
      run.until(batch, seen -> seen.ended() >= 20);

      // while the carrier wants no call, until one and the same was refused some times
      CarrierFaults.set(simulator, "{\"tooManyRate\": 1}");
      run.witness().fault();
      Instant limited = Instant.now();
      String refused = awaitARefusedCall(customer, batch);
      await()
          .atMost(Run.PATIENCE)
          .until(() -> refusals(history(customer, batch, refused)).size() >= RESTS);
      double answers = dialer.figure(ANSWERED_429).orElseThrow();
      Duration lasted = Duration.between(limited, Instant.now());
      // Half of each rest: then its next order is out.
      await()
          .atMost(Run.PATIENCE)
          .untilAsserted(() ->
              assertThat(history(customer, batch, refused).path("now").asText())
                  .isEqualTo(
                      "waiting: given back (%s), to be dialed again as the same attempt", REFUSED));
      assertThat(dialer.ready()).isTrue();
      assertThat(dialer.figure("peal_carrier_breaker_openings_total")).hasValue(0);
      CarrierFaults.set(simulator, "{}");
      run.witness().fault();

      // and when it takes them again
      run.untilComplete();

      System.out.printf(
          "The carrier answered 429 for %d ms: it was asked %.0f times%n",
          lasted.toMillis(), answers);
      assertThat(answers).isBetween(1.0, CALLS_PER_SECOND * lasted.toMillis() / 1_000.0 / 2);
      JsonNode told = history(customer, batch, refused);
      assertThat(restsBetween(refusals(told)))
          .hasSizeGreaterThanOrEqualTo(RESTS - 1)
          .allMatch(rest -> rest.compareTo(RETRY_AFTER) >= 0);
      assertThat(told.path("events").findValuesAsText("kind"))
          .containsSubsequence("not_dialed", "dialing", "ended", "call_settled");
      assertThat(told.path("events").findValuesAsText("attempt")).containsOnly("1");
      assertThat(customer.client().allCalls(batch).calls())
          .hasSize(ROWS)
          .allMatch(call -> call.status() == CallStatus.COMPLETED && call.attempt() == 1);
      assertThat(Ledgers.ringsOf(run.evidence().ledger().orElseThrow(), batch))
          .hasSize(ROWS)
          .allMatch(ring -> ring.attemptId().endsWith("#1") && ring.count() == 1);
      Judged.nothingBroken(run.evidence())
          .kept(
              List.of(
                  EveryRowEndsOnce.class,
                  OneRingPerAttempt.class,
                  CountsAddUp.class,
                  NoCallStuck.class,
                  NothingAcceptedIsLost.class));
    }
  }

  /** A call of which the history says that the carrier refused it. */
  private static String awaitARefusedCall(Customer customer, String batch) {
    return await()
        .atMost(Run.PATIENCE)
        .until(
            () ->
                customer.client().allCalls(batch).calls().stream()
                    .filter(call -> call.status() == CallStatus.WAITING)
                    .map(CallRow::jobId)
                    .limit(10)
                    .filter(call -> !refusals(history(customer, batch, call)).isEmpty())
                    .findFirst(),
            Optional::isPresent)
        .orElseThrow();
  }

  private static JsonNode history(Customer customer, String batch, String call) {
    return customer
        .client()
        .get("/v1/api/batch-calls/" + batch + "/calls/" + call + "/history")
        .ok();
  }

  /** When it came back because the carrier wanted fewer calls. */
  private static List<Instant> refusals(JsonNode history) {
    List<Instant> times = new ArrayList<>();
    for (JsonNode event : history.path("events")) {
      if (event.path("kind").asText().equals("not_dialed")) {
        assertThat(event.path("reason").asText())
            .isEqualTo(
                "not dialed: %s; the lane rests 1.0 s; dialed again as the same attempt", REFUSED);
        times.add(Instant.ofEpochMilli(event.path("time").asLong()));
      }
    }
    return times;
  }

  private static List<Duration> restsBetween(List<Instant> times) {
    List<Duration> rests = new ArrayList<>();
    for (int i = 1; i < times.size(); i++) {
      rests.add(Duration.between(times.get(i - 1), times.get(i)));
    }
    return rests;
  }

  private static EngineOptions options(Path folder) {
    return new EngineOptions(
        folder.resolve("peal"),
        "127.0.0.1",
        0,
        Optional.empty(),
        CarrierPace.FAST,
        Optional.empty(),
        Optional.empty(),
        Map.of("PEAL_PARTITIONS", "2", "PEAL_SIMULATOR_MIX", "answered=1"));
  }
}
