package peal.testkit.promises;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import peal.domain.CallStatus;
import peal.domain.Outcome;
import peal.domain.PhoneNumber;
import peal.domain.RetryPlan;
import peal.domain.hours.CallingHours;
import peal.testkit.ManualClock;
import peal.testkit.evidence.BatchEvidence;
import peal.testkit.evidence.CallLog;
import peal.testkit.evidence.CallLog.Callback;
import peal.testkit.evidence.CallRow;
import peal.testkit.evidence.Evidence;
import peal.testkit.evidence.Ledger;
import peal.testkit.evidence.Listing;
import peal.testkit.evidence.Metronome.Hiccup;
import peal.testkit.evidence.OptOut;
import peal.testkit.evidence.Ring;
import peal.testkit.evidence.Snapshot;
import peal.testkit.evidence.Tenant;

/**
 * A run in which everything went well, for a test to spoil. Batches are accepted at {@link #T0},
 * ring evenly at their workspace's rate, and everybody answers.
 */
final class Scene {
  static final Instant T0 = ManualClock.START;
  static final Duration LIFE = Duration.ofSeconds(2);
  static final Instant END = T0.plusSeconds(300);

  private final Map<String, Tenant> tenants = new LinkedHashMap<>();
  private final Map<String, BatchEvidence> batches = new LinkedHashMap<>();
  private final List<Ring> rings = new ArrayList<>();
  private final Map<String, Instant> sentAt = new HashMap<>();
  private final Map<String, String> workers = new HashMap<>();
  private final Map<String, Integer> neverHeardOf = new HashMap<>();
  private final Map<String, Callback> callbacks = new HashMap<>();
  private final Map<String, RetryPlan> retries = new HashMap<>();
  private final Map<String, CallingHours> hours = new HashMap<>();
  private final Map<String, String> zones = new HashMap<>();
  private final List<Instant> faults = new ArrayList<>();
  private final List<Hiccup> hiccups = new ArrayList<>();
  private final List<OptOut> optOuts = new ArrayList<>();
  private List<String> allTheSame = List.of();
  private Set<String> open = Set.of();
  private boolean ledger = true;

  /** A workspace of one lane with 10 dials per second and a batch of {@code rows} rows. */
  static Scene of(int rows) {
    return new Scene().tenant("ws", 10).batch("ws", "b", rows);
  }

  Scene tenant(String id, double rate) {
    tenants.put(id, Tenant.of(id, 1, rate, 1_000));
    return this;
  }

  Scene tenant(Tenant tenant) {
    tenants.put(tenant.workspaceId(), tenant);
    return this;
  }

  /** Adds a batch {@code batch_<token>} that went well. */
  Scene batch(String workspace, String token, int rows) {
    double rate = tenants.get(workspace).limits().getFirst().callsPerSecond();
    List<CallRow> calls =
        IntStream.rangeClosed(1, rows)
            .mapToObj(
                row -> new CallRow(job(token, row), number(row), CallStatus.COMPLETED, 1, null))
            .toList();
    IntStream.rangeClosed(1, rows)
        .forEach(row -> ring(token, row, 1, 200 + (row - 1) * 1_000 / rate));
    batches.put(
        token,
        new BatchEvidence(
            workspace,
            "batch_" + token,
            rows,
            calls.stream().map(CallRow::number).toList(),
            T0,
            Optional.empty(),
            Optional.empty(),
            List.of(
                new Snapshot(T0.plusSeconds(1), "queued", false, rows, rows, 0, 0, 0, 0),
                new Snapshot(END, "completed", true, rows, 0, 0, rows, 0, 0)),
            List.of(new Listing(END, calls))));
    return this;
  }

  Scene ring(String token, int row, int attempt, double afterMillis) {
    rings.add(ringOf(job(token, row) + "#" + attempt, number(row), afterMillis, 1));
    return this;
  }

  Scene ring(Ring ring) {
    rings.add(ring);
    return this;
  }

  /** The first attempt of a row of batch b ended otherwise than by an answer. */
  Scene ended(int row, String outcome, double afterMillis) {
    return ended(row, 1, outcome, afterMillis);
  }

  /** An attempt of a row of batch b ended otherwise than by an answer. */
  Scene ended(int row, int number, String outcome, double afterMillis) {
    String attempt = job("b", row) + "#" + number;
    rings.replaceAll(ring ->
        ring.attemptId().equals(attempt)
            ? new Ring(
                attempt,
                ring.number(),
                ring.time(),
                1,
                1,
                outcome,
                outcome == null ? 0 : T0.toEpochMilli() + afterMillis)
            : ring);
    return this;
  }

  /** The carrier's log knows rings, and nothing else of them. */
  Scene knownByRingsAlone() {
    rings.replaceAll(ring -> new Ring(ring.attemptId(), ring.number(), ring.time(), ring.count()));
    return this;
  }

  /** A row's first attempt was asked for so often, and so often the carrier knew nothing of it. */
  Scene asked(int row, int requests, int unheard) {
    String attempt = job("b", row) + "#1";
    rings.replaceAll(ring ->
        ring.attemptId().equals(attempt)
            ? new Ring(
                attempt, ring.number(), ring.time(), 1, requests, ring.outcome(), ring.endedAt())
            : ring);
    neverHeardOf.put(attempt, unheard);
    return this;
  }

  /** It was decided to call a row of batch b again after its first attempt. */
  Scene callback(int row, Outcome after, double dueMillis) {
    return callback(row, 1, after, dueMillis);
  }

  /** It was decided to call a row of batch b again after an attempt. */
  Scene callback(int row, int number, Outcome after, double dueMillis) {
    Callback decided = new Callback(after, T0.plusMillis((long) dueMillis));
    callbacks.put(job("b", row) + "#" + number, decided);
    return this;
  }

  /** Batch b was started with these hours. */
  Scene within(CallingHours agreed) {
    hours.put("b", agreed);
    return this;
  }

  /** Row {@code row} may ring in {@code where}. */
  Scene rings(int row, String where) {
    zones.put(job("b", row), where);
    return this;
  }

  /** Batch b was started with these gaps, min, before its callbacks. */
  Scene agreed(int callbacks, int... gaps) {
    List<Duration> waits = IntStream.of(gaps).mapToObj(Duration::ofMinutes).toList();
    return agreed(RetryPlan.smartCallback(callbacks, waits));
  }

  /** Batch b was started with these retries. */
  Scene agreed(RetryPlan plan) {
    retries.put("b", plan);
    return this;
  }

  /** The first attempts of some rows of batch b were placed by {@code name}. */
  Scene worker(String name, int firstRow, int lastRow) {
    for (int row = firstRow; row <= lastRow; row++) {
      workers.put(job("b", row) + "#1", name);
    }
    return this;
  }

  /** What the API shows of a row of batch b. */
  Scene shown(int row, CallStatus status, int attempt, Outcome outcome) {
    return calls(calls -> {
      CallRow c = calls.get(row - 1);
      calls.set(row - 1, new CallRow(c.jobId(), c.number(), status, attempt, null, outcome));
      return calls;
    });
  }

  /** The dialer says that the first order for a row of batch b left then. */
  Scene sent(int row, double afterMillis) {
    sentAt.put(job("b", row) + "#1", T0.plusMillis((long) Math.floor(afterMillis)));
    return this;
  }

  /** The machine held everybody up for {@code millis}, until {@code untilMillis}. */
  Scene hiccup(long millis, long untilMillis) {
    hiccups.add(new Hiccup(T0.plusMillis(untilMillis), Duration.ofMillis(millis)));
    return this;
  }

  Scene withoutRings() {
    rings.clear();
    return this;
  }

  /** Takes away the first attempt of a row of batch b. */
  Scene withoutRing(int row) {
    rings.removeIf(ring -> ring.attemptId().equals(job("b", row) + "#1"));
    return this;
  }

  Scene withoutLedger() {
    ledger = false;
    return this;
  }

  Scene fault(Instant at) {
    faults.add(at);
    return this;
  }

  Scene openAtCarrier(String... attempts) {
    open = Set.of(attempts);
    return this;
  }

  Scene cancelledAt(Instant at) {
    BatchEvidence b = batches.get("b");
    return changed(b.scheduledAt(), Optional.of(at), b.snapshots(), b.listings());
  }

  Scene scheduledAt(Instant at) {
    BatchEvidence b = batches.get("b");
    return changed(Optional.of(at), b.cancelledAt(), b.snapshots(), b.listings());
  }

  /** Replaces the status answers of batch b. */
  Scene snapshots(Snapshot... snapshots) {
    BatchEvidence b = batches.get("b");
    return changed(b.scheduledAt(), b.cancelledAt(), List.of(snapshots), b.listings());
  }

  /** Changes the one list of batch b's calls. */
  Scene calls(UnaryOperator<List<CallRow>> change) {
    List<CallRow> calls = new ArrayList<>(batches.get("b").lastListing().orElseThrow().calls());
    return listings(new Listing(END, change.apply(calls)));
  }

  /** Changes one call of batch b. */
  Scene call(int row, CallStatus status, Instant nextAttemptAt) {
    return calls(calls -> {
      CallRow c = calls.get(row - 1);
      calls.set(row - 1, new CallRow(c.jobId(), c.number(), status, 1, nextAttemptAt));
      return calls;
    });
  }

  /** Replaces the lists of batch b's calls. */
  Scene listings(Listing... listings) {
    BatchEvidence b = batches.get("b");
    return changed(b.scheduledAt(), b.cancelledAt(), b.snapshots(), List.of(listings));
  }

  private Scene changed(
      Optional<Instant> scheduledAt,
      Optional<Instant> cancelledAt,
      List<Snapshot> snapshots,
      List<Listing> listings) {
    BatchEvidence b = batches.get("b");
    batches.put(
        "b",
        new BatchEvidence(
            b.workspaceId(),
            b.batchId(),
            b.totalCalls(),
            b.numbers(),
            b.acceptedAt(),
            scheduledAt,
            cancelledAt,
            snapshots,
            listings));
    return this;
  }

  /** The list of batch b's calls, to be used at another time. */
  List<CallRow> listed() {
    return batches.get("b").lastListing().orElseThrow().calls();
  }

  /** The API has said that the number of a row of batch b is called no more. */
  Scene optedOut(int row, Instant acknowledgedAt) {
    String number = batches.get("b").numbers().get(row - 1);
    optOuts.add(new OptOut("ws", new PhoneNumber(number), acknowledgedAt));
    return this;
  }

  /** These attempts were requested by lanes that knew better. */
  Scene requestedAllTheSame(List<String> attempts) {
    allTheSame = attempts;
    return this;
  }

  Evidence evidence() {
    return evidence(END);
  }

  Evidence evidence(Instant collectedAt) {
    return new Evidence(
        ledger ? Optional.of(new Ledger(rings)) : Optional.empty(),
        new CallLog(sentAt, workers, neverHeardOf, callbacks, retries, hours, zones, allTheSame),
        List.copyOf(tenants.values()),
        List.copyOf(batches.values()),
        faults,
        hiccups,
        LIFE,
        open,
        collectedAt,
        optOuts);
  }

  static Ring ringOf(String attempt, String number, double afterMillis, int count) {
    double at = T0.toEpochMilli() + afterMillis;
    return new Ring(attempt, number, at, count, count, "answered", at + 1_000);
  }

  static String job(String token, int row) {
    return "call_" + token + "-0-" + row;
  }

  static String number(int row) {
    return "+1555%07d".formatted(row);
  }
}
