package peal.standalone.bench;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import peal.domain.CallStatus;
import peal.domain.Outcome;
import peal.testkit.evidence.CallRow;
import peal.testkit.evidence.Ring;
import peal.testkit.evidence.Snapshot;

/**
 * Holds what the API shows of a batch that is over against the carrier's ledger: no call is lost,
 * none rang twice, and each ended as it did at the carrier.
 */
final class OverloadReckoning {
  private final Map<String, CallRow> shown = new HashMap<>();
  private final List<Ring> rings;

  /**
   * A reckoning.
   *
   * @param dialed the calls that the API lists as completed or failed
   * @param rings the ledger's rings of the batch
   */
  OverloadReckoning(List<CallRow> dialed, List<Ring> rings) {
    dialed.forEach(call -> shown.put(call.jobId(), call));
    this.rings = rings;
  }

  /**
   * What does not agree, a sentence each.
   *
   * @param rows rows of the batch's file
   * @param end the batch's counts when it was over
   */
  List<String> faults(long rows, Snapshot end) {
    List<String> faults = new ArrayList<>();
    if (end.total() != rows || end.ended() != rows) {
      faults.add(
          "of %d rows the API has %d, and %d of them ended"
              .formatted(rows, end.total(), end.ended()));
    }
    if (end.completed() + end.failed() != shown.size()) {
      faults.add(
          "the API counts %d calls that were dialed and lists %d"
              .formatted(end.completed() + end.failed(), shown.size()));
    }
    tell("attempts rang twice", twice(), faults);
    tell("calls rang that are not shown as dialed", notShown(), faults);
    tell("calls are shown as dialed and never rang", neverRang(), faults);
    tell("calls ended otherwise at the carrier", otherwise(), faults);
    return faults;
  }

  private static void tell(String what, List<String> which, List<String> faults) {
    if (!which.isEmpty()) {
      faults.add("%d %s, such as %s".formatted(which.size(), what, which.getFirst()));
    }
  }

  private List<String> twice() {
    Set<String> seen = new HashSet<>();
    return rings.stream()
        .filter(ring -> ring.count() > 1 || !seen.add(ring.attemptId()))
        .map(Ring::attemptId)
        .toList();
  }

  private List<String> notShown() {
    return rings.stream()
        .filter(ring -> !shown.containsKey(callOf(ring)))
        .map(Ring::attemptId)
        .toList();
  }

  /** A number that the carrier refuses for good does not ring. */
  private List<String> neverRang() {
    Set<String> rang = rings.stream().map(OverloadReckoning::callOf).collect(Collectors.toSet());
    return shown.values().stream()
        .filter(call -> call.outcome() != Outcome.INVALID_NUMBER && !rang.contains(call.jobId()))
        .map(CallRow::jobId)
        .sorted()
        .toList();
  }

  /** Calls whose end at the carrier is another one, or has not come. */
  private List<String> otherwise() {
    return rings.stream()
        .filter(ring -> shown.containsKey(callOf(ring)))
        .filter(ring -> !sameEnd(ring, shown.get(callOf(ring))))
        .map(Ring::attemptId)
        .toList();
  }

  /** A later attempt's end is the call's; of earlier ones it is enough that they ended. */
  private static boolean sameEnd(Ring ring, CallRow call) {
    boolean last = ring.attempt().orElseThrow().number() == call.attempt();
    return ring.ended()
        .filter(outcome ->
            !last
                || CallStatus.after(outcome) == call.status()
                    && (call.outcome() == null || Objects.equals(call.outcome(), outcome)))
        .isPresent();
  }

  private static String callOf(Ring ring) {
    return ring.attempt().orElseThrow().call().toString();
  }
}
