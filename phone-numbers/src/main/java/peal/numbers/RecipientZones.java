package peal.numbers;

import com.google.i18n.phonenumbers.NumberParseException;
import com.google.i18n.phonenumbers.PhoneNumberToTimeZonesMapper;
import com.google.i18n.phonenumbers.PhoneNumberUtil;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import peal.domain.ColumnName;
import peal.domain.PhoneNumber;
import peal.domain.hours.CallingHours;

/**
 * In which time zones a number may ring: by what is said of the recipient, else by the number. A
 * number is a weak witness, so all of its zones count. Numbers of +1 are looked up by area code in
 * the administrator's report, for libphonenumber's zones of +1 are of 2018. Thread-safe.
 */
public final class RecipientZones {
  private static final Map<String, String> AREA_CODES = ZoneFile.read("area-codes.txt");
  private static final Map<String, String> STATES = states();
  private static final Map<String, String> NAMES =
      CallingHours.zones().stream()
          .collect(Collectors.toUnmodifiableMap(name -> name.toLowerCase(Locale.ROOT), n -> n));
  private static final String NORTH_AMERICA = "+1";
  private static final int CODE_ENDS = 5;

  private RecipientZones() {}

  /**
   * Zones, and what told them.
   *
   * @param zones as {@link CallingHours#written} has them; empty where they are unknown
   * @param from {@code timezone}, {@code state} or {@code phone_number}; null where nothing did
   */
  public record Found(String zones, String from) {
    private static final Found NOTHING = new Found("", null);
  }

  /** The zone of the tz database that {@code text} names, in whatever case. */
  public static Optional<String> named(String text) {
    return Optional.ofNullable(NAMES.get(text.strip().toLowerCase(Locale.ROOT)));
  }

  /**
   * Where {@code number} may ring.
   *
   * @param timezone the name of a zone; blank, or anything else, tells nothing
   * @param state a state of the United States or a province of Canada, by its postal code or name;
   *     it counts for numbers of +1 only
   */
  public static Found of(PhoneNumber number, String timezone, String state) {
    Optional<String> said = named(timezone);
    if (said.isPresent()) {
      return new Found(said.get(), "timezone");
    }
    if (!number.e164().startsWith(NORTH_AMERICA)) {
      return byNumber(CallingHours.written(byCountry(number)));
    }
    String ofState = state.isBlank() ? null : STATES.get(ColumnName.key(state));
    if (ofState != null) {
      return new Found(ofState, "state");
    }
    String code = number.e164().substring(NORTH_AMERICA.length(), CODE_ENDS);
    return byNumber(AREA_CODES.getOrDefault(code, ""));
  }

  private static Found byNumber(String zones) {
    return zones.isEmpty() ? Found.NOTHING : new Found(zones, "phone_number");
  }

  private static Collection<String> byCountry(PhoneNumber number) {
    try {
      List<String> zones =
          PhoneNumberToTimeZonesMapper.getInstance()
              .getTimeZonesForNumber(PhoneNumberUtil.getInstance().parse(number.e164(), null));
      boolean known = zones.stream().allMatch(zone -> CallingHours.zone(zone).isPresent());
      return known ? zones : List.of();
    } catch (NumberParseException e) {
      return List.of();
    }
  }

  private static Map<String, String> states() {
    return ZoneFile.read("states.txt").entrySet().stream()
        .collect(
            Collectors.toUnmodifiableMap(e -> ColumnName.key(e.getKey()), Map.Entry::getValue));
  }
}
