package peal.domain.hours;

import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * When a batch may call: {@code callTimeWindow} and {@code unknownTimezone} of the API. Hours are
 * open for a call when they are open in every zone that it may be in.
 *
 * @param windows spans of the local day, 1–{@value #MOST_WINDOWS}
 * @param days weekdays on which a window may start; empty or null for all
 * @param timezone the zone that counts, by its IANA name; null for the recipient's
 * @param closed local dates on which nobody is called, at most {@value #MOST_CLOSED} entries
 * @param unknownTimezone the zone of a recipient whose zone is unknown; null refuses the call
 */
public record CallingHours(
    List<DailyWindow> windows,
    Set<DayOfWeek> days,
    String timezone,
    List<ClosedDates> closed,
    String unknownTimezone) {
  /** Why a call is refused whose zones have no hour in common. */
  public static final String NO_COMMON_HOURS = "no_common_hours";

  /** Why a call is refused of which nobody knows where it rings. */
  public static final String UNKNOWN_TIMEZONE = "unknown_timezone";

  private static final Set<String> ZONES =
      ZoneId.getAvailableZoneIds().stream()
          .filter(name -> name.contains("/") && !name.startsWith("SystemV/") || name.equals("UTC"))
          .collect(Collectors.toUnmodifiableSet());

  private static final int MOST_WINDOWS = 10;
  private static final int MOST_CLOSED = 400;

  /** So far ahead an hour is looked for. */
  private static final Duration HORIZON = Duration.ofDays(14);

  /** Refuses what is out of bounds, naming the component. */
  public CallingHours {
    if (windows == null || windows.isEmpty() || windows.size() > MOST_WINDOWS) {
      throw new IllegalArgumentException("windows must have 1-10 entries");
    }
    if (closed != null && closed.size() > MOST_CLOSED) {
      throw new IllegalArgumentException("restrictedDates must have at most 400 entries");
    }
    windows = List.copyOf(windows);
    days =
        Collections.unmodifiableSet(
            days == null || days.isEmpty() ? EnumSet.allOf(DayOfWeek.class) : EnumSet.copyOf(days));
    closed = closed == null ? List.of() : List.copyOf(closed);
    requireZone("timezone", timezone);
    requireZone("unknownTimezone", unknownTimezone);
  }

  private static void requireZone(String name, String zone) {
    if (zone != null && zone(zone).isEmpty()) {
      throw new IllegalArgumentException(name + " must be an IANA zone such as America/New_York");
    }
  }

  /** The names of all zones that count: regions such as {@code Europe/Berlin}, and {@code UTC}. */
  public static Set<String> zones() {
    return ZONES;
  }

  /**
   * The zone of a region, such as {@code Europe/Berlin}; offsets such as {@code +02:00} are none.
   */
  public static Optional<ZoneId> zone(String name) {
    return name != null && ZONES.contains(name) ? Optional.of(ZoneId.of(name)) : Optional.empty();
  }

  /** How {@code zones} are written in a row: in order, with commas; empty where none is known. */
  public static String written(Collection<String> zones) {
    return String.join(",", new TreeSet<>(zones));
  }

  /** Whether each recipient's own zone counts. */
  public boolean byRecipient() {
    return timezone == null;
  }

  /**
   * Judges a dial.
   *
   * @param zones where its recipient may be, as {@linkplain #written written}; null or empty where
   *     that is unknown
   * @param slotAt when it would be dialed
   */
  public Verdict judge(String zones, Instant slotAt) {
    List<ZoneHours> all = zonesOf(zones);
    return all.isEmpty() ? new Verdict.Refuse(UNKNOWN_TIMEZONE) : judge(all, slotAt);
  }

  /** The zones that count for a row; empty where they are unknown. */
  private List<ZoneHours> zonesOf(String zones) {
    if (timezone != null) {
      return List.of(new ZoneHours(this, ZoneId.of(timezone)));
    }
    List<ZoneHours> all = new ArrayList<>();
    for (String name : zones == null ? new String[0] : zones.split(",")) {
      Optional<ZoneId> zone = zone(name);
      if (zone.isEmpty()) {
        all.clear();
        break;
      }
      all.add(new ZoneHours(this, zone.get()));
    }
    if (all.isEmpty() && unknownTimezone != null) {
      all.add(new ZoneHours(this, ZoneId.of(unknownTimezone)));
    }
    return all;
  }

  private static Verdict judge(List<ZoneHours> zones, Instant slotAt) {
    Instant latest = slotAt.plus(HORIZON);
    Instant at = slotAt;
    while (!at.isAfter(latest)) {
      Instant from = at;
      Instant closes = null;
      for (ZoneHours zone : zones) {
        Optional<ZoneHours.Open> open = zone.next(at, latest);
        if (open.isEmpty()) {
          return new Verdict.Refuse(NO_COMMON_HOURS);
        }
        from = open.get().from().isAfter(from) ? open.get().from() : from;
        closes = closes == null || open.get().to().isBefore(closes) ? open.get().to() : closes;
      }
      if (from.isAfter(at)) {
        at = from;
      } else if (!new Verdict.Go(closes).isInTime(at)) {
        at = closes;
      } else {
        return at.equals(slotAt) ? new Verdict.Go(closes) : new Verdict.WaitUntil(at);
      }
    }
    return new Verdict.Refuse(NO_COMMON_HOURS);
  }

  boolean isClosed(LocalDate date) {
    return closed.stream().anyMatch(dates -> dates.has(date));
  }
}
