package peal.gateway.donotcall;

import io.javalin.http.Context;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import peal.domain.Workspace;
import peal.gateway.Places;
import peal.gateway.access.Caller;
import peal.gateway.access.Rights;
import peal.gateway.json.JsonBody;
import peal.gateway.json.Query;
import peal.service.http.ApiError;
import peal.service.http.HttpServer;

/**
 * Whom a workspace does not call. It answers to a change when the lane of each number has taken it
 * in: an answer before that could be followed by a dial.
 */
public final class DoNotCall {
  private static final int CHANGES_AT_ONCE = 2;
  private static final Set<String> NUMBERS = Set.of("phone_number", "after");

  private final ListStates states;
  private final ListLanes lanes;
  private final JsonBody body;
  private final Places changes =
      new Places(
          CHANGES_AT_ONCE,
          "too_many_list_changes",
          "This workspace has %,d changes of do-not-call lists under way here. Wait for their"
              + " answers.");

  /** Changes by {@code log}, watched by {@code states}, each with an id of its own. */
  public DoNotCall(ListStates states, SuppressionLog log, JsonBody body, Supplier<String> ids) {
    this.states = states;
    this.lanes = new ListLanes(states, log, ids);
    this.body = body;
  }

  /**
   * {@code POST …}: puts numbers on a list; a repeat does no harm.
   *
   * @throws ApiError 400 a field is wrong; 409 there are too many lists; 413 too many entries; 503
   *     the lanes did not take it in in time, or nobody can tell
   */
  public void add(Context ctx) {
    Caller caller = Caller.of(ctx);
    String requestId = ctx.attribute(HttpServer.REQUEST_ID);
    ListChange change = ListChange.addition(body.read(ctx), states.now());
    ListStates.Said said;
    // Lanes take entries in before rows, and answer to each: whoever sends many waits for them.
    try (Places.Place place = changes.take(caller.workspace().id())) {
      said = lanes.putOn(caller, change, requestId);
    }
    Map<String, Object> answer = new LinkedHashMap<>();
    answer.put("list", change.list().value());
    answer.put("added", said.changed());
    answer.put("already", said.unchanged());
    answer.put("withdrawn", said.withdrawn());
    answer.put("out", said.out());
    ctx.json(answer);
  }

  /**
   * {@code DELETE …}: takes numbers off a list; a repeat does no harm.
   *
   * @throws ApiError 400 a field is wrong; 403 members; 503 the lanes did not take it in in time,
   *     or nobody can tell
   */
  public void remove(Context ctx) {
    Caller caller = Caller.of(ctx);
    Rights.mayShortenLists(caller);
    ListChange change = ListChange.removal(body.read(ctx));
    String requestId = ctx.attribute(HttpServer.REQUEST_ID);
    ListStates.Said said;
    try (Places.Place place = changes.take(caller.workspace().id())) {
      said = lanes.takeOff(caller, change, states.now(), requestId);
    }
    Map<String, Object> answer = new LinkedHashMap<>();
    answer.put("list", change.list().value());
    answer.put("removed", said.changed());
    answer.put("absent", said.unchanged());
    ctx.json(answer);
  }

  /**
   * {@code GET …}: the lists and how many numbers they have; with {@code phone_number}, the entries
   * of that number, of one list where {@code list} is there too; with that alone, a page of it.
   */
  public void show(Context ctx) {
    Workspace workspace = Caller.of(ctx).workspace();
    String requestId = ctx.attribute(HttpServer.REQUEST_ID);
    boolean ofNumber = Query.parameter(ctx, "phone_number").isPresent();
    boolean ofList = Query.parameter(ctx, "list").isPresent();
    StringBuilder query = new StringBuilder();
    for (String name : List.of("phone_number", "list", "after", "limit")) {
      Query.parameter(ctx, name)
          .map(value -> NUMBERS.contains(name) ? withPlus(value) : value)
          .ifPresent(value -> query.append('&').append(name).append('=').append(encoded(value)));
    }
    String path = ofNumber || ofList ? "/entries" : "";
    states.of(workspace, path, query.toString(), requestId).passOn(ctx);
  }

  /** A plus sign in an address is a blank to whoever reads it, and is easily left out. */
  private static String withPlus(String number) {
    String digits = number.strip();
    return digits.startsWith("+") ? digits : "+" + digits;
  }

  private static String encoded(String value) {
    return URLEncoder.encode(value, StandardCharsets.UTF_8);
  }
}
