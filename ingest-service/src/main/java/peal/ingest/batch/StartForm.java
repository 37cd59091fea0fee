package peal.ingest.batch;

import java.util.Optional;
import peal.domain.BatchId;
import peal.domain.BatchPlan;
import peal.domain.hours.CallingHours;
import peal.ingest.csv.CsvRules.OnDuplicates;

/**
 * What a client has said about a batch beside the file.
 *
 * @param agentId the agent that shall call
 * @param name the client's name for the batch
 * @param plan how it shall be dialed, but for its retries
 * @param callbacks when to dial again; empty where the agent decides
 * @param skipInvalid whether invalid rows are left out, rather than keeping the batch from starting
 * @param onDuplicates what becomes of a number's second row
 * @param region region whose national numbers are let in
 * @param emptyWhereMissing whether placeholders that nothing fills are empty
 * @param hours when calls may be made; empty for at any time
 * @param redialOf the batch whose rows these are again, if they are
 * @param keepOpen whether rows may be added
 */
public record StartForm(
    String agentId,
    Optional<String> name,
    BatchPlan plan,
    Optional<Callbacks> callbacks,
    boolean skipInvalid,
    OnDuplicates onDuplicates,
    Optional<String> region,
    boolean emptyWhereMissing,
    Optional<CallingHours> hours,
    Optional<BatchId> redialOf,
    boolean keepOpen) {
  /** Of rows that come as a file. */
  public StartForm(
      String agentId,
      Optional<String> name,
      BatchPlan plan,
      Optional<Callbacks> callbacks,
      boolean skipInvalid,
      OnDuplicates onDuplicates,
      Optional<String> region,
      boolean emptyWhereMissing,
      Optional<CallingHours> hours) {
    this(
        agentId,
        name,
        plan,
        callbacks,
        skipInvalid,
        onDuplicates,
        region,
        emptyWhereMissing,
        hours,
        Optional.empty(),
        false);
  }

  /** This, kept open for more rows if {@code wanted}. */
  StartForm keptOpen(boolean wanted) {
    return new StartForm(
        agentId,
        name,
        plan,
        callbacks,
        skipInvalid,
        onDuplicates,
        region,
        emptyWhereMissing,
        hours,
        redialOf,
        wanted);
  }

  /** Whether it counts where each row rings. */
  boolean byRecipient() {
    return hours.filter(CallingHours::byRecipient).isPresent() || plan.callLimitsOrNone().byDay();
  }
}
