package peal.domain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import peal.domain.DialingStop.Scope;

class DialingStopsTest {
  private static final Instant T0 = Instant.parse("2026-01-01T00:00:00Z");
  private static final Duration MINUTE = Duration.ofMinutes(1);
  private static final WorkspaceId ACME = new WorkspaceId("acme");
  private static final WorkspaceId RIVAL = new WorkspaceId("rival");

  private final Map<String, DialingStop> said = new HashMap<>();
  private final DialingStops stops = new DialingStops(key -> Optional.ofNullable(said.get(key)));

  @Test
  void aStopMeansItsScopeAndNobodyElse() {
    say(Scope.WORKSPACE, "acme", true);
    say(Scope.CARRIER, "default", true);

    assertThat(stops.of(ACME, "twilio")).map(DialingStop::scope).contains(Scope.WORKSPACE);
    assertThat(stops.of(RIVAL, null)).map(DialingStop::scope).contains(Scope.CARRIER);
    assertThat(stops.of(RIVAL, "twilio")).isEmpty();
  }

  @Test
  void ofSeveralStopsTheWidestIsNamedAndLiftingItLeavesTheOthers() {
    say(Scope.ALL, null, true);
    say(Scope.OWN, "acme", true);

    assertThat(stops.of(ACME, null)).map(DialingStop::scope).contains(Scope.ALL);

    say(Scope.ALL, null, false);
    assertThat(stops.of(ACME, null)).map(DialingStop::scope).contains(Scope.OWN);
    assertThat(stops.of(RIVAL, null)).isEmpty();
  }

  @Test
  void afterAResumeThePaceGrowsFromATenthToTheWholeWithinTheTimeGiven() {
    say(Scope.OWN, "acme", true);
    assertThat(stops.paceOf(ACME, T0, MINUTE)).isZero();

    say(Scope.OWN, "acme", false);
    assertThat(stops.paceOf(ACME, T0.minusSeconds(5), MINUTE)).as("a clock behind").isEqualTo(0.1);
    assertThat(stops.paceOf(ACME, T0.minusSeconds(61), MINUTE)).as("a wrong clock").isEqualTo(1);
    assertThat(stops.paceOf(ACME, T0, MINUTE)).isEqualTo(0.1);
    assertThat(stops.paceOf(ACME, T0.plusSeconds(30), MINUTE)).isCloseTo(0.55, within(1e-9));
    assertThat(stops.paceOf(ACME, T0.plusSeconds(60), MINUTE)).isEqualTo(1);
    assertThat(stops.paceOf(ACME, T0.minusSeconds(5), Duration.ZERO)).as("at once").isEqualTo(1);
    assertThat(stops.paceOf(RIVAL, T0, MINUTE)).isEqualTo(1);
  }

  @Test
  void theSlowestOfSeveralScopesCounts() {
    say(Scope.ALL, null, false);
    say(Scope.OWN, "acme", true);

    assertThat(stops.paceOf(ACME, T0.plusSeconds(30), MINUTE)).isZero();
    assertThat(stops.paceOf(RIVAL, T0.plusSeconds(30), MINUTE)).isCloseTo(0.55, within(1e-9));
    assertThat(stops.paceOf((String) null, T0, MINUTE)).as("no carrier was stopped").isEqualTo(1);
  }

  @Test
  void aStopWithoutWhatItIsAboutIsRefused() {
    assertThatThrownBy(() -> say(Scope.CARRIER, null, true))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> say(Scope.ALL, "acme", true))
        .isInstanceOf(IllegalArgumentException.class);
  }

  private void say(Scope scope, String id, boolean stopped) {
    DialingStop stop = new DialingStop(scope, id, stopped, "key_1", T0, null, 1L);
    said.put(stop.key(), stop);
  }
}
