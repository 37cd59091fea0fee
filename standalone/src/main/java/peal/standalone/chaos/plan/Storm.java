package peal.standalone.chaos.plan;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Stream;

/**
 * When what goes wrong. Four tracks run side by side; within one, a fault begins when the one
 * before has been undone and had a little time. Each round of a track has each of its faults once,
 * in an order that the seed decides, so that every kind occurs even in a short storm.
 */
final class Storm {
  /** Longer than every session and transaction timeout: 10 s at most by the defaults. */
  private static final Duration ZOMBIE = Duration.ofSeconds(13);

  private static final Duration BETWEEN_SERVICES = Duration.ofSeconds(5);
  private static final Duration RESTART = Duration.ofSeconds(4);
  private static final Duration LONGEST_DOWN = Duration.ofSeconds(25);

  /** Hosts of dialers must agree to half a second; of the others nothing is asked. */
  private static final long SMALLEST_STEP_OF_A_DIALER = 200;

  private static final long LARGEST_STEP_OF_A_DIALER = 450;
  private static final long SMALLEST_STEP = 2_000;
  private static final long LARGEST_STEP = 5_000;

  /** Orders that are late in full, and then are not, shift no more than a crash may. */
  private static final long LEAST_LATE = 300;

  private static final long MOST_LATE = 900;

  /** Gateways write none. */
  private static final List<String> WITH_FILES =
      Members.SERVICES.stream().filter(name -> !Members.GATEWAYS.contains(name)).toList();

  private static final long LONGEST_HOST_SLOT_MILLIS = 20_000;

  private record Blow(FaultKind kind, List<String> targets) {}

  /** The first round has each kind once; the rest brings every kind to every service. */
  private static final List<Blow> FIRST =
      List.of(
          new Blow(FaultKind.KILL, Members.DIALERS),
          new Blow(FaultKind.FREEZE, Members.DIALERS),
          new Blow(FaultKind.RESTART, Members.DIALERS),
          new Blow(FaultKind.KILL_DIALERS, Members.DIALERS),
          new Blow(FaultKind.FORGET_OFFSETS, Members.DIALERS));

  private static final List<Blow> NEXT =
      List.of(
          new Blow(FaultKind.KILL, Members.PROJECTORS),
          new Blow(FaultKind.KILL, Members.INGESTS),
          new Blow(FaultKind.KILL, Members.GATEWAYS),
          new Blow(FaultKind.FREEZE, Members.PROJECTORS),
          new Blow(FaultKind.FREEZE, Members.INGESTS),
          new Blow(FaultKind.FREEZE, Members.GATEWAYS),
          new Blow(FaultKind.RESTART, Members.PROJECTORS),
          new Blow(FaultKind.RESTART, Members.INGESTS),
          new Blow(FaultKind.RESTART, Members.GATEWAYS),
          new Blow(FaultKind.KILL, Members.DIALERS),
          new Blow(FaultKind.FREEZE, Members.DIALERS),
          new Blow(FaultKind.KILL_DIALERS, Members.DIALERS),
          new Blow(FaultKind.FORGET_OFFSETS, Members.DIALERS));

  private final SplittableRandom random;
  private final Duration begin;
  private final Duration length;
  private final List<PlannedFault> faults = new ArrayList<>();

  private Storm(long seed, Duration begin, Duration length) {
    this.random = new SplittableRandom(seed);
    this.begin = begin;
    this.length = length;
  }

  static Storm of(long seed, Duration begin, Duration length) {
    Storm storm = new Storm(seed, begin, length);
    storm.services();
    storm.brokers();
    storm.carrier();
    storm.hosts();
    return storm;
  }

  List<PlannedFault> faults() {
    return faults;
  }

  private void services() {
    Duration at = Duration.ofMillis(500);
    List<Blow> round = shuffled(FIRST);
    while (true) {
      for (Blow blow : round) {
        Duration lasts = lasts(blow.kind());
        if (at.plus(lasts).compareTo(length) > 0) {
          return;
        }
        add(at, blow.kind(), targets(blow), lasts);
        at = at.plus(lasts).plus(BETWEEN_SERVICES).plusMillis(random.nextInt(2_000));
      }
      round = shuffled(NEXT);
    }
  }

  private List<String> targets(Blow blow) {
    return switch (blow.kind()) {
      case KILL_DIALERS, FORGET_OFFSETS -> blow.targets();
      default -> List.of(anyOf(blow.targets()));
    };
  }

  private Duration lasts(FaultKind kind) {
    return switch (kind) {
      case FREEZE -> ZOMBIE.plusMillis(random.nextInt(4_000));
      case RESTART, FORGET_OFFSETS -> RESTART;
      default -> Duration.ofMillis(500 + random.nextLong(down()));
    };
  }

  /** How long something killed may stay away: in a long run also beyond all session timeouts. */
  private long down() {
    Duration share = length.dividedBy(12);
    return Math.min(share.toMillis(), LONGEST_DOWN.toMillis());
  }

  private void brokers() {
    Duration slot = Duration.ofSeconds(Math.min(60, length.toSeconds() / 2));
    int slots = (int) (length.toMillis() / slot.toMillis());
    List<FaultKind> kinds = List.of();
    for (int i = 0; i < slots; i++) {
      kinds =
          kinds.isEmpty() ? shuffled(List.of(FaultKind.KILL_BROKER, FaultKind.WIPE_BROKER)) : kinds;
      Duration at = slot.multipliedBy(i).plusMillis(random.nextLong(slot.toMillis() / 3));
      long lasts = 1_000 + random.nextLong(slot.toMillis() / 4);
      add(at, kinds.getFirst(), List.of(anyOf(Members.BROKERS)), Duration.ofMillis(lasts));
      kinds = kinds.subList(1, kinds.size());
    }
  }

  private void carrier() {
    List<FaultKind> all = kindsOf(FaultKind.Track.CARRIER);
    long slot = Math.min(15_000, length.toMillis() / all.size());
    List<FaultKind> round = List.of();
    for (Duration at = Duration.ZERO;
        at.plusMillis(slot).compareTo(length) <= 0;
        at = at.plusMillis(slot)) {
      round = round.isEmpty() ? shuffled(all) : round;
      long lasts = slot * 2 / 3 + random.nextLong(slot / 6);
      String target =
          round.getFirst() == FaultKind.DENIED_NUMBER ? anyOf(Business.NAMES) : Members.CARRIER;
      add(at, round.getFirst(), List.of(target), Duration.ofMillis(lasts));
      round = round.subList(1, round.size());
    }
  }

  private void hosts() {
    List<FaultKind> all = kindsOf(FaultKind.Track.HOSTS);
    long slot = Math.min(LONGEST_HOST_SLOT_MILLIS, length.toMillis() / all.size());
    List<FaultKind> round = List.of();
    for (Duration at = Duration.ZERO;
        at.plusMillis(slot).compareTo(length) <= 0;
        at = at.plusMillis(slot)) {
      round = round.isEmpty() ? shuffled(all) : round;
      long lasts = slot / 3 + random.nextLong(slot / 6);
      FaultKind kind = round.getFirst();
      String target = anyOf(onHosts(kind));
      add(at, kind, List.of(target), Duration.ofMillis(lasts), size(kind, target));
      round = round.subList(1, round.size());
    }
  }

  private static List<String> onHosts(FaultKind kind) {
    return switch (kind) {
      case WIRE_SILENT, WIRE_SLOW, WIRE_RESET -> Members.WIRES;
      case FULL_DISK -> WITH_FILES;
      default -> Members.SERVICES;
    };
  }

  private long size(FaultKind kind, String target) {
    return switch (kind) {
      case CLOCK_STEP -> step(target);
      case WIRE_SLOW -> random.nextLong(LEAST_LATE, MOST_LATE);
      default -> 0;
    };
  }

  private long step(String member) {
    long step =
        Members.DIALERS.contains(member)
            ? random.nextLong(SMALLEST_STEP_OF_A_DIALER, LARGEST_STEP_OF_A_DIALER)
            : random.nextLong(SMALLEST_STEP, LARGEST_STEP);
    return random.nextBoolean() ? step : -step;
  }

  private static List<FaultKind> kindsOf(FaultKind.Track track) {
    return Stream.of(FaultKind.values()).filter(kind -> kind.track() == track).toList();
  }

  private void add(Duration at, FaultKind kind, List<String> targets, Duration lasts) {
    add(at, kind, targets, lasts, 0);
  }

  private void add(Duration at, FaultKind kind, List<String> targets, Duration lasts, long millis) {
    faults.add(new PlannedFault(begin.plus(at), kind, targets, lasts, millis));
  }

  private String anyOf(List<String> targets) {
    return targets.get(random.nextInt(targets.size()));
  }

  private <T> List<T> shuffled(List<T> all) {
    List<T> left = new ArrayList<>(all);
    List<T> order = new ArrayList<>();
    while (!left.isEmpty()) {
      order.add(left.remove(random.nextInt(left.size())));
    }
    return order;
  }
}
