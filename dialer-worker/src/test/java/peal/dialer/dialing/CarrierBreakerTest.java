package peal.dialer.dialing;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import peal.dialer.carrier.Carrier.Placement;
import peal.domain.WorkspaceId;

/**
 * Whom a breaker keeps off the carrier. The orders of one tenant that the carrier answered with 500
 * opened it for all, for the fastest has most of the window.
 */
class CarrierBreakerTest {
  private static final WorkspaceId BAD = new WorkspaceId("bad");
  private static final WorkspaceId GOOD = new WorkspaceId("good");
  private static final WorkspaceId OTHER = new WorkspaceId("other");
  private static final Placement FAILS = new Placement.Unclear("500");
  private static final Placement TAKEN = new Placement.Placed();

  private final ManualTime time = new ManualTime();
  private final CarrierBreaker breaker =
      new CarrierBreaker("default", DialingSettings.DEFAULT, time.clocks);

  @Test
  void aTenantWhomItFailsAloneRestsAlone() {
    badFloods(500);

    assertThat(breaker.state()).isZero();
    assertThat(breaker.permits(GOOD)).isTrue();
    assertThat(breaker.permits(BAD)).isFalse();
    assertThat(breaker.retryAfter(BAD))
        .isPositive()
        .isLessThanOrEqualTo(DialingSettings.DEFAULT.breakerOpenFor());
  }

  @Test
  void itIsTriedOnceAfterEachRest() {
    badFloods(500);
    time.pass(DialingSettings.DEFAULT.breakerOpenFor());

    assertThat(breaker.permits(BAD)).isTrue();
    assertThat(breaker.permits(BAD)).as("one at a time").isFalse();
    answers(GOOD, TAKEN);
    breaker.answered(BAD, FAILS, Duration.ZERO);
    assertThat(breaker.permits(BAD)).isFalse();

    time.pass(DialingSettings.DEFAULT.breakerOpenFor());
    answers(BAD, TAKEN);
    answers(BAD, TAKEN);
  }

  @Test
  void whatFailsTwoTenantsIsOutOfOrder() {
    answers(GOOD, TAKEN);
    answers(BAD, FAILS);
    for (int i = 0; i < 100 && breaker.state() == 0; i++) {
      dials(GOOD, FAILS);
      dials(BAD, FAILS);
    }

    assertThat(breaker.permits(OTHER)).isFalse();
  }

  @Test
  void whatFailsTheOnlyTenantWhoDialsIsOutOfOrder() {
    answers(GOOD, TAKEN);
    time.pass(Duration.ofMinutes(1));

    for (int i = 0; i < 100 && breaker.state() == 0; i++) {
      dials(BAD, FAILS);
    }

    assertThat(breaker.state()).isEqualTo(2);
  }

  /** Timeouts of long ago took all trials, and a carrier that was well again was left alone. */
  @Test
  void whatWasPermittedBeforeItOpenedSaysNothingOfATrial() {
    Duration rest = DialingSettings.DEFAULT.breakerOpenFor();
    int old = 0;
    while (old < 10) {
      old += breaker.permits(OTHER) ? 1 : 0;
    }
    time.pass(Duration.ofSeconds(1));
    while (breaker.state() == 0) {
      dials(BAD, FAILS);
    }
    time.pass(rest.plusSeconds(1));

    assertThat(breaker.permits(GOOD)).isTrue();
    for (int i = 0; i < old; i++) {
      breaker.answered(OTHER, FAILS, rest.plusSeconds(2));
    }
    assertThat(breaker.state()).as("still trying").isOne();

    breaker.answered(GOOD, TAKEN, Duration.ZERO);
    for (int i = 1; i < 5; i++) {
      answers(GOOD, TAKEN);
    }
    assertThat(breaker.state()).isZero();
  }

  /** It has most of the window. */
  private void badFloods(int dials) {
    for (int i = 0; i < dials; i++) {
      if (i % 50 == 0) {
        answers(GOOD, TAKEN);
      }
      dials(BAD, FAILS);
    }
  }

  private void answers(WorkspaceId caller, Placement placement) {
    assertThat(dials(caller, placement)).as(caller.value()).isTrue();
  }

  private boolean dials(WorkspaceId caller, Placement placement) {
    boolean permitted = breaker.permits(caller);
    if (permitted) {
      breaker.answered(caller, placement, Duration.ZERO);
    }
    return permitted;
  }
}
