package peal.domain.dispatch;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import peal.domain.BatchId;
import peal.domain.BatchPlan;
import peal.domain.CallId;
import peal.domain.DialRequest;
import peal.domain.DoNotCallList;
import peal.domain.PhoneNumber;
import peal.domain.PlanRevision;
import peal.domain.event.CallEvent.ChangeApplied;
import peal.domain.event.CallEvent.NumberSuppressed;
import peal.domain.event.Suppression;
import peal.domain.hours.CallingHours;
import peal.domain.hours.Verdict;

/**
 * Judges each dial by the plan that was confirmed last, by the do-not-call entries that were, and
 * by the hours of its batch, whatever zone it rings in.
 */
final class DialJudge {
  private final Timing timing;
  private final List<String> faults;
  private final Map<PhoneNumber, Map<DoNotCallList, Suppression>> entries = new HashMap<>();
  private final Map<BatchId, PlanRevision> plans = new HashMap<>();
  private final Map<BatchId, CallingHours> hours = new HashMap<>();
  private final Map<CallId, String> zones = new HashMap<>();
  private final Map<BatchId, Instant> slots = new HashMap<>();
  private final Map<BatchId, PlanRevision> judgedBy = new HashMap<>();

  DialJudge(Timing timing, List<String> faults) {
    this.timing = timing;
    this.faults = faults;
  }

  void within(BatchId batch, CallingHours agreed) {
    hours.put(batch, agreed);
  }

  void rings(CallId call, String where) {
    zones.put(call, where);
  }

  void applied(ChangeApplied change) {
    PlanRevision before = plans.put(change.batch(), change.change());
    if (before != null && before.revision() > change.change().revision()) {
      faults.add("a change undone: " + before + " by " + change);
    }
  }

  void listed(NumberSuppressed said) {
    Map<DoNotCallList, Suppression> lists =
        entries.computeIfAbsent(said.entry().number(), number -> new HashMap<>());
    Suppression before = lists.get(said.entry().list());
    if (said.changed() == said.entry().removed() && before == null) {
      faults.add("changed though nothing was there, or the other way round: " + said);
    }
    if (said.changed() && said.entry().removed()) {
      lists.remove(said.entry().list());
    } else if (said.changed()) {
      lists.put(said.entry().list(), said.entry());
    }
  }

  private void refused(DialRequest dial) {
    for (Suppression entry : entries.getOrDefault(dial.number(), Map.of()).values()) {
      if (entry.until() == null || dial.slotAt().isBefore(entry.until())) {
        faults.add("dial of a number that is on list " + entry.list() + ": " + dial.attempt());
      }
    }
  }

  /**
   * Judges {@code dial}.
   *
   * @param out how many calls of its batch are out with it
   */
  void dialed(DialRequest dial, int out) {
    BatchId batch = dial.attempt().call().batch();
    PlanRevision revision = plans.get(batch);
    BatchPlan plan = revision == null ? BatchPlan.USUAL : revision.plan();
    refused(dial);
    Instant before = slots.put(batch, dial.slotAt());
    PlanRevision judged = judgedBy.put(batch, revision);
    if (revision != null && revision.equals(judged)) {
      sinceTheLast(plan, before, dial, out);
    }
    if (plan.scheduledAt() != null && dial.slotAt().isBefore(plan.scheduledAt())) {
      faults.add("dial before the start: " + dial.attempt() + " at " + dial.slotAt());
    }
    Instant by =
        Stream.of(dial.slotAt().plus(timing.life()), closesAt(dial), endOf(plan))
            .min(Instant::compareTo)
            .orElseThrow();
    if (!dial.dialBy().equals(by)) {
      faults.add(dial.attempt() + " may be dialed by " + dial.dialBy() + ", not " + by);
    }
  }

  private void sinceTheLast(BatchPlan plan, Instant before, DialRequest dial, int out) {
    // Slots are rounded up to milliseconds on the wire, and down in a store.
    if (plan.callsPerSecond() != null
        && Duration.between(before, dial.slotAt()).toMillis() < 1_000 / plan.callsPerSecond() - 2) {
      faults.add("faster than " + plan + ": " + before + ", " + dial.slotAt());
    }
    if (plan.maxConcurrency() != null && out > plan.maxConcurrency()) {
      faults.add("more calls out than " + plan);
    }
  }

  private Instant closesAt(DialRequest dial) {
    CallId call = dial.attempt().call();
    CallingHours agreed = hours.get(call.batch());
    if (agreed == null) {
      return Instant.MAX;
    }
    if (agreed.judge(zones.get(call), dial.slotAt()) instanceof Verdict.Go go) {
      return go.closesAt();
    }
    faults.add("dial outside its hours: " + dial.attempt() + " at " + dial.slotAt());
    return Instant.MAX;
  }

  private static Instant endOf(BatchPlan plan) {
    return plan.endAt() == null ? Instant.MAX : plan.endAt();
  }
}
