package peal.domain.dispatch;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import peal.domain.DialingStop;
import peal.domain.DialingStop.Scope;
import peal.domain.DialingStops;
import peal.domain.Lane;

/**
 * What is said of stopping in a lane's life, known beforehand, so that it can be asked of any time.
 */
final class StopTimeline {
  private final List<DialingStop> said = new ArrayList<>();

  /** Nothing is said. */
  static StopTimeline none() {
    return new StopTimeline();
  }

  /** Every scope is stopped and resumed some times within a few minutes, or none is. */
  static StopTimeline any(Random random, Lane lane, Instant start) {
    StopTimeline timeline = new StopTimeline();
    if (random.nextBoolean()) {
      return timeline;
    }
    for (Scope scope : Scope.values()) {
      Instant at = start;
      for (int i = random.nextInt(4); i > 0; i--) {
        at = at.plusMillis(random.nextInt(40_000));
        timeline.say(scope, lane, true, at);
        at = at.plusMillis(random.nextInt(20_000));
        timeline.say(scope, lane, false, at);
      }
    }
    timeline.said.sort(Comparator.comparing(DialingStop::at));
    return timeline;
  }

  void say(Scope scope, Lane lane, boolean stopped, Instant at) {
    String id =
        switch (scope) {
          case ALL -> null;
          case CARRIER -> DialingStop.DEFAULT_CARRIER;
          case WORKSPACE, OWN -> lane.workspace().value();
        };
    said.add(new DialingStop(scope, id, stopped, DialingStop.OPERATOR, at, null, null));
  }

  /** Everything that has been said by {@code now}. */
  DialingStops at(Instant now) {
    return new DialingStops(key ->
        said.stream()
            .filter(stop -> stop.key().equals(key) && !stop.at().isAfter(now))
            .reduce((before, after) -> after));
  }
}
