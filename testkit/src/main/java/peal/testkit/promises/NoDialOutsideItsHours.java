package peal.testkit.promises;

import java.time.Instant;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.List;
import java.util.Optional;
import peal.domain.AttemptId;
import peal.domain.hours.CallingHours;
import peal.domain.hours.DailyWindow;
import peal.testkit.evidence.BatchEvidence;
import peal.testkit.evidence.Evidence;
import peal.testkit.evidence.Ring;

/**
 * Where a batch was started with calling hours, every order for a call leaves while the clock on
 * the wall of whoever is called stands within them, in each zone that the number may be in; and
 * nobody is called of whom no zone is known.
 *
 * <p>It is judged by local clocks, not by the rules that Peal plans with. Where nobody knows when
 * an order left, for its worker was killed, it may have left as long before the ring as a dial
 * lives.
 */
public final class NoDialOutsideItsHours implements Promise {
  @Override
  public Verdict check(Evidence evidence) {
    if (evidence.ledger().isEmpty()) {
      return Verdict.notTried(this, "the carrier keeps no ledger");
    }
    Findings findings = new Findings(this);
    long judged = 0;
    for (BatchEvidence batch : evidence.batches()) {
      Optional<CallingHours> hours = evidence.calls().hours(batch.token());
      if (hours.isPresent()) {
        for (Ring ring : evidence.ledger().get().of(batch)) {
          judged++;
          judge(evidence, hours.get(), ring, findings);
        }
      }
    }
    if (judged == 0) {
      return Verdict.notTried(this, "nobody rang of a batch with calling hours");
    }
    String kept = "%,d rings within the hours of their batches".formatted(judged);
    return findings.verdict(() -> kept);
  }

  private static void judge(Evidence evidence, CallingHours hours, Ring ring, Findings findings) {
    AttemptId attempt = ring.attempt().orElseThrow();
    List<ZoneId> zones = zones(hours, evidence.calls().zones(attempt.call().toString()));
    findings.addIf(zones.isEmpty(), "%s rang, and nobody knows in which time zone", attempt);
    Instant rang = Instant.ofEpochMilli((long) ring.time());
    Optional<Instant> sent = evidence.calls().sentAt(ring.attemptId());
    boolean inside =
        sent.map(at -> inside(hours, zones, at))
            .orElseGet(() ->
                inside(hours, zones, rang)
                    || inside(hours, zones, rang.minus(evidence.dialLife())));
    findings.addIf(
        !inside, "%s was dialed at %s, outside its hours in %s", attempt, sent.orElse(rang), zones);
  }

  private static List<ZoneId> zones(CallingHours hours, Optional<String> ofRow) {
    if (!hours.byRecipient()) {
      return List.of(ZoneId.of(hours.timezone()));
    }
    String known = ofRow.orElse("");
    if (!known.isEmpty()) {
      return List.of(known.split(",")).stream().map(ZoneId::of).toList();
    }
    return hours.unknownTimezone() == null
        ? List.of()
        : List.of(ZoneId.of(hours.unknownTimezone()));
  }

  private static boolean inside(CallingHours hours, List<ZoneId> zones, Instant at) {
    return zones.stream().allMatch(zone -> inside(hours, at.atZone(zone)));
  }

  private static boolean inside(CallingHours hours, ZonedDateTime local) {
    int minute = local.getHour() * 60 + local.getMinute();
    boolean closed =
        hours.closed().stream()
            .anyMatch(dates ->
                !local.toLocalDate().isBefore(dates.startDate())
                    && !local.toLocalDate().isAfter(dates.endDate()));
    return !closed
        && hours.windows().stream().anyMatch(window -> inside(hours, window, local, minute));
  }

  private static boolean inside(
      CallingHours hours, DailyWindow window, ZonedDateTime local, int minute) {
    boolean today = hours.days().contains(local.getDayOfWeek()) && minute >= window.start();
    if (window.start() < window.end()) {
      return today && minute < window.end();
    }
    return today || hours.days().contains(local.getDayOfWeek().minus(1)) && minute < window.end();
  }
}
