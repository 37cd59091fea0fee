package peal.simulator;

import java.time.Duration;
import java.util.SplittableRandom;

/** How long people let it ring and talk. All bounds in milliseconds, both inclusive. */
public enum Profile {
  /** As people do: seconds of ring, tens of seconds of talk. */
  REALISTIC(2_000, 12_000, 10_000, 60_000),
  /** A call in under a second, so that thousands can be watched. */
  FAST(50, 300, 100, 800),
  /** Over within a few milliseconds, to load everything else. */
  INSTANT(0, 2, 0, 3);

  private final int leastRing;
  private final int mostRing;
  private final int leastTalk;
  private final int mostTalk;

  Profile(int leastRing, int mostRing, int leastTalk, int mostTalk) {
    this.leastRing = leastRing;
    this.mostRing = mostRing;
    this.leastTalk = leastTalk;
    this.mostTalk = mostTalk;
  }

  /** A time until somebody picks up. */
  Duration ring(SplittableRandom random) {
    return Duration.ofMillis(random.nextInt(leastRing, mostRing + 1));
  }

  /** A time until the network tells that the line is engaged: shorter than any pick-up. */
  Duration engaged(SplittableRandom random) {
    return ring(random).dividedBy(4);
  }

  /** The time after which the network stops ringing: longer than any pick-up. */
  Duration givenUp() {
    return Duration.ofMillis(mostRing * 2L);
  }

  /** A length of talk. */
  Duration talk(SplittableRandom random) {
    return Duration.ofMillis(random.nextInt(leastTalk, mostTalk + 1));
  }
}
