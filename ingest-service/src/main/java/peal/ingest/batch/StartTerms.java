package peal.ingest.batch;

import java.util.List;
import java.util.Optional;
import peal.domain.Agent;
import peal.domain.BatchPlan;
import peal.domain.CallingAgent;
import peal.domain.Flow;
import peal.domain.RetryPlan;
import peal.domain.Workspace;
import peal.ingest.csv.CsvRules;
import peal.ingest.csv.Placeholders;
import peal.numbers.NumberReader;

/**
 * What a form, an agent and a workspace mean together, before the file is read: a start goes by it,
 * and whoever asks what a start would come to.
 *
 * @param agent the agent as it is now
 * @param placeholders what its texts speak of
 * @param plan how rows are dialed
 * @param rules by which rows are judged
 */
record StartTerms(CallingAgent agent, Placeholders placeholders, BatchPlan plan, CsvRules rules) {
  /**
   * The terms.
   *
   * @throws peal.service.http.ApiError 400 when the agent cannot call, or the form asks for more
   *     than the workspace may
   */
  static StartTerms of(Workspace workspace, Agent agent, Optional<Flow> flow, StartForm form) {
    PlanFields.refuseBeyond(form.plan(), workspace);
    CallingAgent now = AgentSnapshot.of(agent, flow, workspace);
    Placeholders placeholders = Script.of(agent, flow).placeholders(form.emptyWhereMissing());
    RetryPlan callbacks =
        form.callbacks().orElseGet(() -> AgentSnapshot.callbacks(agent)).plan().orElse(null);
    CsvRules rules =
        rules(
            form,
            workspace.limits().maxRowsPerBatch(),
            workspace.limits().quotasOrUsual().fileBytes(),
            placeholders);
    return new StartTerms(now, placeholders, form.plan().withCallbacks(callbacks), rules);
  }

  static CsvRules rules(StartForm form, int maxRows, long mostBytes, Placeholders placeholders) {
    return new CsvRules(
        new NumberReader(form.region()),
        form.onDuplicates(),
        maxRows,
        mostBytes,
        CsvRules.LISTED,
        placeholders,
        form.byRecipient());
  }

  /** The agent with what its texts say of rows with {@code columns}. */
  CallingAgent agent(List<String> columns) {
    return agent.withVariables(placeholders.settled(agent.variables(), columns));
  }
}
