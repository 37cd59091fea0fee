package peal.numbers;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.DayOfWeek;
import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import peal.domain.PhoneNumber;
import peal.domain.hours.CallingHours;
import peal.domain.hours.DailyWindow;
import peal.domain.hours.Verdict;

class RecipientZonesTest {
  private static final Set<DayOfWeek> WEEK = EnumSet.range(DayOfWeek.MONDAY, DayOfWeek.FRIDAY);

  private static RecipientZones.Found of(String number, String timezone, String state) {
    return RecipientZones.of(new PhoneNumber(number), timezone, state);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "+12125550100 | '' | '' | America/New_York | phone_number",
        "+12125550100 | america/denver | TN | America/Denver | timezone",
        "+12125550100 | '' | TN | America/Chicago,America/New_York | state",
        "+12125550100 | '' | north carolina | America/New_York | state",
        "+12125550100 | nowhere | nowhere | America/New_York | phone_number",
        "+18505551234 | '' | '' | America/Chicago,America/New_York | phone_number",
        // Unknown or in another zone in libphonenumber, whose zones of +1 are of 2018.
        "+16895550123 | '' | '' | America/New_York | phone_number",
        "+17295550123 | '' | '' | America/Chicago,America/New_York | phone_number",
        "+19285550123 | '' | '' | America/Denver,America/Phoenix | phone_number",
        "+18765550123 | '' | '' | America/Jamaica | phone_number",
        "+17095550123 | '' | '' | America/Goose_Bay,America/St_Johns | phone_number",
        "+447400123456 | '' | '' |"
            + " Europe/Guernsey,Europe/Isle_of_Man,Europe/Jersey,Europe/London | phone_number",
        // The state of somebody with a number of another country tells nothing.
        "+447400123456 | '' | CA |"
            + " Europe/Guernsey,Europe/Isle_of_Man,Europe/Jersey,Europe/London | phone_number",
        "+4915112345678 | '' | '' | Europe/Berlin | phone_number",
      })
  void theStrongestSourceTellsAll(
      String number, String timezone, String state, String zones, String from) {
    assertThat(of(number, timezone, state)).isEqualTo(new RecipientZones.Found(zones, from));
  }

  @ParameterizedTest
  @CsvSource({"+18005550199", "+15005550199", "+17105550199", "+12005550199", "+80012345678"})
  void aNumberWithoutAPlaceIsUnknown(String number) {
    assertThat(of(number, "", "")).isEqualTo(new RecipientZones.Found("", null));
  }

  @Test
  void namesOfZonesAreNotGuessed() {
    assertThat(RecipientZones.named(" UTC ")).contains("UTC");
    assertThat(List.of("EST", "Eastern", "+02:00", "GMT+1", "Berlin", "", "EST5EDT"))
        .allMatch(text -> RecipientZones.named(text).isEmpty());
  }

  /** From the number to the instant; computed apart from this code, with tzdata 2026a. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "+18505551234 | '' | '' | 9 | 20 | 2026-07-15T13:30:00Z | 2026-07-15T14:00:00Z",
        "+18505551234 | '' | '' | 9 | 20 | 2026-07-15T23:59:59.900Z | 2026-07-16T14:00:00Z",
        "+16895550123 | '' | '' | 8 | 21 | 2026-07-15T01:30:00Z | 2026-07-15T12:00:00Z",
        "+19285550123 | '' | '' | 8 | 21 | 2026-07-15T14:30:00Z | 2026-07-15T15:00:00Z",
        "+17295550123 | '' | '' | 9 | 20 | 2026-07-15T13:00:00Z | 2026-07-15T14:00:00Z",
        "+447400123456 | '' | '' | 9 | 20 | 2026-07-15T07:59:59Z | 2026-07-15T08:00:00Z",
        "+79161234567 | '' | '' | 9 | 20 | 2026-07-15T00:00:00Z | 2026-07-15T06:00:00Z",
        "+12125550100 | America/Denver | '' | 9 | 20 | 2026-07-15T14:30:00Z | 2026-07-15T15:00:00Z",
        "+12125550100 | '' | TN | 9 | 17 | 2026-07-17T21:00:00Z | 2026-07-20T14:00:00Z",
      })
  void theyAreCalledFromThenOn(
      String number, String timezone, String state, int from, int to, Instant at, Instant opens) {
    Verdict verdict = hours(from, to).judge(of(number, timezone, state).zones(), at);

    assertThat(verdict).isEqualTo(new Verdict.WaitUntil(opens));
  }

  @Test
  void aRussianMobileMayRingAnywhereInRussia() {
    String zones = of("+79161234567", "", "").zones();

    assertThat(hours(9, 20).judge(zones, Instant.parse("2026-07-15T06:00:00Z")))
        .isEqualTo(new Verdict.Go(Instant.parse("2026-07-15T08:00:00Z")));
    assertThat(hours(10, 18).judge(zones, Instant.parse("2026-07-15T00:00:00Z")))
        .isEqualTo(new Verdict.Refuse(CallingHours.NO_COMMON_HOURS));
  }

  private static CallingHours hours(int from, int to) {
    return new CallingHours(
        List.of(new DailyWindow(from * 60, to * 60)), to == 17 ? WEEK : null, null, null, null);
  }
}
