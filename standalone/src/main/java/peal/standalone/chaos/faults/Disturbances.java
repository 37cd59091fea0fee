package peal.standalone.chaos.faults;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import peal.standalone.chaos.cluster.ChaosCluster;
import peal.standalone.chaos.cluster.Member;
import peal.standalone.chaos.cluster.Wire;
import peal.standalone.chaos.plan.FaultKind;
import peal.standalone.chaos.plan.FaultKind.Track;
import peal.standalone.chaos.plan.Members;
import peal.standalone.chaos.plan.PlannedFault;
import peal.standalone.chaos.plan.PlannedWorkspace;

/**
 * Carries a plan out. Each track goes its own way; a fault that comes too soon after the one before
 * it waits until that one is over, so that no member is killed while it starts by accident of a
 * slow machine alone, and so that never two brokers lack copies at once.
 */
public final class Disturbances {
  private static final Logger LOG = LoggerFactory.getLogger(Disturbances.class);

  /** As at the first start: on a busy machine a dialer takes a minute and a half. */
  private static final Duration READY_WITHIN = Duration.ofMinutes(4);

  private static final Duration IN_SYNC_WITHIN = Duration.ofSeconds(90);

  private final ChaosCluster cluster;
  private final CarrierFaults carrier;
  private final ServiceFaults services;
  private final Map<String, String> callers;
  private final Instant begin;
  private final Runnable noted;
  private final Consumer<String> say;
  private final List<FaultRecord> records = new ArrayList<>();

  /**
   * Disturbances of {@code cluster}.
   *
   * @param workspaces whose numbers the carrier may deny
   * @param begin the moment from which the plan counts
   * @param noted hears of each beginning and each end of a fault
   * @param say hears what is done, one short line at a time
   */
  public Disturbances(
      ChaosCluster cluster,
      List<PlannedWorkspace> workspaces,
      Instant begin,
      Runnable noted,
      Consumer<String> say) {
    this.cluster = cluster;
    this.carrier = new CarrierFaults(cluster.simulator());
    this.services = new ServiceFaults(cluster);
    this.callers =
        workspaces.stream()
            .collect(Collectors.toMap(PlannedWorkspace::name, PlannedWorkspace::callerNumber));
    this.begin = begin;
    this.noted = noted;
    this.say = say;
  }

  /**
   * Carries {@code faults} out and returns when the last one is over.
   *
   * @return what happened, in order of time
   */
  public List<FaultRecord> carryOut(List<PlannedFault> faults) {
    try (ExecutorService tracks = Executors.newVirtualThreadPerTaskExecutor()) {
      List<CompletableFuture<Void>> running = new ArrayList<>();
      for (Track track : Track.values()) {
        List<PlannedFault> own =
            faults.stream().filter(fault -> fault.kind().track() == track).toList();
        running.add(CompletableFuture.runAsync(() -> follow(own), tracks));
      }
      running.forEach(CompletableFuture::join);
    } catch (CompletionException e) {
      throw e.getCause() instanceof RuntimeException fault ? fault : e;
    }
    synchronized (records) {
      return records.stream().sorted(Comparator.comparing(FaultRecord::begunAt)).toList();
    }
  }

  private void follow(List<PlannedFault> faults) {
    try {
      for (PlannedFault fault : faults) {
        sleepUntil(begin.plus(fault.at()));
        FaultRecord record = carryOut(fault);
        LOG.info("{}", record);
        synchronized (records) {
          records.add(record);
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while the cluster was disturbed", e);
    }
  }

  private FaultRecord carryOut(PlannedFault fault) throws InterruptedException {
    return switch (fault.kind()) {
      case KILL, FREEZE, RESTART, KILL_DIALERS, FORGET_OFFSETS, OUT_OF_MEMORY, FULL_DISK ->
          services(fault);
      case WIRE_SILENT, WIRE_SLOW, WIRE_RESET -> wire(fault, cluster.wire(fault.target()));
      case CLOCK_STEP -> clock(fault, cluster.member(fault.targets().getFirst()));
      case KILL_BROKER, WIPE_BROKER -> broker(fault, Members.numberOf(fault.targets().getFirst()));
      case SLOW_CARRIER,
          CARRIER_ERRORS,
          TOO_MANY,
          CARRIER_DOWN,
          DENIED_NUMBER,
          LOST_ANSWERS,
          LOST_CALLBACKS,
          REPEATED_CALLBACKS,
          LATE_CALLBACKS ->
          carrier(fault);
    };
  }

  private FaultRecord services(PlannedFault fault) throws InterruptedException {
    List<Member> members = fault.targets().stream().map(cluster::member).toList();
    members.forEach(Member::hold);
    try {
      Instant begun = begins(fault);
      String note = services.carryOut(fault, members);
      return over(fault, begun, note, () -> ready(members));
    } finally {
      members.forEach(Member::release);
    }
  }

  /** Beside whatever else happens to the member: a clock goes on while its process starts. */
  private FaultRecord clock(PlannedFault fault, Member member) throws InterruptedException {
    Instant begun = begins(fault);
    member.setClock(fault.millis());
    Thread.sleep(fault.lasts());
    member.setClock(0);
    return over(fault, begun, "by %+d ms".formatted(fault.millis()), () -> true);
  }

  private FaultRecord wire(PlannedFault fault, Wire wire) throws InterruptedException {
    Instant begun = begins(fault);
    String note = "";
    switch (fault.kind()) {
      case WIRE_SILENT -> wire.silence();
      case WIRE_RESET -> wire.reset();
      default -> {
        wire.slow(Duration.ofMillis(fault.millis()));
        note = fault.millis() + " ms each way";
      }
    }
    Thread.sleep(fault.lasts());
    wire.mend();
    return over(fault, begun, note, () -> true);
  }

  private FaultRecord broker(PlannedFault fault, int node) throws InterruptedException {
    if (!cluster.replicas().awaitInSync(IN_SYNC_WITHIN)) {
      throw new IllegalStateException(
          "partitions lack copies " + IN_SYNC_WITHIN.toSeconds() + " s after the last fault");
    }
    Instant begun = begins(fault);
    cluster.brokers().kill(node);
    Thread.sleep(fault.lasts());
    if (fault.kind() == FaultKind.WIPE_BROKER) {
      cluster.brokers().wipe(node);
    } else {
      cluster.brokers().restart(node);
    }
    return over(fault, begun, "", () -> cluster.replicas().awaitInSync(IN_SYNC_WITHIN));
  }

  private FaultRecord carrier(PlannedFault fault) throws InterruptedException {
    Instant begun = begins(fault);
    if (fault.kind() == FaultKind.DENIED_NUMBER) {
      carrier.deny(callers.get(fault.targets().getFirst()));
    } else {
      carrier.begin(fault.kind());
    }
    Thread.sleep(fault.lasts());
    carrier.end();
    return over(fault, begun, "", () -> true);
  }

  private interface Recovery {
    boolean await() throws InterruptedException;
  }

  private Instant begins(PlannedFault fault) {
    say.accept(fault.kind().words() + ": " + fault.target());
    noted.run();
    return Instant.now();
  }

  private FaultRecord over(PlannedFault fault, Instant begun, String note, Recovery recovery)
      throws InterruptedException {
    noted.run();
    Instant undone = Instant.now();
    Optional<Instant> ready = recovery.await() ? Optional.of(Instant.now()) : Optional.empty();
    return new FaultRecord(fault.kind(), fault.target(), begun, undone, ready, note);
  }

  private static boolean ready(List<Member> members) throws InterruptedException {
    Instant deadline = Instant.now().plus(READY_WITHIN);
    while (!members.stream().allMatch(Member::ready)) {
      if (!members.stream().allMatch(Member::alive) || Instant.now().isAfter(deadline)) {
        return false;
      }
      Thread.sleep(100);
    }
    return true;
  }

  private static void sleepUntil(Instant moment) throws InterruptedException {
    Duration left = Duration.between(Instant.now(), moment);
    if (left.isPositive()) {
      Thread.sleep(left);
    }
  }
}
