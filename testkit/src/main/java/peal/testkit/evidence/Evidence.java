package peal.testkit.evidence;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import peal.testkit.evidence.Metronome.Hiccup;

/**
 * What is known after a run, from outside: the carrier's ledger and the API's answers. The promises
 * are checked against this and nothing else.
 *
 * @param ledger the carrier's rings; empty where the carrier keeps no ledger
 * @param calls what Peal wrote down of its calls; {@link CallLog#UNREAD} where nobody read it
 * @param tenants the workspaces that took part
 * @param batches the batches that were accepted
 * @param faults when something was killed, paused or taken away, in order of time
 * @param hiccups when the machine let even an idle thread wait, in order of time
 * @param dialLife how long after its slot a dial may still be placed, {@code dialBy − slotAt}
 * @param openAtCarrier attempts that the carrier still held at the end, by id
 * @param collectedAt when the last answer came
 * @param optOuts numbers of which the API has said that nobody calls them any more
 */
public record Evidence(
    Optional<Ledger> ledger,
    CallLog calls,
    List<Tenant> tenants,
    List<BatchEvidence> batches,
    List<Instant> faults,
    List<Hiccup> hiccups,
    Duration dialLife,
    Set<String> openAtCarrier,
    Instant collectedAt,
    List<OptOut> optOuts) {
  /** A run in which nobody was put on a list. */
  public Evidence(
      Optional<Ledger> ledger,
      CallLog calls,
      List<Tenant> tenants,
      List<BatchEvidence> batches,
      List<Instant> faults,
      List<Hiccup> hiccups,
      Duration dialLife,
      Set<String> openAtCarrier,
      Instant collectedAt) {
    this(
        ledger,
        calls,
        tenants,
        batches,
        faults,
        hiccups,
        dialLife,
        openAtCarrier,
        collectedAt,
        List.of());
  }

  /** Copies the lists. */
  public Evidence {
    tenants = List.copyOf(tenants);
    batches = List.copyOf(batches);
    faults = faults.stream().sorted().toList();
    hiccups = List.copyOf(hiccups);
    openAtCarrier = Set.copyOf(openAtCarrier);
    optOuts = List.copyOf(optOuts);
  }

  /** Whether anything was killed, paused or taken away. */
  public boolean disturbed() {
    return !faults.isEmpty();
  }

  /** The last fault, or the beginning of time where there was none. */
  public Instant lastFault() {
    return faults.isEmpty() ? Instant.EPOCH : faults.getLast();
  }

  /** The batches of one tenant. */
  public List<BatchEvidence> batchesOf(Tenant tenant) {
    return batches.stream()
        .filter(batch -> batch.workspaceId().equals(tenant.workspaceId()))
        .toList();
  }

  /** The tenant that a batch belongs to, where it is known. */
  public Optional<Tenant> tenantOf(BatchEvidence batch) {
    return tenants.stream()
        .filter(tenant -> tenant.workspaceId().equals(batch.workspaceId()))
        .findFirst();
  }
}
