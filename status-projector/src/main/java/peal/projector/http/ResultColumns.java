package peal.projector.http;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import peal.domain.BatchId;
import peal.domain.CallId;
import peal.domain.CallStatus;
import peal.domain.results.ResultTitles;
import peal.domain.results.SpreadsheetText;
import peal.projector.fold.Attempt;
import peal.projector.fold.CallView;
import peal.projector.query.LaneCall;
import peal.topics.DomainJson;

/**
 * The columns of {@code results.csv}; {@link ResultTitles} has their titles.
 *
 * <p>A batch knows the names of its file's columns, as far as they are not very long together; a
 * value under any other name goes into the last column, as JSON.
 */
final class ResultColumns {
  private static final ObjectMapper JSON = DomainJson.newMapper();

  private final Set<String> names;
  private final Optional<BatchId> redialOf;

  /**
   * Columns for files with the variables {@code names}, in that order.
   *
   * @param redialOf the batch whose rows these are again, if they are
   */
  ResultColumns(Collection<String> names, Optional<BatchId> redialOf) {
    this.names = new LinkedHashSet<>(names);
    this.redialOf = redialOf;
  }

  /** The first line. */
  List<String> titles() {
    List<String> all = new ArrayList<>(ResultTitles.FIXED);
    names.forEach(name -> all.add(SpreadsheetText.of(ResultTitles.of(name))));
    all.add(ResultTitles.OTHER);
    return all;
  }

  /** A call's cells; null where it has nothing to say. */
  List<Object> cells(LaneCall call) {
    CallView view = call.view();
    List<Object> cells = new ArrayList<>();
    cells.add(call.id().row());
    cells.add(call.id().toString());
    // A plus and digits, as PhoneNumber guarantees.
    cells.add(view.number().e164());
    cells.add(Parameters.word(view.status()));
    cells.add(CallAnswers.outcomeWord(view).orElse(null));
    cells.add(view.status() == CallStatus.FAILED ? view.outcome().error(view.closed()) : null);
    cells.add(view.attempts().size());
    cells.add(view.lastAttempt().map(Attempt::start).map(ResultColumns::time).orElse(null));
    cells.add(time(CallAnswers.endTime(view)));
    cells.add(time(view.nextAttemptAt()));
    cells.add(talkSeconds(view));
    cells.add(CallAnswers.redialed(call.id(), redialOf).map(CallId::toString).orElse(null));
    addVariables(cells, view);
    return cells;
  }

  /** The cells of a call that is to be dialed again: its row, its number and what it was told. */
  List<Object> again(LaneCall call) {
    List<Object> cells = new ArrayList<>(Collections.nCopies(ResultTitles.FIXED.size(), null));
    cells.set(ResultTitles.FIXED.indexOf(ResultTitles.ROW), call.id().row());
    cells.set(ResultTitles.FIXED.indexOf(ResultTitles.PHONE_NUMBER), call.view().number().e164());
    addVariables(cells, call.view());
    return cells;
  }

  private void addVariables(List<Object> cells, CallView view) {
    names.forEach(name -> cells.add(SpreadsheetText.of(view.variables().get(name))));
    cells.add(SpreadsheetText.of(others(view.variables())));
  }

  private static Double talkSeconds(CallView view) {
    return view.status() == CallStatus.COMPLETED
        ? view.lastAttempt().map(Attempt::talkSeconds).orElse(null)
        : null;
  }

  private static String time(Instant time) {
    return time == null ? null : time.toString();
  }

  private String others(Map<String, String> variables) {
    Map<String, String> others = new LinkedHashMap<>(variables);
    others.keySet().removeAll(names);
    try {
      return others.isEmpty() ? null : JSON.writeValueAsString(others);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a map of texts is JSON", e);
    }
  }
}
