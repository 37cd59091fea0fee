package peal.testkit.promises;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import peal.testkit.evidence.BatchEvidence;
import peal.testkit.evidence.Evidence;
import peal.testkit.evidence.Ledger;
import peal.testkit.evidence.Ring;
import peal.testkit.evidence.Tenant;
import peal.testkit.promises.Sendings.Sending;

/**
 * No window holds more orders to the carrier than the workspace's rate allows: {@code rate × W +
 * lanes}, and within a minute of a fault, for each lane that went from one worker to another in
 * that window, its share of {@code rate × life} ({@link Handovers}). And while work waits, at least
 * 99 % of the rate is used, where nothing disturbed it, nothing else held it back, and the run was
 * long enough to tell.
 *
 * <p>Every ring of the carrier's ledger is counted, at the time at which the order for it left: by
 * the dialer's own word, as far as the ledger bears it out ({@link Sendings}). So what the ledger
 * shows above the limit is explained by how long exactly those orders were on their way, or breaks
 * the promise. And no phone rings before the order for it has left.
 *
 * <p>Windows begin at every order and end before W has passed. Where a limit was changed, the
 * highest one that was in force during the window or in the two seconds before it counts.
 */
public final class NeverFasterThanTheLimit implements Promise {
  private static final double[] WINDOW_SECONDS = {1, 2, 5, 10, 30, 60};
  private static final double CHANGE_MILLIS = 2_000;

  /** After this everything has settled: promise 6. */
  private static final Duration AFTERMATH = Duration.ofSeconds(60);

  private final double usedShare;

  /** As the design has it. */
  public NeverFasterThanTheLimit() {
    this(UsedShare.WANTED);
  }

  /**
   * For a machine that does other work meanwhile.
   *
   * @param usedShare how much of the rate must be used while work waits, 0–1; never faster than the
   *     limit holds on any machine, nearly as fast as the limit only on one that has the time
   */
  public NeverFasterThanTheLimit(double usedShare) {
    this.usedShare = usedShare;
  }

  @Override
  public Verdict check(Evidence evidence) {
    if (evidence.ledger().isEmpty() || evidence.tenants().isEmpty()) {
      return Verdict.notTried(this, "there is no ledger, or no limit is known");
    }
    Findings findings = new Findings(this);
    List<String> figures = new ArrayList<>();
    for (Tenant tenant : evidence.tenants()) {
      List<Ring> rings = ringsOf(evidence, evidence.ledger().get(), tenant);
      if (!rings.isEmpty()) {
        figures.add(crowds(evidence, tenant, rings, findings));
        UsedShare used = UsedShare.of(evidence, tenant, rings);
        used.judge(usedShare, findings);
        figures.add(used.toString());
      }
    }
    if (figures.isEmpty()) {
      return Verdict.notTried(this, "no ring belongs to a known batch");
    }
    return findings.verdict(() -> String.join(", ", figures));
  }

  private static List<Ring> ringsOf(Evidence evidence, Ledger ledger, Tenant tenant) {
    Set<String> tokens =
        evidence.batchesOf(tenant).stream().map(BatchEvidence::token).collect(Collectors.toSet());
    return ledger.rings().stream().filter(ring -> tokens.contains(ring.token())).toList();
  }

  /** Finds windows that are too full; says the fullest second in words. */
  private static String crowds(
      Evidence evidence, Tenant tenant, List<Ring> rings, Findings findings) {
    Sendings sendings = Sendings.of(evidence, rings);
    for (Sending sending : sendings.all()) {
      findings.addIf(
          sending.rangBefore() && !disturbed(evidence, sending.left(), sending.left()),
          "%s rang %.0f ms before its order left",
          sending.ring().attemptId(),
          sending.said() - sending.ring().time());
    }
    Handovers handovers = Handovers.of(evidence.calls(), sendings.all());
    Crowd second = null;
    for (double window : WINDOW_SECONDS) {
      Crowd worst = worst(evidence, tenant, sendings.all(), handovers, window);
      second = second == null ? worst : second;
      findings.addIf(
          worst.excess() > 0,
          "%s: %d orders left within %.0f s, %.2f are allowed%s",
          tenant.workspaceId(),
          worst.orders(),
          window,
          worst.allowed(),
          worst.doubted() == 0
              ? ""
              : "; of %d the dialer says that they left before, and nothing bears it out"
                  .formatted(worst.doubted()));
    }
    return "%s: at most %d dials in a second, %.1f allowed"
            .formatted(tenant.workspaceId(), second.orders(), second.allowed())
        + ", %d of %d rings by the dialer's word, at most %.0f ms on the way"
            .formatted(sendings.said(), rings.size(), sendings.longestWay());
  }

  /** Whether a fault was less than a minute ago, or came, between two times in ms since 1970. */
  private static boolean disturbed(Evidence evidence, double from, double to) {
    return evidence.faults().stream()
        .mapToLong(Instant::toEpochMilli)
        .anyMatch(fault -> fault <= to && fault + AFTERMATH.toMillis() >= from);
  }

  /**
   * A window.
   *
   * @param orders orders in it
   * @param doubted how many of them by the dialer's word are not
   * @param allowed how many there may be
   */
  private record Crowd(int orders, int doubted, double allowed) {
    /** Rates such as 0.1 are no exact binary fractions; a billionth of a ring is none. */
    double excess() {
      return orders - allowed - 1e-9 * Math.max(1, allowed);
    }
  }

  private static Crowd worst(
      Evidence evidence,
      Tenant tenant,
      List<Sending> sendings,
      Handovers handovers,
      double window) {
    Crowd worst = new Crowd(0, 0, Double.MAX_VALUE);
    int end = 0;
    for (int start = 0; start < sendings.size(); start++) {
      double from = sendings.get(start).left();
      double to = from + window * 1_000;
      while (end < sendings.size() && sendings.get(end).left() < to) {
        end++;
      }
      long handedOver = disturbed(evidence, from, to) ? handovers.between(from, to) : 0;
      double slack = evidence.dialLife().toNanos() / 1e9 * handedOver / tenant.lanes();
      double rate = tenant.highestRate(from - CHANGE_MILLIS - slack * 1_000, to);
      double allowed = rate * (window + slack) + tenant.lanes();
      Crowd crowd = new Crowd(end - start, 0, allowed);
      if (crowd.excess() > worst.excess()) {
        long doubted =
            sendings.subList(start, end).stream().filter(sending -> sending.said() < from).count();
        worst = new Crowd(end - start, (int) doubted, allowed);
      }
    }
    return worst;
  }
}
