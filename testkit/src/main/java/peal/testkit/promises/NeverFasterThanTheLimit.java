package peal.testkit.promises;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import peal.testkit.evidence.BatchEvidence;
import peal.testkit.evidence.Evidence;
import peal.testkit.evidence.Ledger;
import peal.testkit.evidence.Ring;
import peal.testkit.evidence.Tenant;

/**
 * No window of the ledger has more rings than the workspace's rate allows: undisturbed {@code rate
 * × W + lanes}, across faults {@code rate × (W + life) + lanes}. And while work waits, at least 99
 * % of the rate is used, where nothing disturbed it, nothing else held it back, and the run was
 * long enough to tell.
 *
 * <p>Windows begin at every ring and end before W has passed. Where a limit was changed, the
 * highest one that was in force during the window or in the two seconds before it counts.
 */
public final class NeverFasterThanTheLimit implements Promise {
  private static final double[] WINDOW_SECONDS = {1, 2, 5, 10, 30, 60};
  private static final double CHANGE_MILLIS = 2_000;

  private final Duration jitter;
  private final double usedShare;

  /** Without tolerance for differences in the time that requests take. */
  public NeverFasterThanTheLimit() {
    this(Duration.ZERO);
  }

  /**
   * A check for a noisy machine.
   *
   * @param jitter by how much the way from a worker to the carrier may vary. One slot (1 / rate) is
   *     allowed anyway, by the bound's {@code + lanes}; rates of many hundreds may need more
   */
  public NeverFasterThanTheLimit(Duration jitter) {
    this(jitter, UsedShare.WANTED);
  }

  /**
   * As {@link #NeverFasterThanTheLimit(Duration)}, for a machine that does other work meanwhile.
   *
   * @param usedShare how much of the rate must be used while work waits, 0–1; never faster than the
   *     limit holds on any machine, nearly as fast as the limit only on one that has the time
   */
  public NeverFasterThanTheLimit(Duration jitter, double usedShare) {
    this.jitter = jitter;
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
  private String crowds(Evidence evidence, Tenant tenant, List<Ring> rings, Findings findings) {
    double slack = jitter.toNanos() / 1e9;
    if (evidence.disturbed()) {
      slack += evidence.dialLife().toNanos() / 1e9;
    }
    Crowd second = null;
    for (double window : WINDOW_SECONDS) {
      Crowd worst = worst(tenant, rings, window, slack);
      second = second == null ? worst : second;
      findings.addIf(
          worst.excess() > 0,
          "%s: %d rings within %.0f s, %.2f are allowed",
          tenant.workspaceId(),
          worst.rings(),
          window,
          worst.allowed());
    }
    return "%s: at most %d rings in a second, %.1f allowed"
        .formatted(tenant.workspaceId(), second.rings(), second.allowed());
  }

  /**
   * A window.
   *
   * @param rings rings in it
   * @param allowed how many there may be
   */
  private record Crowd(int rings, double allowed) {
    /** Rates such as 0.1 are no exact binary fractions; a billionth of a ring is none. */
    double excess() {
      return rings - allowed - 1e-9 * Math.max(1, allowed);
    }
  }

  private static Crowd worst(Tenant tenant, List<Ring> rings, double window, double slack) {
    Crowd worst = new Crowd(0, Double.MAX_VALUE);
    int end = 0;
    for (int start = 0; start < rings.size(); start++) {
      double from = rings.get(start).time();
      double to = from + window * 1_000;
      while (end < rings.size() && rings.get(end).time() < to) {
        end++;
      }
      double rate = tenant.highestRate(from - CHANGE_MILLIS - slack * 1_000, to);
      Crowd crowd = new Crowd(end - start, rate * (window + slack) + tenant.lanes());
      if (crowd.excess() > worst.excess()) {
        worst = crowd;
      }
    }
    return worst;
  }
}
