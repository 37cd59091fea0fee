package peal.ingest.batch;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import peal.domain.Agent;
import peal.domain.BatchId;
import peal.domain.BatchPlan;
import peal.domain.Flow;
import peal.domain.Lane;
import peal.domain.PhoneNumber;
import peal.domain.Workspace;
import peal.domain.dispatch.BatchTerms;
import peal.domain.forecast.Assumption;
import peal.domain.forecast.Forecast;
import peal.domain.forecast.ForecastRows;
import peal.domain.forecast.Forecasting;
import peal.ingest.csv.FileCheck;
import peal.ingest.csv.FileReport;
import peal.ingest.csv.Header;
import peal.ingest.csv.Problem;
import peal.ingest.csv.RowFile;
import peal.ingest.csv.RowObserver;
import peal.ingest.csv.RowZones;
import peal.service.http.ApiError;

/**
 * What a start with a file would come to: the file is checked as for a start, and its rows are
 * followed on a virtual clock. Nothing is written and nobody is dialed.
 *
 * @param report what the check says
 * @param plan how its rows would be dialed
 * @param forecast what would become of them
 * @param leftOut rows that become no call, by the code of what is wrong with them first
 * @param first its first rows, at most {@value peal.domain.forecast.Forecast#ROWS}
 */
public record PlannedFile(
    FileReport report,
    BatchPlan plan,
    Forecast forecast,
    TreeMap<String, Long> leftOut,
    List<FirstRow> first) {
  /** Ten times what a million rows in thirty zones take of a processor of today. */
  private static final Duration LONGEST = Duration.ofSeconds(30);

  private static final BatchId NONE = BatchId.ofToken("plan");

  /**
   * One of the first rows.
   *
   * @param row its number in the file
   * @param written its number as it stands there
   * @param number the number that is dialed; null where there is none
   * @param call which of the rows that are dialed it is, from 0; negative where it is left out
   * @param problem why it is left out; null where it is not
   */
  public record FirstRow(long row, String written, PhoneNumber number, int call, String problem) {}

  /**
   * Checks {@code file} and follows it.
   *
   * @param clock from now on it is followed
   * @throws ApiError 400 as a start is refused
   * @throws IOException when the file cannot be read
   */
  public static PlannedFile of(
      Workspace workspace,
      Agent agent,
      Optional<Flow> flow,
      StartForm form,
      Assumption assumed,
      RowFile file,
      InstantSource clock)
      throws IOException {
    StartTerms terms = StartTerms.of(workspace, agent, flow, form);
    Gathering rows = new Gathering(workspace, form.byRecipient());
    FileReport report = FileCheck.run(file, terms.rules(), rows);
    BatchStart.refuseUnsound(report, form);
    Instant now = clock.instant().truncatedTo(ChronoUnit.MILLIS);
    BatchPlan plan = terms.plan();
    BatchTerms agreed =
        new BatchTerms(
            NONE,
            terms.agent(),
            rows.calls.size(),
            now,
            plan.scheduledAt(),
            plan.callbacks(),
            false,
            plan.priority(),
            form.hours().orElse(null),
            plan.callsPerSecond(),
            plan.maxConcurrency(),
            plan.endAt(),
            plan.doNotCall(),
            plan.callLimits(),
            plan.stopWhen());
    long deadline = System.nanoTime() + LONGEST.toNanos();
    Forecasting forecasting =
        new Forecasting(
            () -> System.nanoTime() < deadline && !Thread.currentThread().isInterrupted());
    Forecast forecast = forecasting.of(workspace, agreed, rows.calls, assumed, now);
    return new PlannedFile(report, plan, forecast, rows.leftOut, List.copyOf(rows.first));
  }

  /** Looks on while the file is checked. */
  private static final class Gathering implements RowObserver {
    private final Workspace workspace;
    private final boolean byRecipient;
    private final ForecastRows calls;
    private final List<FirstRow> first = new ArrayList<>();
    private final TreeMap<String, Long> leftOut = new TreeMap<>();
    private RowZones zones;

    Gathering(Workspace workspace, boolean byRecipient) {
      this.workspace = workspace;
      this.byRecipient = byRecipient;
      this.calls = new ForecastRows(workspace.lanes());
    }

    @Override
    public void row(
        long row, Header header, List<String> cells, PhoneNumber number, boolean dialed) {
      if (first.size() < Forecast.ROWS) {
        String written = header.numberIn(cells).strip();
        first.add(new FirstRow(row, written, number, dialed ? calls.size() : -1, null));
      }
      if (dialed) {
        if (byRecipient && zones == null) {
          zones = new RowZones(header);
        }
        calls.add(
            Lane.of(workspace.id(), number, workspace.lanes()).index(),
            zones == null ? null : zones.of(number, cells).zones());
      }
    }

    @Override
    public void leftOut(long row, List<String> cells, Problem why) {
      leftOut.merge(why.code(), 1L, Long::sum);
      if (!first.isEmpty() && first.getLast().row() == row) {
        FirstRow last = first.removeLast();
        first.add(new FirstRow(row, last.written(), last.number(), -1, why.code()));
      }
    }
  }
}
