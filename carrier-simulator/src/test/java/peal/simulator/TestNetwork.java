package peal.simulator;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** A network on a manual clock, whose callbacks are kept in a list. */
final class TestNetwork {
  static final Duration LONG_ENOUGH = Duration.ofMinutes(5);

  final ManualTime time = new ManualTime();
  final SimpleMeterRegistry metrics = new SimpleMeterRegistry();
  final List<Callback> told = new ArrayList<>();
  final Ledger ledger;
  final PhoneNetwork network;

  TestNetwork() {
    this(ledger(), "answered=1", true);
  }

  TestNetwork(Ledger ledger, String mix, boolean honoursKeys) {
    this(ledger, mix, honoursKeys, 0, 1_000);
  }

  TestNetwork(Ledger ledger, String mix, boolean honoursKeys, int progressSeconds, int mostOpen) {
    this.ledger = ledger;
    CallPlan.Book plans = new CallPlan.Book(new Dice(7), Profile.REALISTIC, OutcomeMix.parse(mix));
    this.network =
        new PhoneNetwork(
            new NetworkRules(
                plans,
                honoursKeys,
                Duration.ofSeconds(progressSeconds),
                mostOpen,
                1 << 20,
                1 << 20),
            ledger,
            time,
            time,
            (to, callback, delay) -> {
              if (delay.isPositive()) {
                time.after(delay, () -> told.add(callback));
              } else {
                told.add(callback);
              }
              return CompletableFuture.completedFuture(null);
            },
            metrics);
  }

  /** An empty one in memory. */
  static Ledger ledger() {
    return Ledger.inMemory(4 << 20);
  }

  static CallRequest request(String number) {
    return new CallRequest(
        number, null, "You sell bells.", null, "ws/0", "http://127.0.0.1:1/carrier/callbacks", 1);
  }

  Answer place(String attempt, String number) {
    return network.place(attempt, request(number), time.instant());
  }

  CallView find(String attempt) {
    return network.find(attempt).orElseThrow();
  }

  /** Places a call and waits until it must be over. */
  CallView placeAndWait(String attempt, String number) {
    place(attempt, number);
    time.pass(LONG_ENOUGH);
    return find(attempt);
  }

  List<String> events() {
    return told.stream().map(it -> it.event().word()).toList();
  }
}
