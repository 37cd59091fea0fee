package peal.standalone.bench;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import peal.domain.BatchId;
import peal.testkit.api.Answer;
import peal.testkit.api.PealClient;
import peal.testkit.api.SimulatorLedger;
import peal.testkit.evidence.CallRow;
import peal.testkit.evidence.Ring;
import peal.testkit.evidence.Snapshot;

/** One load on a fresh {@code peal up}: upload, warm up, measure, cancel, settle, compare. */
final class OverloadRun {
  private static final int PAGE = 100;
  private static final long BETWEEN_LOOKS_MILLIS = 250;

  private final RunningUp up;
  private final OverloadPlan plan;
  private final PealClient client;
  private final List<String> faults = new ArrayList<>();

  OverloadRun(RunningUp up, OverloadPlan plan) {
    this.up = up;
    this.plan = plan;
    this.client = up.client();
  }

  /**
   * Asks for {@code rate} calls a second, whose orders are answered after {@code answer}.
   *
   * @param file where the calls are written
   */
  OverloadCase of(int rate, Duration answer, Path file) throws IOException, InterruptedException {
    RingTimes rings = new RingTimes(new double[0], plan.measured().toSeconds());
    Duration settled = Duration.ZERO;
    long cpu = 0;
    try {
      if (!answer.isZero()) {
        up.slowAnswers(answer);
      }
      long rows = plan.rows();
      LoadFile.write(file, rows);
      Map<String, String> fields = Map.of("agentId", up.agent(), "name", "overload");
      String batch = client.upload(file, fields).ok().path("batchId").asText();
      awaitFirst(batch);
      watch(plan.warmUp());
      long before = up.cpuNanos();
      Instant from = Instant.now();
      watch(plan.measured());
      Instant to = Instant.now();
      cpu = up.cpuNanos() - before;
      up.weigh();
      long stopped = System.nanoTime();
      Snapshot end = end(batch);
      settled = Duration.ofNanos(System.nanoTime() - stopped);
      List<Ring> ledger = rings(batch);
      rings = up.rings(from, to);
      if (end.complete()) {
        faults.addAll(new OverloadReckoning(dialed(batch), ledger).faults(rows, end));
      }
      if (end.cancelled() == 0) {
        faults.add("all rows were dialed before the load was to end");
      }
    } catch (RuntimeException e) {
      // Whoever has died does not answer, and that is what is to be told.
      faults.add("it was broken off: " + e);
    }
    up.look();
    faults.addAll(up.faults());
    return new OverloadCase(rate, answer, rings, cpu, settled, up.peaks(), faults);
  }

  private void awaitFirst(String batch) throws InterruptedException {
    long until = System.nanoTime() + OverloadBench.SETTLED_WITHIN.toNanos();
    while (client.snapshot(batch).ended() == 0) {
      if (System.nanoTime() > until) {
        throw new IllegalStateException("no call had ended after a minute");
      }
      up.look();
      Thread.sleep(BETWEEN_LOOKS_MILLIS);
    }
  }

  private void watch(Duration time) throws InterruptedException {
    long until = System.nanoTime() + time.toNanos();
    while (System.nanoTime() < until) {
      up.look();
      Thread.sleep(BETWEEN_LOOKS_MILLIS);
    }
  }

  /** Cancels the batch and waits until it is over, or for twice as long as that may take. */
  private Snapshot end(String batch) throws InterruptedException {
    long until = System.nanoTime() + OverloadBench.SETTLED_WITHIN.multipliedBy(2).toNanos();
    Answer cancelled = client.cancel(batch);
    while (cancelled.status() != 200 && System.nanoTime() < until) {
      Thread.sleep(BETWEEN_LOOKS_MILLIS);
      cancelled = client.cancel(batch);
    }
    Snapshot seen = client.snapshot(batch);
    while (!seen.complete() && System.nanoTime() < until) {
      up.look();
      Thread.sleep(BETWEEN_LOOKS_MILLIS);
      seen = client.snapshot(batch);
    }
    return seen;
  }

  private List<Ring> rings(String batch) {
    String token = new BatchId(batch).token();
    return SimulatorLedger.read(up.simulator()).rings().stream()
        .filter(ring -> ring.token().equals(token))
        .toList();
  }

  private List<CallRow> dialed(String batch) {
    List<CallRow> dialed = new ArrayList<>();
    for (String status : List.of("completed", "failed")) {
      boolean more = true;
      for (int page = 1; more; page++) {
        var body = client.calls(batch, page, PAGE, status).ok();
        body.path("calls").forEach(call -> dialed.add(CallRow.of(call)));
        more = body.path("pagination").path("hasNext").asBoolean();
      }
    }
    return dialed;
  }
}
