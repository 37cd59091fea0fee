package peal.standalone.chaos.report;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import peal.standalone.chaos.faults.FaultRecord;
import peal.standalone.chaos.load.Manners;
import peal.standalone.chaos.plan.ChaosPlan;
import peal.testkit.evidence.Evidence;

/**
 * What a run has left to be judged.
 *
 * @param plan what was to happen
 * @param begin the moment from which the plan counts
 * @param evidence what the witness and the carrier's ledger say
 * @param faults what went wrong
 * @param manners how clients were served
 * @param settled how long after the last fault the last call had ended
 * @param notReady members that were not ready at the end
 * @param stories tells what became of a call
 */
public record Observed(
    ChaosPlan plan,
    Instant begin,
    Evidence evidence,
    List<FaultRecord> faults,
    Manners manners,
    Duration settled,
    List<String> notReady,
    CallStories stories) {}
