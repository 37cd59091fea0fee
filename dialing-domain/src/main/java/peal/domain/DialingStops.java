package peal.domain;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;
import peal.domain.DialingStop.Scope;

/**
 * Where dialing is stopped, and how fast it goes where it has just been resumed: what filled up
 * meanwhile must not fall upon carriers and agents all at once. As thread-safe as what it looks
 * into.
 */
public final class DialingStops {
  /** Nothing was ever stopped. */
  public static final DialingStops NONE = new DialingStops(key -> Optional.empty());

  /** The share of the pace right after a resume. */
  public static final double FIRST_SHARE = 0.1;

  private final Function<String, Optional<DialingStop>> said;

  /**
   * Stops as {@code said} knows them.
   *
   * @param said what was said last of a scope, by its {@link Scope#key}
   */
  public DialingStops(Function<String, Optional<DialingStop>> said) {
    this.said = said;
  }

  /**
   * The stop that keeps a dial from being made; the widest where there are several.
   *
   * @param carrier its id; null for the workers' default
   */
  public Optional<DialingStop> of(WorkspaceId workspace, String carrier) {
    return Stream.concat(onWorkspace(workspace), onCarrier(carrier))
        .filter(DialingStop::stopped)
        .findFirst();
  }

  /**
   * What share of its pace a workspace may use, whatever the carrier: 0 while it is stopped, from
   * {@link #FIRST_SHARE} to 1 after a resume, else 1. A resume that lies further ahead than a slow
   * start is long counts as an old one.
   *
   * @param slowStart how long after a resume the whole pace is reached; zero for at once
   */
  public double paceOf(WorkspaceId workspace, Instant now, Duration slowStart) {
    return lowest(onWorkspace(workspace), now, slowStart);
  }

  /** As {@link #paceOf(WorkspaceId, Instant, Duration)}, of a carrier; null for the default. */
  public double paceOf(String carrier, Instant now, Duration slowStart) {
    return lowest(onCarrier(carrier), now, slowStart);
  }

  private Stream<DialingStop> onWorkspace(WorkspaceId workspace) {
    return Stream.of(Scope.ALL, Scope.WORKSPACE, Scope.OWN)
        .flatMap(scope -> said.apply(scope.key(workspace.value())).stream());
  }

  private Stream<DialingStop> onCarrier(String carrier) {
    String id = carrier == null ? DialingStop.DEFAULT_CARRIER : carrier;
    return said.apply(Scope.CARRIER.key(id)).stream();
  }

  private static double lowest(Stream<DialingStop> said, Instant now, Duration slowStart) {
    return said.mapToDouble(stop -> share(stop, now, slowStart)).min().orElse(1);
  }

  private static double share(DialingStop said, Instant now, Duration slowStart) {
    if (said.stopped()) {
      return 0;
    }
    Duration since = Duration.between(said.at(), now);
    if (slowStart.isZero() || since.compareTo(slowStart) >= 0) {
      return 1;
    }
    if (since.negated().compareTo(slowStart) > 0) {
      // Said by a clock that is wrong; it must not hold everybody back until it is right.
      return 1;
    }
    double grown = Math.max(0, since.toMillis()) / (double) slowStart.toMillis();
    return FIRST_SHARE + (1 - FIRST_SHARE) * grown;
  }
}
