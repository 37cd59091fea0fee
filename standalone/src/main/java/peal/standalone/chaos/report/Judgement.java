package peal.standalone.chaos.report;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import peal.standalone.chaos.report.CalmWindows.Window;
import peal.testkit.evidence.BatchEvidence;
import peal.testkit.evidence.Evidence;
import peal.testkit.evidence.Ring;
import peal.testkit.promises.CountsAddUp;
import peal.testkit.promises.EveryRowEndsOnce;
import peal.testkit.promises.NeverFasterThanTheLimit;
import peal.testkit.promises.NoCallStuck;
import peal.testkit.promises.NoDialAfterCancel;
import peal.testkit.promises.NoDialOutsideItsHours;
import peal.testkit.promises.NothingAcceptedIsLost;
import peal.testkit.promises.OneRingPerAttempt;
import peal.testkit.promises.Promise;
import peal.testkit.promises.RetriesFollowTheRule;
import peal.testkit.promises.TenantsDoNotFeelEachOther;
import peal.testkit.promises.Verdict;

/**
 * The ten promises, each judged on the part of the run that it speaks of: most on all of it, the
 * strict form of the limit on what was undisturbed, and that tenants do not feel each other on the
 * calm beginning.
 */
final class Judgement {
  /** How much of the rate is used is a figure of a quiet machine, which this one is not. */
  private static final double ANY_SHARE = 0;

  private final Observed seen;
  private final Evidence evidence;
  private final List<Window> calm;

  Judgement(Observed seen) {
    this.seen = seen;
    this.evidence = seen.evidence();
    this.calm = CalmWindows.between(seen.begin(), evidence.collectedAt(), seen.faults());
  }

  /** One verdict for each promise, in the order of the design. */
  List<Verdict> verdicts() {
    return List.of(
        new EveryRowEndsOnce().check(evidence),
        oneRing(),
        limit(),
        new NoDialAfterCancel().check(evidence),
        new CountsAddUp().check(evidence),
        nothingStuck(),
        tenants(),
        new NothingAcceptedIsLost().check(evidence),
        new RetriesFollowTheRule().check(evidence),
        new NoDialOutsideItsHours().check(evidence));
  }

  /** Also a file that became two batches rings people twice, though each attempt rang once. */
  private Verdict oneRing() {
    Promise promise = new OneRingPerAttempt();
    Set<String> tokens =
        evidence.batches().stream().map(BatchEvidence::token).collect(Collectors.toSet());
    Set<String> strangers = new HashSet<>();
    for (Ring ring : evidence.ledger().orElseThrow().rings()) {
      if (!tokens.contains(ring.token())) {
        strangers.add(ring.token());
      }
    }
    Verdict verdict = promise.check(evidence);
    return strangers.isEmpty()
        ? verdict
        : broken(
            promise,
            "%d batches rang that no client was told of: %s; besides: %s"
                .formatted(strangers.size(), strangers, verdict.evidence()));
  }

  private Verdict limit() {
    Promise promise = new NeverFasterThanTheLimit(ANY_SHARE);
    Verdict whole = promise.check(evidence);
    if (!whole.kept()) {
      return whole;
    }
    List<String> broken = new ArrayList<>();
    Duration length = Duration.ZERO;
    for (Window window : calm) {
      Verdict verdict = promise.check(window.of(evidence));
      length = length.plus(window.length());
      if (verdict.broken()) {
        broken.add("undisturbed from " + window.from() + ": " + verdict.evidence());
      }
    }
    return broken.isEmpty()
        ? new Verdict(
            promise.name(),
            Verdict.State.KEPT,
            whole.evidence()
                + "; "
                + "strictly in %d undisturbed windows of %d s together"
                    .formatted(calm.size(), length.toSeconds()))
        : broken(promise, String.join("; ", broken));
  }

  private Verdict nothingStuck() {
    Promise promise = new NoCallStuck();
    Verdict verdict = promise.check(evidence);
    long open =
        evidence.batches().stream()
            .filter(batch -> !batch.lastSnapshot().map(last -> last.complete()).orElse(false))
            .count();
    if (!verdict.broken() && open > 0) {
      return broken(
          promise,
          "%d batches were not over %d s after the last fault: %s"
              .formatted(open, seen.settled().toSeconds(), verdict.evidence()));
    }
    return verdict.kept()
        ? new Verdict(
            promise.name(),
            verdict.state(),
            "all was over %.1f s after the last fault"
                .formatted(seen.settled().toMillis() / 1_000.0))
        : verdict;
  }

  private Verdict tenants() {
    Instant stormBegins = seen.begin().plus(seen.plan().calm());
    List<BatchEvidence> early =
        evidence.batches().stream()
            .filter(batch -> batch.acceptedAt().isBefore(stormBegins))
            .toList();
    Evidence beginning =
        new Evidence(
            new Window(seen.begin(), stormBegins).of(evidence).ledger(),
            evidence.calls(),
            evidence.tenants(),
            early,
            List.of(),
            evidence.hiccups(),
            evidence.dialLife(),
            Set.of(),
            stormBegins);
    // Thirteen processes share the machine, which the neighbour's rings feel as well.
    return TenantsDoNotFeelEachOther.toldByTheNeighboursRings(
            Duration.ofSeconds(3), Duration.ofSeconds(3))
        .check(beginning);
  }

  private static Verdict broken(Promise promise, String evidence) {
    return new Verdict(promise.name(), Verdict.State.BROKEN, evidence);
  }
}
