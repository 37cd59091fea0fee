package peal.standalone.chaos.report;

import static peal.standalone.chaos.report.ChaosReport.seconds;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import peal.domain.CallId;
import peal.domain.CallStatus;
import peal.standalone.chaos.faults.FaultRecord;
import peal.standalone.chaos.plan.FaultKind;
import peal.testkit.evidence.BatchEvidence;
import peal.testkit.evidence.CallRow;
import peal.testkit.evidence.Evidence;
import peal.testkit.evidence.Listing;
import peal.testkit.evidence.Ring;
import peal.testkit.promises.Verdict;

/** Works a report out of what was observed. */
final class Reckoning {
  private static final Pattern CALL = Pattern.compile("call_[a-z0-9]+-\\d+-\\d+");
  private static final int MOST_STORIES = 8;

  private final Observed seen;
  private final Evidence evidence;

  Reckoning(Observed seen) {
    this.seen = seen;
    this.evidence = seen.evidence();
  }

  ChaosReport report() {
    List<Verdict> verdicts = new Judgement(seen).verdicts();
    List<String> problems = problems();
    return new ChaosReport(
        seen.plan().seed(),
        seen.begin(),
        seen.plan().storm().toSeconds(),
        problems.isEmpty() && verdicts.stream().allMatch(Verdict::kept),
        verdicts,
        problems,
        byKind(),
        faults(),
        rows(),
        rings(),
        Pace.of(evidence, CalmWindows.between(seen.begin(), evidence.collectedAt(), seen.faults())),
        seen.manners().answers(),
        seen.manners().stale(),
        seconds(seen.settled()),
        stories(verdicts));
  }

  private List<String> problems() {
    List<String> problems = new ArrayList<>();
    seen.manners()
        .givenUp()
        .forEach(name -> problems.add("the upload '" + name + "' was given up"));
    seen.notReady().forEach(member -> problems.add(member + " was not ready at the end"));
    return problems;
  }

  private Map<String, Integer> byKind() {
    Map<String, Integer> kinds = new LinkedHashMap<>();
    for (FaultKind kind : FaultKind.values()) {
      long count = seen.faults().stream().filter(fault -> fault.kind() == kind).count();
      kinds.put(kind.words(), (int) count);
    }
    return kinds;
  }

  private List<ChaosReport.Fault> faults() {
    Silences silences = new Silences(evidence, seen.manners().answered());
    return seen.faults().stream().map(fault -> fault(fault, silences)).toList();
  }

  private ChaosReport.Fault fault(FaultRecord fault, Silences silences) {
    return new ChaosReport.Fault(
        fault.kind().words(),
        fault.target(),
        seconds(Duration.between(seen.begin(), fault.begunAt())),
        seconds(Duration.between(fault.begunAt(), fault.undoneAt())),
        fault
            .readyAt()
            .map(ready -> seconds(Duration.between(fault.begunAt(), ready)))
            .orElse(-1.0),
        seconds(silences.ofDialing(fault)),
        seconds(silences.ofReading(fault)),
        fault.note());
  }

  private ChaosReport.Rows rows() {
    long accepted = 0;
    long lost = 0;
    int cancelled = 0;
    Map<CallStatus, Long> ends = new TreeMap<>();
    for (BatchEvidence batch : evidence.batches()) {
      List<CallRow> calls = batch.lastListing().map(Listing::calls).orElse(List.of());
      Set<String> ids = calls.stream().map(CallRow::jobId).collect(Collectors.toSet());
      accepted += batch.totalCalls();
      lost += Math.max(0, batch.totalCalls() - ids.size());
      cancelled += batch.cancelledAt().isPresent() ? 1 : 0;
      calls.forEach(call -> ends.merge(call.status(), 1L, Long::sum));
    }
    return new ChaosReport.Rows(
        accepted,
        evidence.batches().size(),
        cancelled,
        ends.getOrDefault(CallStatus.COMPLETED, 0L),
        ends.getOrDefault(CallStatus.FAILED, 0L),
        ends.getOrDefault(CallStatus.CANCELLED, 0L),
        lost,
        ends.entrySet().stream()
            .filter(end -> !end.getKey().terminal())
            .mapToLong(Map.Entry::getValue)
            .sum());
  }

  private Map<Integer, Long> rings() {
    Map<String, Long> byAttempt =
        evidence.ledger().orElseThrow().rings().stream()
            .collect(Collectors.groupingBy(Ring::attemptId, Collectors.counting()));
    return byAttempt.values().stream()
        .map(Long::intValue)
        .collect(Collectors.groupingBy(Function.identity(), TreeMap::new, Collectors.counting()));
  }

  /** Of the calls that a broken promise names, and of a few that are stuck. */
  private Map<String, List<String>> stories(List<Verdict> verdicts) {
    Set<String> names = new TreeSet<>();
    for (Verdict verdict : verdicts) {
      if (verdict.broken()) {
        CALL.matcher(verdict.evidence())
            .results()
            .map(MatchResult::group)
            .limit(MOST_STORIES)
            .forEach(names::add);
      }
    }
    Set<CallId> calls =
        names.stream().limit(MOST_STORIES).map(CallId::parse).collect(Collectors.toSet());
    if (calls.isEmpty()) {
      return Map.of();
    }
    Map<String, List<String>> stories = new TreeMap<>();
    seen.stories().of(calls).forEach((call, lines) -> stories.put(call.toString(), lines));
    return stories;
  }
}
