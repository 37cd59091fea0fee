package peal.standalone.chaos.faults;

import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import peal.dialer.dispatch.DispatchApplication;
import peal.standalone.chaos.cluster.ChaosCluster;
import peal.standalone.chaos.cluster.Member;
import peal.standalone.chaos.plan.PlannedFault;

/** What is done to Peal's own processes. All run again afterwards, though not ready yet. */
final class ServiceFaults {
  private final ChaosCluster cluster;

  ServiceFaults(ChaosCluster cluster) {
    this.cluster = cluster;
  }

  /**
   * Carries {@code fault} out on {@code members} and undoes it.
   *
   * @return what is worth telling; empty for nothing
   */
  String carryOut(PlannedFault fault, List<Member> members) throws InterruptedException {
    return switch (fault.kind()) {
      case KILL, KILL_DIALERS -> kill(fault, members);
      case FREEZE -> freeze(fault, members.getFirst());
      case OUT_OF_MEMORY -> exhaust(fault, members.getFirst());
      case FULL_DISK -> fill(fault, members.getFirst());
      case FORGET_OFFSETS -> forget(members);
      default -> restart(members);
    };
  }

  private static String kill(PlannedFault fault, List<Member> members) throws InterruptedException {
    all(members, Member::kill);
    Thread.sleep(fault.lasts());
    members.forEach(Member::start);
    return "";
  }

  private static String freeze(PlannedFault fault, Member member) throws InterruptedException {
    member.freeze(fault.lasts());
    Thread.sleep(fault.lasts());
    return "";
  }

  private static String exhaust(PlannedFault fault, Member member) throws InterruptedException {
    Duration took = member.exhaust();
    Thread.sleep(fault.lasts());
    member.start();
    return "ended by itself within " + seconds(took);
  }

  private static String fill(PlannedFault fault, Member member) throws InterruptedException {
    if (!member.limitFiles(true)) {
      return "not tried, for there is no prlimit here";
    }
    Thread.sleep(fault.lasts());
    if (member.alive()) {
      member.limitFiles(false);
      return "went on";
    }
    member.start();
    return "ended by itself";
  }

  private static String restart(List<Member> members) {
    String note = stop(members);
    members.forEach(Member::start);
    return note;
  }

  private String forget(List<Member> members) throws InterruptedException {
    String note = stop(members);
    cluster.forgetOffsets(DispatchApplication.ID);
    members.forEach(Member::start);
    return note;
  }

  private static String stop(List<Member> members) {
    List<Duration> took = new CopyOnWriteArrayList<>();
    all(members, member -> took.add(member.stop()));
    return "ended within " + seconds(took.stream().max(Comparator.naturalOrder()).orElseThrow());
  }

  private static String seconds(Duration time) {
    return "%.1f s".formatted(time.toMillis() / 1_000.0);
  }

  private interface Blow {
    void strike(Member member);
  }

  /** At once, or the last would outlive the first by some seconds. */
  private static void all(List<Member> members, Blow blow) {
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      CompletableFuture.allOf(
              members.stream()
                  .map(member -> CompletableFuture.runAsync(() -> blow.strike(member), threads))
                  .toArray(CompletableFuture[]::new))
          .join();
    } catch (CompletionException e) {
      throw e.getCause() instanceof RuntimeException fault ? fault : e;
    }
  }
}
