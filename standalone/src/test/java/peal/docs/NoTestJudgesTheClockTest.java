package peal.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import peal.docs.ClockJudgements.Finding;

/** A test that judges the time that really passed fails on a busy machine, and tells nothing. */
class NoTestJudgesTheClockTest {
  private static final Repository REPOSITORY = Repository.here();

  /** Where there is no clock but the real one. */
  private static final List<Path> REAL_TIME =
      List.of(Path.of("end-to-end"), Path.of("console-test"), Path.of("testkit", "src", "main"));

  /** Those that may, by class and method, each with its reason. */
  private static final Map<String, String> EXCEPTIONS =
      Map.of(
          "TenantsDoNotFeelEachOther.check",
              "the promise, in times of the carrier's ledger; suites tell them by rings",
          "Metronome.run", "tells the machine's lateness from Peal's, in favour of Peal",
          "DispatchOnKafkaTest.aRestartWithNothingButKafkaGoesOnWhereItWas",
              "distances between slots, which dispatch hands out; a slow machine widens them",
          "CarrierLimitTest.aCarrierThatWantsFewerCallsIsAskedRarelyAndEveryRowIsCompletedAsItsFirstAttempt",
              "too many questions in a time, and rests that are too short; a slow machine has fewer"
                  + " and longer ones",
          "WaitingTest.aBusyRowWaitsForItsCallbackAndCanStillBeCancelled",
              "the due time lies between that of the upload and now, however long that was",
          "WaitingTest.nothingRingsBeforeTheScheduledTime",
              "rings of the carrier's ledger after a time that was asked for");

  @Test
  void noTestOfAnyModuleMeasuresOrComparesTheTimeThatPassed() {
    List<String> found = new ArrayList<>();
    for (Path source : REPOSITORY.testSources()) {
      boolean realTime = REAL_TIME.stream().anyMatch(source::startsWith);
      ClockJudgements.in(REPOSITORY.read(source), realTime).stream()
          .filter(finding -> !EXCEPTIONS.containsKey(finding.place()))
          .map(finding -> source + ": " + finding)
          .forEach(found::add);
    }

    assertThat(found)
        .as(
            "Tests that judge the clock. Say what must be done before what, count, or use a clock"
                + " that the test moves; a wait has a time-out of ten times what is usual; a figure"
                + " is a benchmark's. See CONTRIBUTING.md, Tests.")
        .isEmpty();
  }

  @Test
  void everyExceptionIsOne() {
    TreeSet<String> places = new TreeSet<>();
    for (Path source : REPOSITORY.testSources()) {
      ClockJudgements.in(REPOSITORY.read(source), true).stream()
          .map(Finding::place)
          .forEach(places::add);
    }

    assertThat(places).containsAll(EXCEPTIONS.keySet());
  }

  private static String test(String body) {
    return """
    class LaneTest {
      private static final Duration SOON = Duration.ofSeconds(3);

      @Test
      void aLaneIsQuick() {
        %s
      }

      Duration took() {
        return SOON;
      }
    }
    """
        .formatted(body);
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          long a = System.nanoTime(); run();                                                 | measures with nanoTime
          long a = System.currentTimeMillis();                                               | measures with currentTimeMillis
          assertTimeout(SOON, this::run);                                                    | measures with assertTimeout
          Stopwatch watch = Stopwatch.createStarted();                                       | measures with Stopwatch
          Instant a = Instant.now(); assertThat(Duration.between(a, end())).isPositive();    | measures from a reading of the clock
          Instant a = Instant.now(); print(ChronoUnit.MILLIS.between(a, end()));             | measures from a reading of the clock
          print(begin.until(Instant.now(), ChronoUnit.MILLIS));                              | measures from a reading of the clock
          Instant late = Instant.now().plusSeconds(3); while (Instant.now().isBefore(late)); | compares a reading of the clock
          Instant a = Instant.now(); run(); assertThat(end()).isBefore(a.plus(SOON));        | compares a reading of the clock
          long a = Instant.now().toEpochMilli(); assertThat(end() - a < 3_000).isTrue();     | compares a reading of the clock
          long a = Instant.now().toEpochMilli(); assertThat(end() - a).isLessThan(3_000);    | compares a reading of the clock
          """)
  void whoeverMeasuresOrComparesIsFound(String body, String what) {
    assertThat(ClockJudgements.in(test(body), false))
        .contains(new Finding("LaneTest.aLaneIsQuick", what));
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          assertThat(took()).isLessThan(Duration.ofSeconds(3));
          assertThat(firstRing(batch)).as("soon").isLessThan(SOON);
          assertThat(tens).allMatch(ten -> took().compareTo(SOON) < 0);
          assertThat(last.time() - first.time() > SOON.toMillis()).isFalse();
          """)
  void whereTimeIsRealADurationIsNotCompared(String body) {
    assertThat(ClockJudgements.in(test(body), true))
        .contains(new Finding("LaneTest.aLaneIsQuick", "compares a duration"));
    assertThat(ClockJudgements.in(test(body), false)).isEmpty();
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          clock.advance(SOON); assertThat(lane.now()).isEqualTo(START.plus(SOON));
          lane.start(System::nanoTime);
          lane.upload(Instant.now()); await().atMost(SOON).until(lane::isEmpty);
          assertThat(done).succeedsWithin(SOON);
          assertThat(rings.getFirst().time()).isLessThan(others.getLast().time());
          """)
  void madeUpTimeTimeOutsAndOrderAreFine(String body) {
    assertThat(ClockJudgements.in(test(body), true)).isEmpty();
  }
}
