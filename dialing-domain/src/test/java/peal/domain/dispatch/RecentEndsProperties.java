package peal.domain.dispatch;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

/** Beside a list of every single attempt. */
class RecentEndsProperties {
  private record End(Instant at, boolean failed) {}

  @Property(tries = 300)
  void everyEndOfElevenTwelfthsCountsAndNoneThatIsOlderThanTheWindow(
      @ForAll long seed,
      @ForAll @IntRange(min = 30, max = 600) int window,
      @ForAll @IntRange(min = 1, max = 200) int ends) {
    Random random = new Random(seed);
    Instant now = Instant.parse("2026-01-01T00:00:00Z");
    RecentEnds recent = RecentEnds.none(window);
    List<End> all = new ArrayList<>();
    for (int i = 0; i < ends; i++) {
      now = now.plusMillis(random.nextLong(window * 1_000L / 10));
      boolean failed = random.nextBoolean();
      recent = recent.plus(failed, now);
      all.add(new End(now, failed));

      RecentEnds judged = recent.at(now);
      assertThat(judged.parts()).hasSizeLessThanOrEqualTo(RecentEnds.PARTS);
      Instant surely = now.minusMillis(window * 1_000L * 11 / 12 - RecentEnds.PARTS);
      Instant perhaps = now.minusSeconds(window);
      assertThat(judged.ended())
          .isBetween(
              (int) all.stream().filter(end -> end.at.isAfter(surely)).count(),
              (int) all.stream().filter(end -> end.at.isAfter(perhaps)).count());
      assertThat(judged.failed())
          .isBetween(
              (int) all.stream().filter(end -> end.failed && end.at.isAfter(surely)).count(),
              (int) all.stream().filter(end -> end.failed && end.at.isAfter(perhaps)).count());
    }
  }
}
