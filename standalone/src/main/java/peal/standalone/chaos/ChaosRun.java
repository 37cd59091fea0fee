package peal.standalone.chaos;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import peal.service.kafka.KafkaClients;
import peal.standalone.chaos.cluster.ChaosCluster;
import peal.standalone.chaos.faults.Disturbances;
import peal.standalone.chaos.faults.FaultRecord;
import peal.standalone.chaos.load.Load;
import peal.standalone.chaos.load.Manners;
import peal.standalone.chaos.load.Reader;
import peal.standalone.chaos.load.Shop;
import peal.standalone.chaos.plan.ChaosPlan;
import peal.standalone.chaos.plan.Members;
import peal.standalone.chaos.report.ChaosReport;
import peal.standalone.chaos.report.Observed;
import peal.standalone.chaos.report.TopicStories;
import peal.testkit.api.SimulatorLedger;
import peal.testkit.api.Witness;
import peal.testkit.evidence.Evidence;
import peal.testkit.evidence.Metronome;
import peal.testkit.evidence.Snapshot;
import peal.testkit.kafka.CallLogReader;

/**
 * One run from the first process to the report: a calm beginning, a storm, the time that Peal
 * promises to need to settle, and the verdict.
 */
public final class ChaosRun {
  /** {@code dialBy − slotAt} by default. */
  private static final Duration DIAL_LIFE = Duration.ofMillis(1_500);

  /** After the last fault nothing is stuck any more: promise 6. */
  private static final Duration SETTLING = Duration.ofSeconds(60);

  private static final Duration BETWEEN_LOOKS = Duration.ofSeconds(1);
  private static final int LOOKS_PER_LIST = 15;

  private final ChaosOptions options;
  private final ChaosPlan plan;
  private final Consumer<String> say;
  private final Witness witness = new Witness(DIAL_LIFE);

  /**
   * A run that has not begun.
   *
   * @param say hears what happens, one short line at a time
   * @throws IllegalArgumentException when an option is out of range, naming it
   */
  public ChaosRun(ChaosOptions options, Consumer<String> say) {
    this.options = options;
    this.plan = ChaosPlan.of(options.seed(), options.storm(), options.rows());
    this.say = say;
  }

  /**
   * Runs it; nothing that it started is left afterwards.
   *
   * @throws IllegalStateException when the cluster does not come up, or cannot be disturbed
   */
  public ChaosReport run() throws InterruptedException {
    try (ChaosCluster cluster =
        ChaosCluster.start(
            options.data(), options.seed(), options.keysHonoured(), options.previous(), say)) {
      return run(cluster);
    }
  }

  private ChaosReport run(ChaosCluster cluster) throws InterruptedException {
    List<Shop> shops =
        plan.workspaces().stream()
            .map(planned -> Shop.open(planned, cluster.gateways(), cluster.adminToken()))
            .toList();
    shops.forEach(shop -> witness.tenant(shop.tenant()));
    Instant begin = Instant.now();
    say.accept("calm for " + plan.calm().toSeconds() + " s, then the storm");
    try (Load load = new Load(shops, witness, begin, plan.rows());
        Metronome metronome = new Metronome()) {
      List<Reader> readers =
          shops.stream().map(shop -> new Reader(shop, () -> firstBatch(load, shop))).toList();
      CompletableFuture<Void> business = load.start(plan.uploads());
      Thread looking = Thread.ofVirtual().name("witness").start(this::keepLooking);
      List<FaultRecord> faults =
          new Disturbances(cluster, plan.workspaces(), begin, witness::fault, say)
              .carryOut(plan.faults());
      Instant lastFault = Instant.now();
      say.accept("the storm is over; settling for " + SETTLING.toSeconds() + " s");
      business.join();
      looking.interrupt();
      looking.join();
      Duration settled = settle(lastFault);
      List<String> notReady =
          Members.SERVICES.stream().filter(name -> !cluster.member(name).ready()).toList();
      readers.forEach(Reader::close);
      Evidence evidence =
          witness.evidence(
              Optional.of(SimulatorLedger.read(cluster.simulator())),
              CallLogReader.read(
                  new KafkaClients(cluster.bootstrapServers()).consumer("chaos-judge", Map.of()),
                  witness.batches()),
              metronome.hiccups(),
              Set.of());
      say.accept("judging");
      return ChaosReport.of(
          new Observed(
              plan,
              begin,
              evidence,
              faults,
              Manners.of(load, readers),
              settled,
              notReady,
              new TopicStories(cluster.bootstrapServers(), cluster.partitions())));
    }
  }

  private static String firstBatch(Load load, Shop shop) {
    return load.accepted().stream()
        .filter(upload -> upload.upload().workspace().equals(shop.workspace().name()))
        .map(Load.Accepted::batchId)
        .findFirst()
        .orElse(null);
  }

  private void keepLooking() {
    try {
      for (int look = 1; ; look++) {
        witness.look();
        if (look % LOOKS_PER_LIST == 0) {
          witness.list();
        }
        Thread.sleep(BETWEEN_LOOKS);
      }
    } catch (InterruptedException | IllegalStateException e) {
      // The storm is over; the client says in its own way that it was interrupted.
    }
  }

  /**
   * Waits for the promised time, and on until what was left of the work has had its turn.
   *
   * @return how long after the last fault everything was over, or the time waited in vain
   */
  private Duration settle(Instant lastFault) throws InterruptedException {
    boolean complete = witness.look();
    Instant promised = lastFault.plus(SETTLING);
    Instant deadline = promised.plus(backlog());
    Instant over = null;
    while (Instant.now().isBefore(promised) || (over == null && Instant.now().isBefore(deadline))) {
      if (complete && over == null) {
        over = Instant.now();
        witness.list();
      }
      Thread.sleep(BETWEEN_LOOKS);
      complete = witness.look();
    }
    return Duration.between(lastFault, over == null ? Instant.now() : over);
  }

  /** How long the calls that wait need at their pace, those of the slowest workspace. */
  private Duration backlog() {
    double longest = 0;
    Evidence now = witness.evidence(Optional.empty(), Set.of());
    for (var workspace : plan.workspaces()) {
      long waiting =
          now.batches().stream()
              .filter(batch -> batch.workspaceId().equals(workspace.name()))
              .flatMap(batch -> batch.lastSnapshot().stream())
              .filter(snapshot -> !snapshot.complete())
              .mapToLong(Snapshot::waiting)
              .sum();
      longest = Math.max(longest, waiting / (double) workspace.callsPerSecond());
    }
    return Duration.ofMillis((long) (longest * 1_100));
  }
}
