package peal.simulator;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** A network on a manual clock, whose callbacks are kept in a list. */
final class TestNetwork {
  static final Duration LONG_ENOUGH = Duration.ofMinutes(5);

  final ManualTime time = new ManualTime();
  final List<Callback> told = new ArrayList<>();
  final Ledger ledger;
  final PhoneNetwork network;

  TestNetwork() {
    this(new Ledger(), "answered=1", true);
  }

  TestNetwork(Ledger ledger, String mix, boolean honoursKeys) {
    this.ledger = ledger;
    CallPlan.Book plans = new CallPlan.Book(new Dice(7), Profile.REALISTIC, OutcomeMix.parse(mix));
    this.network =
        new PhoneNetwork(
            new PhoneNetwork.Rules(plans, honoursKeys, Duration.ZERO),
            ledger,
            time,
            time,
            (to, callback) -> {
              told.add(callback);
              return CompletableFuture.completedFuture(null);
            },
            new SimpleMeterRegistry());
  }

  static CallRequest request(String number) {
    return new CallRequest(
        number,
        "+15550100",
        "You sell bells. Be brief.",
        null,
        null,
        null,
        "ws/0",
        URI.create("http://127.0.0.1:1/carrier/callbacks"));
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
    return told.stream().map(Callback::event).toList();
  }
}
