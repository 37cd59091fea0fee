package peal.ingest.batch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import peal.domain.BatchPlan;
import peal.domain.CallLimit;
import peal.domain.CallLimit.Counts;
import peal.domain.CallLimit.Scope;
import peal.domain.CallLimits;
import peal.domain.DoNotCallList;
import peal.domain.Outcome;
import peal.domain.RetryPlan;
import peal.domain.RetryRule;
import peal.domain.StopWhen;
import peal.domain.hours.CallingHours;
import peal.domain.hours.ClosedDates;
import peal.domain.hours.DailyWindow;
import peal.ingest.csv.CsvRules.OnDuplicates;
import peal.service.http.ApiError;

class FormFieldsTest {
  private static StartForm start(Map<String, String> more) {
    Map<String, String> fields = new HashMap<>(Map.of("agentId", "agent_1"));
    fields.putAll(more);
    return new FormFields(name -> Optional.ofNullable(fields.get(name))).start(Samples.NOW);
  }

  @Test
  void onlyTheAgentIsRequired() {
    assertThat(start(Map.of())).isEqualTo(Samples.form());
    assertThatThrownBy(() -> new FormFields(name -> Optional.empty()).start(Samples.NOW))
        .isInstanceOfSatisfying(
            ApiError.class, error -> assertThat(error.code()).isEqualTo("NO_AGENT_ID"));
  }

  @Test
  void listsOfItsOwnAreRead() {
    assertThat(
            start(Map.of("doNotCall", "{\"lists\": [\"vip\", \"a-1\", \"vip\"]}"))
                .plan()
                .doNotCall())
        .containsExactly(new DoNotCallList("vip"), new DoNotCallList("a-1"));
    assertThat(start(Map.of()).plan().doNotCall()).isNull();
  }

  @Test
  void limitsOfCallsToANumberAreRead() {
    Map<String, String> said =
        Map.of(
            "callLimits",
            "[{\"max\": 3, \"hours\": 24}, {\"max\": 7, \"days\": 7, \"counts\": \"connected\","
                + " \"scope\": \"batch\"}]",
            "afterConversationDays",
            "7");

    assertThat(start(said).plan().callLimits())
        .isEqualTo(
            new CallLimits(
                List.of(
                    new CallLimit(3, 24, null, Counts.DIALED, Scope.WORKSPACE),
                    new CallLimit(7, null, 7, Counts.CONNECTED, Scope.BATCH)),
                7));
    assertThat(start(said).byRecipient()).as("a day begins where it rings").isTrue();
    assertThat(start(Map.of("callLimits", "[]")).plan().callLimits()).isNull();
    assertThat(start(Map.of()).plan().callLimits()).isNull();
  }

  @Test
  void whenABatchPausesItselfIsRead() {
    Map<String, String> usual = Map.of("stopWhen", "{\"failureRate\": 0.5, \"minCalls\": 20}");
    Map<String, String> own =
        Map.of("stopWhen", "{\"failureRate\": 1, \"minCalls\": 5, \"windowSeconds\": 600}");

    assertThat(start(usual).plan().stopWhen()).isEqualTo(new StopWhen(0.5, 120, 20));
    assertThat(start(own).plan().stopWhen()).isEqualTo(new StopWhen(1, 600, 5));
    assertThat(start(Map.of()).plan().stopWhen()).isNull();
  }

  @Test
  void everyFieldIsRead() {
    StartForm form =
        start(
            Map.of(
                "name", "May",
                "scheduledAt", "2030-01-31T10:30:00+01:00",
                "onInvalidRows", "skip",
                "onDuplicates", "keep",
                "defaultRegion", "de",
                "priority", "10",
                "callsPerSecond", "2.5",
                "maxConcurrency", "4",
                "endAt", "2030-02-01T09:30:00Z"));

    assertThat(form)
        .isEqualTo(
            new StartForm(
                "agent_1",
                Optional.of("May"),
                new BatchPlan(
                    10,
                    2.5,
                    4,
                    Instant.parse("2030-01-31T09:30:00Z"),
                    Instant.parse("2030-02-01T09:30:00Z"),
                    null),
                Optional.empty(),
                true,
                OnDuplicates.KEEP,
                Optional.of("DE"),
                false,
                Optional.empty()));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "2030-01-31T09:00:00Z",
        "2030-01-31T09:00Z",
        "2030-01-31T09:00:00.000Z",
        "2030-01-31T11:00:00+02:00",
        "2030-01-31T11:00:00+0200",
        "2030-01-31T11:00:00+02"
      })
  void timesNeedAnOffset(String text) {
    assertThat(start(Map.of("scheduledAt", text)).plan().scheduledAt()).isEqualTo(Samples.NOW);
  }

  @Test
  void aBatchMayBePlannedAYearAhead() {
    Instant furthest = Samples.NOW.plus(Duration.ofDays(366));

    assertThat(start(Map.of("scheduledAt", furthest.toString())).plan().scheduledAt())
        .isEqualTo(furthest);
  }

  @ParameterizedTest
  @ValueSource(strings = {"tomorrow", "2030-01-31T08:59:59Z", "2040-01-31T08:59:59Z"})
  void theTimeInARefusalIsLetIn(String refused) {
    ApiError error =
        catchThrowableOfType(ApiError.class, () -> start(Map.of("scheduledAt", refused)));
    Matcher example = Pattern.compile("such as (\\S+)\\.").matcher(error.getMessage());

    assertThat(example.find()).isTrue();
    assertThat(start(Map.of("scheduledAt", example.group(1))).plan().scheduledAt())
        .isEqualTo(Instant.parse(example.group(1)));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "scheduledAt | 2030-01-31T08:59:59Z | past",
        "scheduledAt | -999999999-01-01T00:00:00Z | past",
        "scheduledAt | -999999999-01-01T00:00:00+18:00 | past",
        "scheduledAt | 2031-02-01T09:00:00.001Z | 366 days",
        "scheduledAt | +300000000-01-01T00:00:00Z | 366 days",
        "scheduledAt | +999999999-12-31T23:59:59-18:00 | 366 days",
        "scheduledAt | 2030-01-31T10:00:00 | offset",
        "scheduledAt | tomorrow | offset",
        "scheduledAt | 1900000000000 | offset",
        "endAt | 2030-01-31T08:59:59Z | past",
        "endAt | 2031-02-01T09:00:00.001Z | 366 days",
        "endAt | 2030-01-31T09:00:00Z | after the start",
        "endAt | never | offset",
        "doNotCall | complaints | lists",
        "doNotCall | {\"lists\": []} | 1-50",
        "doNotCall | {\"lists\": [\"No Such\"]} | lower-case",
        "doNotCall | {\"lists\": [\"a\"], \"list\": 1} | lists",
        "callLimits | 3 | a list",
        "callLimits | [{\"hours\": 24}] | [0].max",
        "callLimits | [{\"max\": 101, \"hours\": 24}] | [0].max",
        "callLimits | [{\"max\": 1}] | either hours or days",
        "callLimits | [{\"max\": 1, \"hours\": 1, \"days\": 1}] | either hours or days",
        "callLimits | [{\"max\": 1, \"hours\": 721}] | [0].hours",
        "callLimits | [{\"max\": 1, \"days\": 31}] | [0].days",
        "callLimits | [{\"max\": 1, \"days\": 1, \"count\": 1}] | none of max",
        "callLimits | [{\"max\": 1, \"days\": 1, \"counts\": \"all\"}] | connected",
        "callLimits | [{\"max\": 1, \"days\": 1, \"scope\": 7}] | workspace",
        "callLimits | [1,1,1,1,1,1] | at most 5",
        "afterConversationDays | 31 | 0-30",
        "stopWhen | 0.5 | an object",
        "stopWhen | {\"minCalls\": 20} | .failureRate",
        "stopWhen | {\"failureRate\": 0.04, \"minCalls\": 20} | .failureRate must be a number,"
            + " 0.05-1",
        "stopWhen | {\"failureRate\": \"0.5\", \"minCalls\": 20} | .failureRate",
        "stopWhen | {\"failureRate\": 0.5} | .minCalls must be a whole number, 5-1000",
        "stopWhen | {\"failureRate\": 0.5, \"minCalls\": 4} | .minCalls",
        "stopWhen | {\"failureRate\": 0.5, \"minCalls\": 9.5} | .minCalls",
        "stopWhen | {\"failureRate\": 0.5, \"minCalls\": 20, \"windowSeconds\": 29} |"
            + " .windowSeconds must be a whole number, 30-600",
        "stopWhen | {\"failureRate\": 0.5, \"minCalls\": 20, \"window\": 60} | none of failureRate",
        "onInvalidRows | ignore | onInvalidRows",
        "priority | 0 | priority",
        "priority | 11 | priority",
        "priority | high | priority",
        "callsPerSecond | 0 | 0.01-10000",
        "callsPerSecond | 10000.1 | 0.01-10000",
        "callsPerSecond | 1e3 | 0.01-10000",
        "callsPerSecond | NaN | 0.01-10000",
        "maxConcurrency | 0 | 1-1000000",
        "maxConcurrency | 1.5 | 1-1000000",
        "maxConcurrency | 1000001 | 1-1000000",
        "onDuplicates | SKIP | onDuplicates",
        "defaultRegion | XX | defaultRegion",
        "defaultRegion | abroad | a country: an ISO 3166 code such as US, or its name",
        "unknownTimezone | EST | an IANA zone",
        "callTimeWindow | nonsense | no JSON",
        "callTimeWindow | [] | JSON object",
        "callTimeWindow | {} | windows must have",
        "callTimeWindow | {\"windows\": 9} | .windows must be a list",
        "callTimeWindow | {\"window\": []} | none of day, restrictedDates, timezone, windows",
        "callTimeWindow | {\"windows\": [{\"start\": \"9\", \"end\": \"20:00\"}]} |"
            + " windows[0].start",
        "callTimeWindow | {\"windows\": [{\"start\": 540, \"end\": \"24:30\"}]} | windows[0]",
        "callTimeWindow | {\"windows\": [{\"start\": 540, \"end\": 540}]} | must differ",
        "callTimeWindow | {\"windows\": [{\"start\": 540, \"end\": 541}], \"day\": [\"Sunday\","
            + " \"Funday\"]} | .day",
        "callTimeWindow | {\"windows\": [{\"start\": 540, \"end\": 541}], \"timezone\": \"EST\"} |"
            + " timezone must be",
        "callTimeWindow | {\"windows\": [{\"start\": 540, \"end\": 541}], \"restrictedDates\":"
            + " [{\"startDate\": \"2026-02-30\"}]} | restrictedDates[0].startDate",
        "smartCallbackConfig | nonsense | no JSON",
        "smartCallbackConfig | [] | object",
        "smartCallbackConfig | {\"enabled\": \"yes\"} | enabled",
        "smartCallbackConfig | {\"enabled\": true} | maxAttempts",
        "smartCallbackConfig | {\"maxAttempts\": 1.5, \"gaps\": [{\"days\": 1}]} | maxAttempts",
        "smartCallbackConfig | {\"maxAttempts\": 0, \"gaps\": [{\"days\": 1}]} | maxAttempts",
        "smartCallbackConfig | {\"maxAttempts\": 11, \"gaps\": [{\"days\": 1}]} | maxAttempts",
        "smartCallbackConfig | {\"maxAttempts\": 1} | .gaps must",
        "smartCallbackConfig | {\"maxAttempts\": 1, \"gaps\": []} | gaps",
        "smartCallbackConfig | {\"maxAttempts\": 1, \"gaps\": [5]} | gaps[0]",
        "smartCallbackConfig | {\"maxAttempts\": 1, \"gaps\": [{\"days\": \"1\"}]} | gaps[0].days",
        "smartCallbackConfig | {\"maxAttempts\": 1, \"gaps\": [{\"days\": 1}, {\"hours\": -1}]} |"
            + " gaps[1]",
        "smartCallbackConfig | {\"maxAttempts\": 1, \"gaps\": [{\"hours\": 0.01}]} | one minute",
        "smartCallbackConfig | {\"maxAttempts\": 1, \"gaps\": [{\"days\": 1e300}]} | 30 days",
        "smartCallbackConfig | {\"maxAttempts\": 10, \"gaps\": [{\"days\": 4}]} | 30 days",
        "retryRules | nonsense | no JSON",
        "retryRules | [] | object",
        "retryRules | {} | .maxAttempts",
        "retryRules | {\"maxAttempts\": 11} | .maxAttempts must be a whole number, 0-10",
        "retryRules | {\"maxAttempts\": 1} | .rules must have a rule",
        "retryRules | {\"maxAttempts\": 1, \"rules\": {}} | .rules must have a rule",
        "retryRules | {\"maxAttempts\": 1, \"rule\": {}} | none of jitterPercent, maxAttempts,"
            + " rules",
        "retryRules | {\"maxAttempts\": 0, \"jitterPercent\": 51} | .jitterPercent",
        "retryRules | {\"maxAttempts\": 1, \"rules\": {\"answered\": {}}} | none of busy, carrier",
        "retryRules | {\"maxAttempts\": 1, \"rules\": {\"busy\": 3}} | .rules.busy must be an"
            + " object",
        "retryRules | {\"maxAttempts\": 1, \"rules\": {\"busy\": {\"maxAttempts\": 0}}} |"
            + " .rules.busy.maxAttempts",
        "retryRules | {\"maxAttempts\": 1, \"rules\": {\"busy\": {\"maxAttempts\": 1, \"gap\": 1}}}"
            + " | none of gaps, maxAttempts",
        "retryRules | {\"maxAttempts\": 1, \"rules\": {\"busy\": {\"maxAttempts\": 1, \"gaps\":"
            + " []}}} | .rules.busy.gaps must be a list of 1-10",
        "retryRules | {\"maxAttempts\": 1, \"rules\": {\"busy\": {\"maxAttempts\": 1, \"gaps\":"
            + " [{\"hours\": 2}, {}]}}} | .rules.busy.gaps[1] must be at least one minute",
        "retryRules | {\"maxAttempts\": 1, \"rules\": {\"busy\": {\"maxAttempts\": 1, \"gaps\":"
            + " [{\"hours\": -2}]}}} | .gaps[0].hours must be a number, 0 or more",
        "retryRules | {\"maxAttempts\": 1, \"rules\": {\"busy\": {\"maxAttempts\": 1, \"gaps\":"
            + " [{\"days\": 31}]}}} | at most 30 days",
        "retryRules | {\"maxAttempts\": 1, \"rules\": {\"busy\": {\"maxAttempts\": 1, \"gaps\":"
            + " [{\"seconds\": 90}]}}} | none of days, hours, minutes"
      })
  void aBadFieldIsNamed(String field, String value, String said) {
    assertThatThrownBy(() -> start(Map.of(field, value)))
        .isInstanceOfSatisfying(
            ApiError.class,
            error -> {
              assertThat(error.status()).isEqualTo(400);
              assertThat(error.getMessage()).contains(field).contains(said);
              assertThat(error.body().get("error")).isEqualTo("Invalid " + field);
            });
  }

  @Test
  void callingHoursAreRead() {
    String text =
        "{\"windows\": [{\"start\": \"09:00\", \"end\": 1200}, {\"start\": \"22:00\", \"end\":"
            + " \"24:00\"}], \"day\": [\"Monday\", \"friday\"], \"timezone\": \"recipient\","
            + " \"restrictedDates\": [{\"name\": \"Christmas\", \"startDate\": \"2026-12-25\","
            + " \"endDate\": \"2026-12-26\"}]}";

    assertThat(start(Map.of("callTimeWindow", text, "unknownTimezone", "Europe/Berlin")).hours())
        .contains(
            new CallingHours(
                List.of(new DailyWindow(540, 1_200), new DailyWindow(1_320, 1_440)),
                Set.of(DayOfWeek.MONDAY, DayOfWeek.FRIDAY),
                null,
                List.of(
                    new ClosedDates(
                        "Christmas", LocalDate.of(2026, 12, 25), LocalDate.of(2026, 12, 26))),
                "Europe/Berlin"));
  }

  @Test
  void smartCallbacksAreRead() {
    String text =
        "{\"enabled\": true, \"maxAttempts\": 3, \"gaps\": [{\"days\": 1, \"hours\": 0},"
            + " {\"hours\": 0.5}]}";

    assertThat(start(Map.of("smartCallbackConfig", text)).callbacks())
        .contains(
            new Callbacks(
                Optional.of(
                    RetryPlan.smartCallback(
                        3, List.of(Duration.ofDays(1), Duration.ofMinutes(30))))));
  }

  @Test
  void retryRulesAreRead() {
    String text =
        "{\"maxAttempts\": 4, \"jitterPercent\": 10, \"rules\": {\"no_answer\": {\"maxAttempts\":"
            + " 2, \"gaps\": [{\"days\": 1, \"hours\": 2, \"minutes\": 3}]}, \"busy\":"
            + " {\"maxAttempts\": 3, \"gaps\": [{\"minutes\": 30}, {\"hours\": 0.5}]}}}";
    Duration half = Duration.ofMinutes(30);

    assertThat(start(Map.of("retryRules", text)).callbacks())
        .contains(
            new Callbacks(
                Optional.of(
                    new RetryPlan(
                        4,
                        10,
                        List.of(
                            new RetryRule(Set.of(Outcome.BUSY), 3, List.of(half, half)),
                            new RetryRule(
                                Set.of(Outcome.NO_ANSWER),
                                2,
                                List.of(Duration.ofMinutes(24 * 60 + 2 * 60 + 3))))))));
    assertThat(start(Map.of("retryRules", "{\"maxAttempts\": 0}")).callbacks())
        .contains(new Callbacks(Optional.of(RetryPlan.NONE)));
  }

  @Test
  void retryRulesBesideASmartCallbackAreRefused() {
    Map<String, String> both =
        Map.of("retryRules", "{\"maxAttempts\": 0}", "smartCallbackConfig", "{\"enabled\": false}");

    assertThatThrownBy(() -> start(both))
        .isInstanceOfSatisfying(
            ApiError.class,
            error -> {
              assertThat(error.status()).isEqualTo(400);
              assertThat(error.body()).containsEntry("field", "retryRules");
              assertThat(error.getMessage()).contains("smartCallbackConfig");
            });
  }

  @Test
  void callbacksMayBeSwitchedOff() {
    assertThat(start(Map.of("smartCallbackConfig", "{\"enabled\": false}")).callbacks())
        .contains(Callbacks.NEVER);
  }

  @ParameterizedTest
  @ValueSource(strings = {"0", "101", "-1", "ten", "1.0"})
  void aPreviewShowsOneToAHundredRows(String limit) {
    assertThatThrownBy(() -> new FormFields(name -> Optional.of(limit)).previewLimit())
        .isInstanceOf(ApiError.class)
        .hasMessageContaining("limit");
    assertThat(new FormFields(name -> Optional.of("100")).previewLimit()).isEqualTo(100);
    assertThat(new FormFields(name -> Optional.empty()).previewLimit()).isEqualTo(10);
  }
}
