package peal.standalone.chaos.report;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import peal.domain.CallStatus;
import peal.domain.hours.CallingHours;
import peal.domain.hours.DailyWindow;
import peal.standalone.chaos.faults.FaultRecord;
import peal.standalone.chaos.load.Manners;
import peal.standalone.chaos.plan.ChaosPlan;
import peal.standalone.chaos.plan.FaultKind;
import peal.testkit.evidence.BatchEvidence;
import peal.testkit.evidence.CallLog;
import peal.testkit.evidence.CallRow;
import peal.testkit.evidence.Evidence;
import peal.testkit.evidence.Ledger;
import peal.testkit.evidence.Listing;
import peal.testkit.evidence.Metronome.Hiccup;
import peal.testkit.evidence.Ring;
import peal.testkit.evidence.Snapshot;
import peal.testkit.evidence.Tenant;

/** A run of which everything went well, for a test to spoil: one fault at second 30. */
final class Aftermath {
  static final Instant BEGIN = Instant.parse("2026-03-02T09:00:00Z");
  static final Instant FAULT = BEGIN.plusSeconds(30);
  static final Instant END = BEGIN.plusSeconds(200);
  private static final double RATE = 4;

  private final List<Ring> rings = new ArrayList<>();
  private final Map<String, BatchEvidence> batches = new TreeMap<>();
  private final Map<String, Integer> answers = new TreeMap<>(Map.of("200", 3));
  private final List<String> givenUp = new ArrayList<>();
  private final List<Instant> answered = new ArrayList<>();
  private final List<Hiccup> hiccups = new ArrayList<>();
  private final Map<String, Instant> sentAt = new TreeMap<>();
  private final List<String> notReady = new ArrayList<>();

  Aftermath() {
    batch("mill", "big", 200, BEGIN.plusSeconds(1), Optional.empty());
    batch("corner", "handful", 2, BEGIN.plusSeconds(6), Optional.empty());
    batch("corner", "doomed", 30, BEGIN.plusSeconds(40), Optional.of(BEGIN.plusSeconds(60)));
    for (int second = 0; second < 200; second++) {
      answered.add(BEGIN.plusSeconds(second));
    }
  }

  private void batch(
      String workspace, String token, int rows, Instant at, Optional<Instant> cancelled) {
    for (int row = 1; row <= rows; row++) {
      ring(token, row, Duration.between(BEGIN, at).toMillis() + 200 + (row - 1) * 1_000 / RATE);
    }
    list(workspace, token, rows, at, cancelled, row -> CallStatus.COMPLETED, rows);
  }

  private void list(
      String workspace,
      String token,
      int rows,
      Instant at,
      Optional<Instant> cancelled,
      Function<Integer, CallStatus> status,
      int listed) {
    List<CallRow> calls =
        IntStream.rangeClosed(1, listed)
            .mapToObj(row -> new CallRow(job(token, row), number(row), status.apply(row), 1, null))
            .toList();
    long ended = calls.stream().filter(call -> call.status().terminal()).count();
    String word = cancelled.isPresent() ? "cancelled" : "completed";
    batches.put(
        token,
        new BatchEvidence(
            workspace,
            "batch_" + token,
            rows,
            IntStream.rangeClosed(1, rows).mapToObj(Aftermath::number).toList(),
            at,
            Optional.empty(),
            cancelled,
            List.of(new Snapshot(END, word, ended == rows, rows, rows - ended, 0, ended, 0, 0)),
            List.of(new Listing(END, calls))));
  }

  static String job(String token, int row) {
    return "call_" + token + "-0-" + row;
  }

  private static String number(int row) {
    return "+4411349600%02d".formatted(row % 100) + row / 100;
  }

  /** One more ring of a row's first attempt, so many ms after the beginning. */
  Aftermath ring(String token, int row, double millis) {
    String attempt = job(token, row) + "#1";
    long before = rings.stream().filter(ring -> ring.attemptId().equals(attempt)).count();
    double at = BEGIN.toEpochMilli() + millis;
    rings.add(new Ring(attempt, number(row), at, (int) before + 1, 1, "answered", at + 1_000));
    return this;
  }

  /** The dialer says that the order for a row's first attempt left then. */
  Aftermath sent(String token, int row, long millis) {
    sentAt.put(job(token, row) + "#1", BEGIN.plusMillis(millis));
    return this;
  }

  /** Takes away what rang between two seconds. */
  Aftermath silent(int fromSecond, int toSecond) {
    rings.removeIf(ring ->
        ring.time() > BEGIN.plusSeconds(fromSecond).toEpochMilli()
            && ring.time() < BEGIN.plusSeconds(toSecond).toEpochMilli());
    return this;
  }

  /** Takes away the answers of the time between two seconds. */
  Aftermath unanswered(int fromSecond, int toSecond) {
    answered.removeIf(at ->
        at.isAfter(BEGIN.plusSeconds(fromSecond)) && at.isBefore(BEGIN.plusSeconds(toSecond)));
    return this;
  }

  /** The big batch's last row is still active. */
  Aftermath stuck() {
    list(
        "mill",
        "big",
        200,
        BEGIN.plusSeconds(1),
        Optional.empty(),
        row -> row == 200 ? CallStatus.ACTIVE : CallStatus.COMPLETED,
        200);
    return this;
  }

  /** The big batch's last row is not listed. */
  Aftermath lost() {
    list(
        "mill",
        "big",
        200,
        BEGIN.plusSeconds(1),
        Optional.empty(),
        row -> CallStatus.COMPLETED,
        199);
    return this;
  }

  /** The machine stood still for so long just before a second. */
  Aftermath hiccup(int second, int millis) {
    hiccups.add(new Hiccup(BEGIN.plusSeconds(second), Duration.ofMillis(millis)));
    return this;
  }

  Aftermath gaveUp(String upload) {
    givenUp.add(upload);
    return this;
  }

  Aftermath notReady(String member) {
    notReady.add(member);
    return this;
  }

  /** The big batch was started with hours around the clock. */
  private static final Map<String, CallingHours> HOURS =
      Map.of(
          "big",
          new CallingHours(List.of(new DailyWindow(0, DailyWindow.DAY)), null, "UTC", null, null));

  /** The big batch went to another dialer with the fault; orders of the old one may come later. */
  private static Map<String, String> workers() {
    return IntStream.rangeClosed(1, 200)
        .boxed()
        .collect(
            Collectors.toMap(
                row -> job("big", row) + "#1", row -> row < 119 ? "dialer-1" : "dialer-2"));
  }

  ChaosReport report() {
    FaultRecord fault =
        new FaultRecord(
            FaultKind.KILL,
            "dialer-1",
            FAULT,
            FAULT.plusSeconds(2),
            Optional.of(FAULT.plusSeconds(8)),
            "");
    Evidence evidence =
        new Evidence(
            Optional.of(new Ledger(rings)),
            new CallLog(sentAt, workers(), Map.of(), Map.of(), Map.of(), HOURS, Map.of()),
            List.of(Tenant.of("mill", 1, RATE, 100), Tenant.of("corner", 1, RATE, 100)),
            List.copyOf(batches.values()),
            List.of(fault.begunAt(), fault.undoneAt()),
            hiccups,
            Duration.ofMillis(1_500),
            Set.of(),
            END);
    return ChaosReport.of(
        new Observed(
            ChaosPlan.of(7, Duration.ofSeconds(90), 300),
            BEGIN,
            evidence,
            List.of(fault),
            new Manners(answers, givenUp, List.of(answered), 2),
            Duration.ofSeconds(12),
            notReady,
            calls ->
                calls.stream()
                    .collect(Collectors.toMap(call -> call, call -> List.of("story of " + call)))));
  }
}
