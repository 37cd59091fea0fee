package peal.testkit.promises;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import peal.domain.AttemptId;
import peal.domain.CallStatus;
import peal.domain.Outcome;
import peal.domain.RetryPlan;
import peal.testkit.evidence.BatchEvidence;
import peal.testkit.evidence.CallLog.Callback;
import peal.testkit.evidence.CallRow;
import peal.testkit.evidence.Evidence;
import peal.testkit.evidence.Ring;
import peal.testkit.evidence.Snapshot;

/**
 * Attempt n + 1 of a call rings only after attempt n ended, by the carrier's ledger, with an
 * outcome after which the terms of its batch still have a retry, given how the attempts before it
 * had ended, and neither before that retry's wait is over nor before its due time. And what the API
 * shows of a call that is over is what the ledger has: a completed one was answered, a failed one
 * ended as the ledger says.
 *
 * <p>That nobody can tell how an attempt ended is believed where something was disturbed.
 */
public final class RetriesFollowTheRule implements Promise {
  @Override
  public Verdict check(Evidence evidence) {
    if (evidence.ledger().isEmpty() || evidence.ledger().get().rings().isEmpty()) {
      return Verdict.notTried(this, "the carrier's ledger shows no ring");
    }
    Findings findings = new Findings(this);
    Map<String, Ring> rings = new HashMap<>();
    Map<String, Ring> last = new HashMap<>();
    for (Ring ring : evidence.ledger().get().rings()) {
      rings.putIfAbsent(ring.attemptId(), ring);
      ring.attempt()
          .ifPresent(attempt -> last.merge(attempt.call().toString(), ring, Later::ofTwo));
    }
    long again = 0;
    for (BatchEvidence batch : evidence.batches()) {
      for (Ring ring : evidence.ledger().get().of(batch)) {
        AttemptId attempt = ring.attempt().orElseThrow();
        if (attempt.number() > 1) {
          again++;
          follows(evidence, ring, attempt, rings, findings);
        }
      }
    }
    long told = 0;
    for (BatchEvidence batch : evidence.batches()) {
      if (batch.lastSnapshot().map(Snapshot::complete).orElse(false)) {
        told += agrees(evidence, batch, last, findings);
      }
    }
    String kept = "%,d rings were of later attempts; %,d calls ended as the ledger says";
    long retries = again;
    long calls = told;
    return findings.verdict(() -> kept.formatted(retries, calls));
  }

  private static void follows(
      Evidence evidence, Ring ring, AttemptId attempt, Map<String, Ring> rings, Findings findings) {
    AttemptId before = new AttemptId(attempt.call(), attempt.number() - 1);
    Optional<Callback> decided = evidence.calls().callbackAfter(before);
    findings.addIf(decided.isEmpty(), "%s rang, and nobody had decided it", attempt);
    decided.ifPresent(callback -> {
      double early = callback.dueAt().toEpochMilli() - ring.time();
      findings.addIf(early > 0, "%s rang %.0f ms before it was due", attempt, early);
    });
    RetryPlan terms = evidence.calls().retries(attempt.call().token()).orElse(RetryPlan.NONE);
    findings.addIf(
        before.number() > terms.maxAttempts(),
        "%s rang, and its batch has %d retries",
        attempt,
        terms.maxAttempts());
    Ring earlier = rings.get(before.toString());
    if (earlier != null && earlier.toldInFull()) {
      comesAfter(ring, attempt, earlier, decided, findings);
    }
    Optional<Outcome> outcome = outcome(evidence, before, rings);
    if (outcome.isPresent() && before.number() <= terms.maxAttempts()) {
      List<Outcome> others = outcomesBefore(evidence, before, rings);
      Optional<Duration> wait = terms.waitAfter(before, outcome.get(), others);
      findings.addIf(
          wait.isEmpty(),
          "%s rang after %s, for which its batch has no more retries; before that %s",
          attempt,
          outcome.get(),
          others);
      if (wait.isPresent() && earlier != null && earlier.toldInFull()) {
        keepsTheWait(ring, attempt, earlier, wait.get(), findings);
      }
    }
  }

  /** How an attempt ended: by the ledger, or as was decided by where the ledger has no end. */
  private static Optional<Outcome> outcome(
      Evidence evidence, AttemptId attempt, Map<String, Ring> rings) {
    return Optional.ofNullable(rings.get(attempt.toString()))
        .filter(Ring::toldInFull)
        .flatMap(Ring::ended)
        .or(() -> evidence.calls().callbackAfter(attempt).map(Callback::after));
  }

  private static List<Outcome> outcomesBefore(
      Evidence evidence, AttemptId attempt, Map<String, Ring> rings) {
    return IntStream.range(1, attempt.number())
        .mapToObj(number -> outcome(evidence, new AttemptId(attempt.call(), number), rings))
        .flatMap(Optional::stream)
        .toList();
  }

  private static void comesAfter(
      Ring ring, AttemptId attempt, Ring earlier, Optional<Callback> decided, Findings findings) {
    Optional<Outcome> ended = earlier.ended();
    findings.addIf(
        ended.isEmpty() || earlier.endedAt() > ring.time(),
        "%s rang while the attempt before it went on",
        attempt);
    ended.ifPresent(outcome ->
        findings.addIf(
            decided.map(it -> it.after() != outcome).orElse(false),
            "%s rang, and the attempt before it ended as %s",
            attempt,
            outcome));
  }

  private static void keepsTheWait(
      Ring ring, AttemptId attempt, Ring earlier, Duration wait, Findings findings) {
    findings.addIf(
        earlier.ended().isPresent() && ring.time() < earlier.endedAt() + wait.toMillis(),
        "%s rang %.0f ms after the attempt before it, and %,d ms were agreed",
        attempt,
        ring.time() - earlier.endedAt(),
        wait.toMillis());
  }

  /** Compares each call that is over with its last ring; says how many there were to compare. */
  private static long agrees(
      Evidence evidence, BatchEvidence batch, Map<String, Ring> last, Findings findings) {
    long compared = 0;
    for (CallRow call : batch.lastListing().stream().flatMap(it -> it.calls().stream()).toList()) {
      if (call.status() != CallStatus.COMPLETED && call.status() != CallStatus.FAILED) {
        continue;
      }
      Ring ring = last.get(call.jobId());
      int number = ring == null ? 0 : ring.attempt().orElseThrow().number();
      sameAttempt(call, number, findings);
      boolean nobodyCanTell = call.outcome() == Outcome.UNKNOWN && evidence.disturbed();
      if (ring != null && call.attempt() == number && ring.toldInFull() && !nobodyCanTell) {
        sameEnd(call, ring, findings);
        compared++;
      }
    }
    return compared;
  }

  /** A later attempt than the last that rang may have failed, but nobody can have answered it. */
  private static void sameAttempt(CallRow call, int rang, Findings findings) {
    findings.addIf(
        call.attempt() < rang, "%s has rung as #%d, of which nothing is shown", call.jobId(), rang);
    findings.addIf(
        call.status() == CallStatus.COMPLETED && (rang == 0 || call.attempt() > rang),
        "%s is completed as #%d but never rang as that",
        call.jobId(),
        call.attempt());
  }

  private static void sameEnd(CallRow call, Ring ring, Findings findings) {
    Optional<Outcome> ended = ring.ended();
    boolean same =
        ended.isPresent()
            && CallStatus.after(ended.get()) == call.status()
            && (call.outcome() == null || call.outcome() == ended.get());
    findings.addIf(
        !same,
        "%s is shown as %s%s, and the ledger has %s",
        call.jobId(),
        call.status(),
        call.outcome() == null ? "" : " (" + call.outcome() + ")",
        ended.map(Outcome::name).orElse("no end"));
  }

  /** Of two rings of a call that of the later attempt. */
  private static final class Later {
    static Ring ofTwo(Ring one, Ring other) {
      return number(other) > number(one) ? other : one;
    }

    private static int number(Ring ring) {
      return ring.attempt().orElseThrow().number();
    }
  }
}
