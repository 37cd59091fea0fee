package peal.testkit.api;

import java.io.UncheckedIOException;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import peal.domain.BatchId;
import peal.domain.PhoneNumber;
import peal.testkit.evidence.BatchEvidence;
import peal.testkit.evidence.CallLog;
import peal.testkit.evidence.Evidence;
import peal.testkit.evidence.Ledger;
import peal.testkit.evidence.Metronome.Hiccup;
import peal.testkit.evidence.OptOut;
import peal.testkit.evidence.Snapshot;
import peal.testkit.evidence.Tenant;

/**
 * Watches a run through the API and writes down what the promises are checked against. Thread-safe:
 * one thread may look every so often while another uploads, cancels and kills.
 */
public final class Witness {
  private static final System.Logger LOG = System.getLogger(Witness.class.getName());

  /** With which the API says to ask again, in a moment. */
  private static final Set<Integer> ASK_AGAIN = Set.of(429, 503);

  private static final int MOST_TRIES = 30;
  private static final Duration BETWEEN_TRIES = Duration.ofSeconds(1);

  private final Duration dialLife;
  private final Map<String, Tenant> tenants = new LinkedHashMap<>();
  private final Map<String, Watched> batches = new LinkedHashMap<>();
  private final List<OptOut> optOuts = new ArrayList<>();
  private final List<Instant> faults = new ArrayList<>();
  private long unanswered;

  /**
   * A witness who has seen nothing yet.
   *
   * @param dialLife how long after its slot a dial may still be placed
   */
  public Witness(Duration dialLife) {
    this.dialLife = dialLife;
  }

  /** Notes a workspace and its limits, or its new limits. */
  public synchronized void tenant(Tenant tenant) {
    tenants.put(tenant.workspaceId(), tenant);
  }

  /** Notes limits that were acknowledged at {@code at}. */
  public synchronized void limitsChanged(
      String workspaceId, Instant at, double callsPerSecond, int maxConcurrentCalls) {
    tenants.computeIfPresent(
        workspaceId,
        (id, before) -> {
          List<Tenant.Allowance> limits = new ArrayList<>(before.limits());
          limits.add(new Tenant.Allowance(at, callsPerSecond, maxConcurrentCalls));
          return new Tenant(id, before.lanes(), limits);
        });
  }

  /**
   * Notes an accepted batch.
   *
   * @param client who uploaded it; used to look at it
   * @param upload the answer to the upload
   * @param numbers the numbers to be dialed in file order, or an empty list
   * @return the batch's id
   * @throws Answer.UnexpectedAnswer when the upload was refused
   */
  public synchronized String accepted(PealClient client, Answer upload, List<String> numbers) {
    return accepted(client, upload, numbers, Optional.empty());
  }

  /** As {@link #accepted(PealClient, Answer, List)} for a batch that may begin later. */
  public synchronized String accepted(
      PealClient client, Answer upload, List<String> numbers, Optional<Instant> scheduledAt) {
    String id = upload.ok().path("batchId").asText();
    BatchEvidence evidence =
        new BatchEvidence(
            client.workspaceId(),
            id,
            upload.body().path("totalCalls").asLong(),
            numbers,
            upload.at(),
            scheduledAt,
            Optional.empty(),
            List.of(),
            List.of());
    batches.put(id, new Watched(client, evidence));
    return id;
  }

  /** Notes an acknowledged cancel; one that was refused is not noted. */
  public synchronized void cancelled(String batchId, Answer answer) {
    if (answer.status() == 200) {
      batches.get(batchId).cancelled(answer.at());
    }
  }

  /** Notes an acknowledged entry of a do-not-call list; one that was refused is not noted. */
  public synchronized void suppressed(String workspaceId, List<String> numbers, Answer answer) {
    if (answer.status() == 200) {
      numbers.forEach(
          number -> optOuts.add(new OptOut(workspaceId, new PhoneNumber(number), answer.at())));
    }
  }

  /** Notes that something was just killed, paused or taken away. */
  public synchronized void fault() {
    faults.add(Instant.now());
  }

  /**
   * Asks for the status of every batch that was not complete when last seen. Silence and refusals
   * are no evidence: while parts are down they are expected.
   *
   * @return whether every batch is complete
   */
  public boolean look() {
    boolean complete = true;
    for (Watched batch : watched()) {
      complete &= batch.complete() || answer(batch::seen).filter(Snapshot::complete).isPresent();
    }
    return complete;
  }

  /** Writes down the calls of every batch as they are listed now. */
  public void list() {
    watched().forEach(batch -> answer(batch::listed));
  }

  /** The batches that were accepted. */
  public synchronized Set<BatchId> batches() {
    return batches.keySet().stream().map(BatchId::new).collect(Collectors.toUnmodifiableSet());
  }

  /** The newest status answer of a batch. */
  public synchronized Optional<Snapshot> lastSeen(String batchId) {
    return batches.get(batchId).evidence().lastSnapshot();
  }

  /**
   * What is not over yet, for a person to read: each such batch, and its calls that have not ended.
   */
  public String unfinished() {
    list();
    return watched().stream()
        .filter(batch -> !batch.complete())
        .map(Watched::unfinished)
        .collect(Collectors.joining(System.lineSeparator()));
  }

  /** How many questions had no answer, or a refusal. */
  public synchronized long unanswered() {
    return unanswered;
  }

  /**
   * Asks and lists everything once more, and hands over what was seen. While a projector takes over
   * from another the API says to ask again, and one connection that fails is not yet silence; each
   * question is asked for half a minute at most.
   *
   * @param ledger the carrier's ledger, read after the last ring
   * @param openAtCarrier attempts that the carrier still holds, by id
   */
  public Evidence evidence(Optional<Ledger> ledger, Set<String> openAtCarrier) {
    return evidence(ledger, CallLog.UNREAD, List.of(), openAtCarrier);
  }

  /**
   * As {@link #evidence(Optional, Set)}, with what tells the machine's lateness from Peal's.
   *
   * @param calls what Peal wrote down of {@link #batches}
   * @param hiccups when the machine let even an idle thread wait
   */
  public Evidence evidence(
      Optional<Ledger> ledger, CallLog calls, List<Hiccup> hiccups, Set<String> openAtCarrier) {
    for (Watched batch : watched()) {
      lastAnswer(batch::seen);
      lastAnswer(batch::listed);
    }
    synchronized (this) {
      return new Evidence(
          ledger,
          calls,
          List.copyOf(tenants.values()),
          batches.values().stream().map(Watched::evidence).toList(),
          faults,
          hiccups,
          dialLife,
          openAtCarrier,
          Instant.now(),
          optOuts);
    }
  }

  private synchronized List<Watched> watched() {
    return List.copyOf(batches.values());
  }

  private <T> Optional<T> answer(Supplier<T> question) {
    try {
      return Optional.of(question.get());
    } catch (UncheckedIOException | Answer.UnexpectedAnswer e) {
      countSilence();
      return Optional.empty();
    }
  }

  private void lastAnswer(Supplier<?> question) {
    for (int i = 1; i < MOST_TRIES; i++) {
      try {
        question.get();
        return;
      } catch (Answer.UnexpectedAnswer e) {
        if (!ASK_AGAIN.contains(e.status())) {
          LOG.log(Level.WARNING, "The last question was refused: {0}", e.getMessage());
          break;
        }
        LockSupport.parkNanos(BETWEEN_TRIES.toNanos());
      } catch (UncheckedIOException e) {
        // One connection that fails is not yet silence.
        LOG.log(Level.WARNING, "A last question had no answer.", e);
        LockSupport.parkNanos(BETWEEN_TRIES.toNanos());
      }
    }
    answer(question);
  }

  private synchronized void countSilence() {
    unanswered++;
  }
}
