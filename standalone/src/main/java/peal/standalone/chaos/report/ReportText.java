package peal.standalone.chaos.report;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import peal.standalone.display.Table;
import peal.testkit.promises.Verdict;

/** A report to read: on a terminal, and as Markdown. */
public final class ReportText {
  private ReportText() {}

  /** For a terminal. */
  public static String table(ChaosReport report) {
    Table table = new Table().heading("Faults (seed " + report.seed() + ")");
    report.faultsByKind().forEach(table::row);
    table.heading("Rows");
    rows(report).forEach(table::row);
    table.heading("Rings per attempt, by the carrier's ledger");
    report
        .ringsPerAttempt()
        .forEach((rings, attempts) ->
            table.row(rings + (rings == 1 ? " ring" : " rings"), number(attempts) + " attempts"));
    table.heading("Fullest second");
    report.pace().forEach(pace -> table.row(pace.workspace(), words(pace)));
    table.heading("Time to recover, s");
    report.faults().forEach(fault -> table.row(fault.kind() + " " + fault.target(), words(fault)));
    table.heading("Uploads and cancels were answered");
    report.clientAnswers().forEach(table::row);
    table.heading("Promises");
    report.promises().forEach(verdict -> table.row(verdict.promise(), words(verdict)));
    StringBuilder text = new StringBuilder(table.toString());
    report.problems().forEach(problem -> text.append("\nproblem: ").append(problem));
    report.stories().forEach((call, lines) -> story(text, call, lines));
    if (!report.kept()) {
      text.append("\nseed: ").append(report.seed()).append('\n');
    }
    return text.toString();
  }

  private static Map<String, String> rows(ChaosReport report) {
    ChaosReport.Rows rows = report.rows();
    Map<String, String> lines = new LinkedHashMap<>();
    lines.put(
        "accepted",
        number(rows.accepted())
            + " in "
            + rows.batches()
            + " batches, "
            + rows.cancelled()
            + " cancelled");
    lines.put(
        "ended",
        "%s completed, %s failed, %s cancelled"
            .formatted(number(rows.completed()), number(rows.failed()), number(rows.dropped())));
    lines.put("lost", number(rows.lost()));
    lines.put("stuck", number(rows.stuck()));
    lines.put("all over", "%.1f s after the last fault".formatted(report.settledSeconds()));
    return lines;
  }

  private static String words(Pace pace) {
    return "%d of %.0f; undisturbed %d (and one for each of %d %s)"
        .formatted(
            pace.mostInASecond(),
            pace.callsPerSecond(),
            pace.mostInACalmSecond(),
            pace.lanes(),
            pace.lanes() == 1 ? "lane" : "lanes");
  }

  private static String words(ChaosReport.Fault fault) {
    return String.format(
        Locale.ROOT,
        "at %5.1f for %4.1f; ready after %4.1f; no ring for %4.1f; no answer for %4.1f%s",
        fault.at(),
        fault.lasted(),
        fault.readyAfter(),
        fault.withoutRing(),
        fault.withoutAnswer(),
        fault.note().isEmpty() ? "" : "; " + fault.note());
  }

  private static String words(Verdict verdict) {
    return "%-10s %s".formatted(state(verdict), verdict.evidence());
  }

  private static String state(Verdict verdict) {
    return verdict.state().name().toLowerCase(Locale.ROOT).replace('_', ' ');
  }

  private static void story(StringBuilder text, String call, List<String> lines) {
    text.append("\nwhat became of ").append(call).append(":\n");
    lines.forEach(line -> text.append("  ").append(line).append('\n'));
  }

  private static String number(long count) {
    return String.format(Locale.ROOT, "%,d", count);
  }

  /** As a page. */
  public static String markdown(ChaosReport report) {
    StringBuilder page = new StringBuilder();
    page.append("# Chaos, seed ").append(report.seed()).append("\n\n");
    page.append(report.kept() ? "All ten promises held" : "**Not all promises held**");
    page.append(
        " through %d faults within %d s, begun at %s.\n"
            .formatted(report.faults().size(), report.stormSeconds(), report.startedAt()));
    report.problems().forEach(problem -> page.append("\n- ").append(problem));
    page.append("\n## Promises\n\n| promise | | evidence |\n| --- | --- | --- |\n");
    report
        .promises()
        .forEach(verdict -> line(page, verdict.promise(), state(verdict), verdict.evidence()));
    page.append("\n## Rows\n\n| | |\n| --- | --- |\n");
    rows(report).forEach((name, value) -> line(page, name, value));
    page.append("\n## Rings per attempt, by the carrier's ledger\n\n");
    page.append("| rings | attempts |\n| --- | --- |\n");
    report.ringsPerAttempt().forEach((rings, attempts) -> line(page, rings, number(attempts)));
    page.append("\n## Fullest second\n\n| workspace | rings |\n| --- | --- |\n");
    report.pace().forEach(pace -> line(page, pace.workspace(), words(pace)));
    page.append("\n## Faults by kind\n\n| fault | times |\n| --- | --- |\n");
    report.faultsByKind().forEach((kind, count) -> line(page, kind, count));
    page.append("\n## Time to recover\n\nSeconds. Faults overlap, and so do their silences.\n\n");
    page.append("| fault | target | at | lasted | ready after | longest without a ring |");
    page.append(" longest without an answer | |\n");
    page.append("| --- | --- | --- | --- | --- | --- | --- | --- |\n");
    for (ChaosReport.Fault fault : report.faults()) {
      line(
          page,
          fault.kind(),
          fault.target(),
          fault.at(),
          fault.lasted(),
          fault.readyAfter(),
          fault.withoutRing(),
          fault.withoutAnswer(),
          fault.note());
    }
    page.append("\n## What clients were answered\n\n| answer | times |\n| --- | --- |\n");
    report.clientAnswers().forEach((answer, count) -> line(page, answer, count));
    report
        .stories()
        .forEach((call, lines) -> {
          page.append("\n## What became of ").append(call).append("\n\n```\n");
          lines.forEach(text -> page.append(text).append('\n'));
          page.append("```\n");
        });
    return page.toString();
  }

  private static void line(StringBuilder page, Object... cells) {
    for (Object cell : cells) {
      page.append("| ").append(String.valueOf(cell).replace("|", "\\|")).append(' ');
    }
    page.append("|\n");
  }
}
