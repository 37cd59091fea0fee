package peal.gateway.calls;

import io.javalin.http.Context;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import peal.domain.CallId;
import peal.domain.PhoneNumber;
import peal.domain.Workspace;
import peal.gateway.Places;
import peal.gateway.Refusals;
import peal.gateway.Tries;
import peal.gateway.access.Caller;
import peal.gateway.batches.BatchQuotas;
import peal.gateway.batches.BatchStates;
import peal.gateway.json.JsonBody;
import peal.gateway.json.Page;
import peal.gateway.json.Query;
import peal.gateway.relay.Answer;
import peal.gateway.relay.Backends;
import peal.service.http.HttpServer;

/**
 * Single calls, API contract, section 3. Such a call is kept like a batch of one row, so what is
 * known of it is asked for as a batch's call is.
 */
public final class Calls {
  /** Each may look at millions of rows. */
  private static final int SEARCHES = 2;

  private static final List<String> FILTERS =
      List.of("batchId", "status", "outcome", "from", "to", "page", "limit", "before");

  private final Backends ingest;
  private final BatchStates states;
  private final Tries tries;
  private final JsonBody body;
  private final BatchQuotas quotas;
  private final Places histories;
  private final Places searches =
      new Places(
          SEARCHES,
          "too_many_searches",
          "This workspace may look for %,d numbers at once. Wait for the answers.");

  /**
   * Handlers that ask {@code ingest} and {@code states}.
   *
   * @param histories how many histories of calls a workspace may ask for at once
   */
  public Calls(
      Backends ingest,
      BatchStates states,
      Tries tries,
      JsonBody body,
      BatchQuotas quotas,
      Places histories) {
    this.quotas = quotas;
    this.histories = histories;
    this.tries = tries;
    this.ingest = ingest;
    this.states = states;
    this.body = body;
  }

  /** {@code POST …}: starts a call. */
  public void start(Context ctx) {
    Workspace workspace = Caller.of(ctx).workspace();
    byte[] order = body.read(ctx).utf8();
    String path = "/workspaces/" + workspace.id() + "/calls";
    Answer answer =
        tries.once(
            ctx,
            "call",
            order,
            headers ->
                quotas.unlessTooMany(
                    workspace,
                    requestId(ctx),
                    headers,
                    all -> ingest.post(path, requestId(ctx), all, order)));
    answer.passOn(ctx);
  }

  /** {@code GET …/{callId}}: how a call stands. */
  public void one(Context ctx) {
    about(ctx, "");
  }

  /** {@code GET …}: the calls to a number, over all batches and single calls. */
  public void ofNumber(Context ctx) {
    Workspace workspace = Caller.of(ctx).workspace();
    StringBuilder query = new StringBuilder("&phone_number=").append(encoded(number(ctx)));
    for (String name : FILTERS) {
      Query.parameter(ctx, name)
          .map(value -> name.equals("page") ? Page.inReach(value) : value)
          .ifPresent(value -> query.append('&').append(name).append('=').append(encoded(value)));
    }
    try (Places.Place place = searches.take(workspace.id())) {
      states.ofWorkspace(workspace, "/calls", query.toString(), requestId(ctx)).passOn(ctx);
    }
  }

  /** A plus sign in an address is a blank, and most clients send it as it is. */
  private static String number(Context ctx) {
    String number =
        Query.parameter(ctx, "phone_number")
            .filter(text -> !text.isBlank())
            .orElseThrow(() -> Refusals.field("phone_number", "'phone_number' is required."))
            .replaceFirst("^ ", "+");
    if (!PhoneNumber.isValid(number)) {
      throw Refusals.field(
          "phone_number",
          "'phone_number' must be the number that was dialed, in E.164: a plus sign, sent as %2B,"
              + " and 7 to 15 digits.");
    }
    return number;
  }

  private static String encoded(String value) {
    return URLEncoder.encode(value, StandardCharsets.UTF_8);
  }

  /** {@code GET …/{callId}/history}: what became of it so far. */
  public void history(Context ctx) {
    try (Places.Place place = histories.take(Caller.of(ctx).workspace().id())) {
      about(ctx, "/history");
    }
  }

  private void about(Context ctx, String what) {
    String id = ctx.pathParam("callId");
    CallId call;
    try {
      call = CallId.parse(id);
    } catch (IllegalArgumentException e) {
      ctx.status(404);
      ctx.json(Map.of("status", "not_found", "error", "There is no call with this id."));
      return;
    }
    states
        .of(Caller.of(ctx).workspace(), call.batch(), "/calls/" + call + what, "", requestId(ctx))
        .passOn(ctx);
  }

  private static String requestId(Context ctx) {
    return ctx.attribute(HttpServer.REQUEST_ID);
  }
}
