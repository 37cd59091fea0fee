package peal.endtoend;

import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import org.awaitility.core.ConditionTimeoutException;
import peal.testkit.api.Answer;
import peal.testkit.api.Witness;
import peal.testkit.evidence.Evidence;
import peal.testkit.evidence.Metronome;
import peal.testkit.evidence.Snapshot;

/** One test's customers and batches, with a witness who writes down what the API says of them. */
final class Run {
  /** The longest that {@code dialBy − slotAt} may be. */
  private static final Duration DIAL_LIFE = Duration.ofSeconds(2);

  /** For whatever these tests wait for; ten times what the longest of them usually takes. */
  static final Duration PATIENCE = Duration.ofMinutes(10);

  private static final Duration BETWEEN_LOOKS = Duration.ofMillis(100);

  /** Beats from the first run on, for all of them. */
  private static final Metronome METRONOME = new Metronome();

  private final Road road;
  private final Witness witness = new Witness(DIAL_LIFE);

  Run(Road road) {
    this.road = road;
  }

  /** A new customer whom the witness knows. */
  Customer customer(double callsPerSecond, int maxConcurrentCalls) {
    return known(road.customer(callsPerSecond, maxConcurrentCalls));
  }

  /** Makes the witness know a customer who was there before. */
  Customer known(Customer customer) {
    witness.tenant(customer.tenant());
    return customer;
  }

  Witness witness() {
    return witness;
  }

  /** Uploads a file that must be accepted; returns the batch's id. */
  String accepted(Customer customer, List<String> numbers) {
    return accepted(customer, numbers, Map.of());
  }

  /** As {@link #accepted(Customer, List)}, with further fields of the form. */
  String accepted(Customer customer, List<String> numbers, Map<String, String> fields) {
    return witness.accepted(customer.client(), customer.upload(numbers, fields), numbers);
  }

  /** Cancels a batch. */
  Answer cancel(Customer customer, String batch) {
    Answer answer = customer.client().cancel(batch);
    witness.cancelled(batch, answer);
    return answer;
  }

  /** Puts numbers on a do-not-call list. */
  Answer doNotCall(Customer customer, List<String> numbers, String list) {
    Answer answer = customer.client().doNotCall(numbers, list);
    witness.suppressed(customer.tenant().workspaceId(), numbers, answer);
    return answer;
  }

  /** Looks until every batch is complete; a failure names the calls that are not over. */
  void untilComplete() {
    try {
      await().atMost(PATIENCE).pollInterval(BETWEEN_LOOKS).until(witness::look);
    } catch (ConditionTimeoutException e) {
      throw new AssertionError("not complete after " + PATIENCE + ":\n" + witness.unfinished(), e);
    }
  }

  /** Looks until the last answer about {@code batch} is as wanted; returns that answer. */
  Snapshot until(String batch, Predicate<Snapshot> wanted) {
    await()
        .atMost(PATIENCE)
        .pollInterval(BETWEEN_LOOKS)
        .until(() -> {
          witness.look();
          return witness.lastSeen(batch).filter(wanted).isPresent();
        });
    return witness.lastSeen(batch).orElseThrow();
  }

  /** Everything that was seen, with the carrier's ledger of now. */
  Evidence evidence() {
    return witness.evidence(
        Optional.of(road.ledger()), road.calls(witness.batches()), METRONOME.hiccups(), Set.of());
  }
}
