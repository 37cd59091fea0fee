package peal.domain.hours;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.zone.ZoneOffsetTransition;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * The windows of some hours as instants in one time zone.
 *
 * <p>A start or an end that a clock set forward leaves out is the moment at which it is set. Where
 * a clock is set back a local time comes twice: a start takes the second and an end the first, so
 * nobody is called at an hour that is doubtful.
 */
final class ZoneHours {
  /** No window is followed further than this: whoever asks has a dial of seconds in mind. */
  private static final Duration FAR_ENOUGH = Duration.ofDays(2);

  private final CallingHours hours;
  private final ZoneId zone;

  ZoneHours(CallingHours hours, ZoneId zone) {
    this.hours = hours;
    this.zone = zone;
  }

  /**
   * A stretch of time that is open throughout.
   *
   * @param from its first instant
   * @param to the first instant that is closed again, or at least two days later than was asked
   */
  record Open(Instant from, Instant to) {}

  /** The first stretch that ends after {@code at} and begins at {@code latest} or before. */
  Optional<Open> next(Instant at, Instant latest) {
    Instant enough = at.plus(FAR_ENOUGH);
    LocalDate date = at.atZone(zone).toLocalDate().minusDays(1);
    Open open = null;
    while (!date.atStartOfDay(zone).toInstant().isAfter(latest.plus(FAR_ENOUGH))) {
      for (Open piece : piecesOf(date)) {
        if (open != null && !piece.from().isAfter(open.to())) {
          open = new Open(open.from(), later(open.to(), piece.to()));
        } else if (open != null && open.to().isAfter(at)) {
          return inTime(open, latest);
        } else {
          open = piece;
        }
        if (open.to().isAfter(enough)) {
          return inTime(open, latest);
        }
      }
      date = date.plusDays(1);
    }
    return Optional.ofNullable(open)
        .filter(last -> last.to().isAfter(at))
        .flatMap(last -> inTime(last, latest));
  }

  private static Optional<Open> inTime(Open open, Instant latest) {
    return Optional.of(open).filter(found -> !found.from().isAfter(latest));
  }

  /** What the windows that start on {@code date} leave open, by their beginnings. */
  private List<Open> piecesOf(LocalDate date) {
    if (!hours.days().contains(date.getDayOfWeek())) {
      return List.of();
    }
    List<Open> pieces = new ArrayList<>();
    for (DailyWindow window : hours.windows()) {
      Instant start = start(date, window.start());
      Instant end = end(window.crossesMidnight() ? date.plusDays(1) : date, window.end());
      Instant midnight = date.plusDays(1).atStartOfDay(zone).toInstant();
      if (!hours.isClosed(date)) {
        add(pieces, start, earlier(end, midnight));
      }
      if (!hours.isClosed(date.plusDays(1))) {
        add(pieces, later(start, midnight), end);
      }
    }
    pieces.sort(Comparator.comparing(Open::from));
    return pieces;
  }

  private static void add(List<Open> pieces, Instant from, Instant to) {
    if (from.isBefore(to)) {
      pieces.add(new Open(from, to));
    }
  }

  private Instant start(LocalDate date, int minute) {
    return instant(local(date, minute), true);
  }

  private Instant end(LocalDate date, int minute) {
    return instant(local(date, minute), false);
  }

  private static LocalDateTime local(LocalDate date, int minute) {
    return minute == DailyWindow.DAY
        ? date.plusDays(1).atStartOfDay()
        : date.atTime(LocalTime.ofSecondOfDay(minute * 60L));
  }

  private Instant instant(LocalDateTime local, boolean later) {
    ZoneOffsetTransition transition = zone.getRules().getTransition(local);
    if (transition != null && transition.isGap()) {
      return transition.getInstant();
    }
    ZonedDateTime at = local.atZone(zone);
    return (later ? at.withLaterOffsetAtOverlap() : at.withEarlierOffsetAtOverlap()).toInstant();
  }

  private static Instant earlier(Instant one, Instant other) {
    return one.isBefore(other) ? one : other;
  }

  private static Instant later(Instant one, Instant other) {
    return one.isBefore(other) ? other : one;
  }
}
