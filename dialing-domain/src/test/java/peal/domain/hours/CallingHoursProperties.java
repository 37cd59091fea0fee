package peal.domain.hours;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

class CallingHoursProperties {
  /** Summer time of north and south, none, half an hour of it, and a day that was left out. */
  private static final List<String> ZONES =
      List.of(
          "America/New_York",
          "America/Phoenix",
          "America/Sao_Paulo",
          "Asia/Beirut",
          "Asia/Kolkata",
          "Atlantic/Azores",
          "Australia/Lord_Howe",
          "Europe/Berlin",
          "America/Havana",
          "Pacific/Apia");

  @Provide
  Arbitrary<CallingHours> hours() {
    Arbitrary<Integer> minute = Arbitraries.integers().between(0, 95).map(quarter -> quarter * 15);
    Arbitrary<DailyWindow> window =
        Combinators.combine(minute, minute)
            .as((start, end) -> new DailyWindow(start, start.equals(end) ? end + 15 : end));
    Arbitrary<LocalDate> date =
        Arbitraries.integers().between(0, 900).map(LocalDate.of(2026, 1, 1)::plusDays);
    return Combinators.combine(
            window.list().ofMinSize(1).ofMaxSize(3),
            Arbitraries.of(DayOfWeek.class).set().ofMaxSize(4),
            date.map(day -> new ClosedDates(null, day, day.plusDays(1))).list().ofMaxSize(20))
        .as((windows, days, closed) -> new CallingHours(windows, days, null, closed, null));
  }

  /** Half of them near a change of some clock. */
  @Provide
  Arbitrary<Instant> instants() {
    Arbitrary<Instant> any =
        Arbitraries.longs()
            .between(0, Duration.ofDays(900).toSeconds())
            .map(Instant.parse("2026-01-01T00:00:00Z")::plusSeconds);
    Arbitrary<Instant> changes =
        Combinators.combine(any, Arbitraries.of(ZONES), Arbitraries.longs().between(-7_200, 7_200))
            .as((at, zone, off) -> {
              var next = ZoneId.of(zone).getRules().nextTransition(at);
              return (next == null ? at : next.getInstant()).plusSeconds(off);
            });
    return Arbitraries.oneOf(any, changes);
  }

  @Provide
  Arbitrary<Set<String>> zones() {
    return Arbitraries.of(ZONES).set().ofMinSize(1).ofMaxSize(2);
  }

  /** By local clocks alone, which is all that a person who is called has. */
  private static boolean inside(CallingHours hours, Set<String> zones, Instant at) {
    return zones.stream().allMatch(zone -> insideOf(hours, at.atZone(ZoneId.of(zone))));
  }

  private static boolean insideOf(CallingHours hours, ZonedDateTime local) {
    LocalTime time = local.toLocalTime();
    int minute = time.getHour() * 60 + time.getMinute();
    return !hours.isClosed(local.toLocalDate())
        && hours.windows().stream()
            .anyMatch(window ->
                window.crossesMidnight()
                    ? hours.days().contains(local.getDayOfWeek()) && minute >= window.start()
                        || hours.days().contains(local.getDayOfWeek().minus(1))
                            && minute < window.end()
                    : hours.days().contains(local.getDayOfWeek())
                        && minute >= window.start()
                        && minute < window.end());
  }

  /** Where no clock is near to being set, what local clocks say is all there is. */
  private static boolean changesNear(Set<String> zones, Instant at) {
    return zones.stream()
        .map(zone -> ZoneId.of(zone).getRules())
        .anyMatch(rules ->
            !rules
                .getOffset(at.minus(Duration.ofHours(26)))
                .equals(rules.getOffset(at.plus(Duration.ofHours(26)))));
  }

  @Property
  void nobodyIsCalledOutside(
      @ForAll("hours") CallingHours hours,
      @ForAll("zones") Set<String> zones,
      @ForAll("instants") Instant at) {
    switch (hours.judge(CallingHours.written(zones), at)) {
      case Verdict.Go go -> {
        assertThat(go.closesAt()).isAfter(at);
        Stream.iterate(at, go.closesAt()::isAfter, next -> next.plusSeconds(997))
            .limit(91)
            .forEach(t -> assertThat(inside(hours, zones, t)).as("open at %s", t).isTrue());
        assertThat(inside(hours, zones, go.closesAt().minusMillis(1))).isTrue();
      }
      case Verdict.WaitUntil wait -> assertThat(inside(hours, zones, wait.at())).isTrue();
      case Verdict.Refuse refuse -> {}
    }
  }

  @Property
  void theNextOpeningIsTheFirst(
      @ForAll("hours") CallingHours hours,
      @ForAll("zones") Set<String> zones,
      @ForAll("instants") Instant at) {
    String written = CallingHours.written(zones);
    Instant until =
        switch (hours.judge(written, at)) {
          case Verdict.Go go -> at;
          case Verdict.WaitUntil wait -> wait.at();
          case Verdict.Refuse refuse -> at.plus(Duration.ofDays(14));
        };
    for (Instant t = at; t.isBefore(until); t = t.plusSeconds(449)) {
      boolean open = inside(hours, zones, t) && inside(hours, zones, t.plusMillis(200));
      if (!changesNear(zones, t)) {
        assertThat(open).as("open at %s", t).isFalse();
      }
    }
    if (until.isAfter(at)) {
      assertThat(hours.judge(written, until.minusMillis(1))).isNotInstanceOf(Verdict.Go.class);
    }
  }

  @Property
  void whoWaitsIsCalledThen(
      @ForAll("hours") CallingHours hours,
      @ForAll("zones") Set<String> zones,
      @ForAll("instants") Instant at) {
    String written = CallingHours.written(zones);
    if (hours.judge(written, at) instanceof Verdict.WaitUntil wait) {
      assertThat(hours.judge(written, wait.at())).isInstanceOf(Verdict.Go.class);
    }
  }
}
