package peal.standalone.chaos.plan;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.stream.Stream;

/**
 * What the tenants do: one has a file that is dialed during the whole run; a small one has a
 * handful of rows beside it while nothing is disturbed, so that it can be seen whether it feels the
 * big one; and all but the big one upload files of many sizes as long as the storm goes on, some of
 * which they cancel.
 */
final class Business {
  private static final String BIG = "mill";
  private static final String SMALL = "corner-shop";
  private static final List<String> OTHERS = List.of(SMALL, "two-lanes", "bakery");

  /** The tenants' names. */
  static final List<String> NAMES = Stream.concat(Stream.of(BIG), OTHERS.stream()).toList();

  /** Kept free for fiction, as all numbers of a run; the last digit is the workspace's. */
  private static final String CALLERS = "+44163296099";

  /** A small batch beside one a hundred times its size is what promise 7 speaks of. */
  private static final int TIMES = 100;

  private static final int MOST_OF_A_HANDFUL = 10;

  /** Long enough after the big file that this one has been accepted. */
  private static final Duration HANDFUL_AT = Duration.ofSeconds(6);

  /** The share of a storm that dialing may lose to faults and still end with it. */
  private static final double LOST = 0.3;

  private static final double CANCELLED = 0.12;

  private final SplittableRandom random;
  private final Duration calm;
  private final Duration storm;
  private final List<PlannedWorkspace> workspaces = new ArrayList<>();
  private final List<PlannedUpload> uploads = new ArrayList<>();
  private int firstRow;

  private Business(long seed, Duration calm, Duration storm) {
    // Apart from the faults' chance, so that neither moves when the other is changed.
    this.random = new SplittableRandom(seed).split();
    this.calm = calm;
    this.storm = storm;
  }

  static Business of(long seed, Duration calm, Duration storm, int rows) {
    Business business = new Business(seed, calm, storm);
    business.fill(rows);
    return business;
  }

  List<PlannedWorkspace> workspaces() {
    return workspaces;
  }

  List<PlannedUpload> uploads() {
    return uploads;
  }

  private void fill(int rows) {
    int big = rows * 2 / 5;
    workspace(BIG, 1, pace(big));
    upload(Duration.ZERO, BIG, big, Optional.empty());
    int each = (rows - big) / OTHERS.size();
    for (String name : OTHERS) {
      boolean last = name.equals(OTHERS.getLast());
      int own = last ? rows - firstRow : each;
      workspace(name, name.equals("two-lanes") ? 2 : 1, pace(own));
      if (name.equals(SMALL)) {
        int handful = Math.clamp(big / TIMES, 1, MOST_OF_A_HANDFUL);
        upload(HANDFUL_AT, SMALL, handful, Optional.empty(), true);
        own -= handful;
      }
      if (last) {
        own -= doomed(name, own);
      }
      during(name, own);
    }
  }

  private void workspace(String name, int lanes, int pace) {
    workspaces.add(new PlannedWorkspace(name, lanes, pace, CALLERS + NAMES.indexOf(name)));
  }

  private int pace(int rows) {
    return (int) Math.max(2, Math.ceil(rows / (storm.toSeconds() * (1 - LOST))));
  }

  /** A batch that is surely not over when it is cancelled. */
  private int doomed(String workspace, int rows) {
    int doomed = Math.max(1, rows / 3);
    Duration at = calm.plus(part(0.2 + random.nextDouble(0.3)));
    upload(at, workspace, doomed, Optional.of(Duration.ofSeconds(2 + random.nextInt(3))));
    return doomed;
  }

  private void during(String workspace, int rows) {
    int most = Math.max(10, rows / 6);
    for (int left = rows; left > 0; ) {
      int size = Math.min(left, 1 + random.nextInt(most));
      Optional<Duration> cancel =
          random.nextDouble() < CANCELLED
              ? Optional.of(Duration.ofSeconds(1 + random.nextInt(10)))
              : Optional.empty();
      upload(calm.plus(part(random.nextDouble(0.85))), workspace, size, cancel);
      left -= size;
    }
  }

  private void upload(Duration at, String workspace, int rows, Optional<Duration> cancelAfter) {
    upload(at, workspace, rows, cancelAfter, false);
  }

  private void upload(
      Duration at,
      String workspace,
      int rows,
      Optional<Duration> cancelAfter,
      boolean surelyRings) {
    String name = workspace + " " + (uploads.size() + 1);
    int gateway = random.nextInt(Members.GATEWAYS.size());
    uploads.add(
        new PlannedUpload(at, workspace, name, firstRow, rows, gateway, surelyRings, cancelAfter));
    firstRow += rows;
  }

  private Duration part(double share) {
    return Duration.ofMillis((long) (storm.toMillis() * share));
  }
}
