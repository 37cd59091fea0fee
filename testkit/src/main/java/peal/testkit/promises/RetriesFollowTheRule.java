package peal.testkit.promises;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import peal.domain.AttemptId;
import peal.domain.CallStatus;
import peal.domain.Outcome;
import peal.domain.SmartCallback;
import peal.testkit.evidence.BatchEvidence;
import peal.testkit.evidence.CallLog.Callback;
import peal.testkit.evidence.CallRow;
import peal.testkit.evidence.Evidence;
import peal.testkit.evidence.Ring;
import peal.testkit.evidence.Snapshot;

/**
 * Attempt n + 1 of a call rings only after attempt n ended, by the carrier's ledger, with an
 * outcome that is worth calling again, where the terms of its batch have so many callbacks, and
 * neither before their gap is over nor before its due time. And what the API shows of a call that
 * is over is what the ledger has: a completed one was answered, a failed one ended as the ledger
 * says.
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
      findings.addIf(
          !callback.after().worthCallingBack(), "%s rang after %s", attempt, callback.after());
      double early = callback.dueAt().toEpochMilli() - ring.time();
      findings.addIf(early > 0, "%s rang %.0f ms before it was due", attempt, early);
    });
    Optional<SmartCallback> terms = evidence.calls().retries(attempt.call().token());
    int most = terms.map(SmartCallback::maxAttempts).orElse(0);
    findings.addIf(
        before.number() > most, "%s rang, and its batch has %d callbacks", attempt, most);
    Ring earlier = rings.get(before.toString());
    if (earlier != null && earlier.toldInFull()) {
      comesAfter(ring, attempt, earlier, decided, findings);
      terms.ifPresent(agreed -> keepsTheGap(ring, attempt, earlier, agreed, findings));
    }
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
            !outcome.worthCallingBack() || decided.map(it -> it.after() != outcome).orElse(false),
            "%s rang, and the attempt before it ended as %s",
            attempt,
            outcome));
  }

  private static void keepsTheGap(
      Ring ring, AttemptId attempt, Ring earlier, SmartCallback terms, Findings findings) {
    long gap = terms.gapAfter(attempt.number() - 1).toMillis();
    findings.addIf(
        earlier.ended().isPresent() && ring.time() < earlier.endedAt() + gap,
        "%s rang %.0f ms after the attempt before it, and %,d ms were agreed",
        attempt,
        ring.time() - earlier.endedAt(),
        gap);
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
