package peal.testkit.promises;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.stream.Collectors;
import peal.domain.CallStatus;
import peal.testkit.evidence.BatchEvidence;
import peal.testkit.evidence.Evidence;
import peal.testkit.evidence.Ring;
import peal.testkit.evidence.Snapshot;
import peal.testkit.evidence.Tenant;

/**
 * How much of a workspace's rate was used while work waited.
 *
 * <p>Work surely waits from a batch's first ring to the last ring of a first attempt: all first
 * attempts are due from the beginning. Callbacks after that are due when they are due.
 */
final class UsedShare {
  /** What the design promises. */
  static final double WANTED = 0.99;

  private static final int ENOUGH_RINGS = 100;
  private static final double NEARLY_FULL = 0.9;

  private final Tenant tenant;
  private final double share;
  private final Optional<String> notJudged;

  private UsedShare(Tenant tenant, double share, Optional<String> notJudged) {
    this.tenant = tenant;
    this.share = share;
    this.notJudged = notJudged;
  }

  /**
   * Works it out.
   *
   * @param rings the tenant's rings, in order of time
   */
  static UsedShare of(Evidence evidence, Tenant tenant, List<Ring> rings) {
    List<Span> spans = Span.merged(spans(evidence, tenant, rings));
    double allowed = 0;
    long used = 0;
    for (Span span : spans) {
      long inside = rings.stream().filter(span::holds).count();
      allowed += span.millis() / 1_000 * tenant.highestRate(span.from(), span.to());
      used += inside - 1;
    }
    used += refused(evidence, tenant, rings);
    return new UsedShare(
        tenant, allowed == 0 ? 1 : used / allowed, reasonNotToJudge(evidence, tenant, used));
  }

  /** Dials that the carrier refused took their turn in the pace, though nobody's phone rang. */
  private static long refused(Evidence evidence, Tenant tenant, List<Ring> rings) {
    Set<String> rung =
        rings.stream().map(Ring::attemptId).map(UsedShare::callOf).collect(Collectors.toSet());
    return evidence.batchesOf(tenant).stream()
        .flatMap(batch -> batch.lastListing().stream())
        .flatMap(listing -> listing.calls().stream())
        .filter(call -> call.status() == CallStatus.FAILED && !rung.contains(call.jobId()))
        .count();
  }

  private static String callOf(String attemptId) {
    return attemptId.substring(0, attemptId.indexOf('#'));
  }

  private static Optional<String> reasonNotToJudge(Evidence evidence, Tenant tenant, long used) {
    if (evidence.disturbed()) {
      return Optional.of("disturbed");
    }
    if (used < ENOUGH_RINGS) {
      return Optional.of("too few rings to tell");
    }
    if (tenant.lanes() > 1) {
      return Optional.of("lanes empty at different times");
    }
    if (tenant.limits().size() > 1) {
      return Optional.of("the limit was changed");
    }
    double most = tenant.limits().getFirst().maxConcurrentCalls() * NEARLY_FULL;
    boolean full =
        evidence.batchesOf(tenant).stream()
            .map(BatchEvidence::snapshots)
            .flatMap(List::stream)
            .mapToLong(Snapshot::active)
            .anyMatch(active -> active >= most);
    return full ? Optional.of("held back by the calls that were open") : Optional.empty();
  }

  private static List<Span> spans(Evidence evidence, Tenant tenant, List<Ring> rings) {
    List<Span> spans = new ArrayList<>();
    for (BatchEvidence batch : evidence.batchesOf(tenant)) {
      List<Ring> own =
          rings.stream()
              .filter(ring -> ring.token().equals(batch.token()))
              .collect(Collectors.toList());
      OptionalDouble lastFirstAttempt =
          own.stream()
              .filter(ring -> ring.attempt().orElseThrow().number() == 1)
              .mapToDouble(Ring::time)
              .max();
      lastFirstAttempt.ifPresent(last -> spans.add(new Span(own.getFirst().time(), last)));
    }
    return spans;
  }

  void judge(double wanted, Findings findings) {
    findings.addIf(
        notJudged.isEmpty() && share < wanted,
        "%s: only %.1f %% of the rate was used while work waited",
        tenant.workspaceId(),
        share * 100);
  }

  @Override
  public String toString() {
    return "%.1f %% of the rate used%s"
        .formatted(share * 100, notJudged.map(why -> " (" + why + ")").orElse(""));
  }

  /** A time during which work waited, both ends included; ms since 1970. */
  private record Span(double from, double to) {
    double millis() {
      return to - from;
    }

    boolean holds(Ring ring) {
      return ring.time() >= from && ring.time() <= to;
    }

    static List<Span> merged(List<Span> spans) {
      List<Span> merged = new ArrayList<>();
      for (Span span : spans.stream().sorted(Comparator.comparingDouble(Span::from)).toList()) {
        if (merged.isEmpty() || merged.getLast().to() < span.from()) {
          merged.add(span);
        } else {
          Span last = merged.removeLast();
          merged.add(new Span(last.from(), Math.max(last.to(), span.to())));
        }
      }
      return merged;
    }
  }
}
