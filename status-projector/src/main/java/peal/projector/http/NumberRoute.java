package peal.projector.http;

import io.javalin.config.JavalinConfig;
import io.javalin.http.Context;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;
import peal.domain.BatchId;
import peal.domain.CallStatus;
import peal.domain.Lane;
import peal.domain.Outcome;
import peal.domain.PhoneNumber;
import peal.domain.WorkspaceId;
import peal.projector.fold.Attempt;
import peal.projector.query.LaneCall;
import peal.projector.query.NumberCalls;
import peal.projector.query.NumberCalls.Found;
import peal.projector.query.Page;
import peal.projector.query.RoutedLane;
import peal.service.ByteBudget;

/** {@code GET …/calls?number=…}: a number's calls, over all batches and single calls. */
public final class NumberRoute {
  private static final long ROOM = 2 << 20;

  private static final List<String> OUTCOMES =
      Stream.concat(Stream.of(Outcome.values()).map(Outcome::word), Stream.of("skipped")).toList();

  private final Function<Lane, RoutedLane> lanes;
  private final HeldAnswers held;

  /** Answers from {@code lanes}, as many looks at once as are {@code held}. */
  public NumberRoute(Function<Lane, RoutedLane> lanes, HeldAnswers held) {
    this.lanes = lanes;
    this.held = held;
  }

  /** Adds the route. */
  public void addTo(JavalinConfig config) {
    config.routes.get("/workspaces/{ws}/calls", this::calls);
  }

  private void calls(Context ctx) {
    WorkspaceId workspace = Parameters.workspace(ctx);
    PhoneNumber number = number(ctx);
    Page page = Parameters.page(ctx);
    Filter filter = Filter.of(ctx);
    BatchId in = batch(ctx);
    BatchId before = Parameters.before(ctx).orElse(null);
    int count = Parameters.lanes(ctx, lanes).size();
    RoutedLane lane = lanes.apply(Lane.of(workspace, number, count));
    try (ByteBudget.Held room = held.take(workspace, ROOM)) {
      NumberCalls found = lane.numbered(number, in, before);
      List<Found> matching = found.calls().stream().filter(filter::takes).toList();
      if (lane.stale()) {
        ctx.header(BatchRoutes.STALE, "true");
      }
      Map<String, Object> body = new LinkedHashMap<>();
      body.put(
          "calls",
          matching.stream()
              .skip(page.offset())
              .limit(page.limit())
              .map(NumberRoute::listed)
              .toList());
      body.put("pagination", BatchAnswers.pagination(page, matching.size()));
      if (found.looked() != null) {
        body.put("nextBefore", found.looked().value());
      }
      ctx.json(body);
    }
  }

  private static Map<String, Object> listed(Found found) {
    Map<String, Object> body = new LinkedHashMap<>();
    if (!found.batch().single()) {
      body.put("batchId", found.call().id().batch().value());
      if (found.batch().name() != null) {
        body.put("batchName", found.batch().name());
      }
    }
    body.put("queuedAt", found.batch().openedAt());
    body.putAll(CallAnswers.ended(found.call()));
    return body;
  }

  private static PhoneNumber number(Context ctx) {
    String text = ctx.queryParam("phone_number");
    if (!PhoneNumber.isValid(text)) {
      throw Parameters.invalid(
          "phone_number",
          "phone_number must be the number that was dialed, in E.164: a plus sign, sent as %2B,"
              + " and 7 to 15 digits.");
    }
    return new PhoneNumber(text);
  }

  private static BatchId batch(Context ctx) {
    try {
      return Optional.ofNullable(ctx.queryParam("batchId")).map(BatchId::new).orElse(null);
    } catch (IllegalArgumentException e) {
      throw Parameters.invalid("batchId", "batchId must be a batch's id.");
    }
  }

  /**
   * Which of them are wanted.
   *
   * @param outcome as it is shown, or null for any
   * @param from Unix ms, included
   * @param to Unix ms, not included
   */
  private record Filter(Optional<CallStatus> status, String outcome, long from, long to) {
    static Filter of(Context ctx) {
      String outcome = ctx.queryParam("outcome");
      if (outcome != null && !OUTCOMES.contains(outcome)) {
        throw Parameters.invalid(
            "outcome", "outcome must be one of " + String.join(", ", OUTCOMES) + ".");
      }
      return new Filter(
          Parameters.status(ctx, CallStatus.class),
          outcome,
          millis(ctx, "from", 0),
          millis(ctx, "to", Long.MAX_VALUE));
    }

    private static long millis(Context ctx, String name, long otherwise) {
      String text = ctx.queryParam(name);
      if (text == null) {
        return otherwise;
      }
      if (!text.matches("[0-9]{1,15}")) {
        throw Parameters.invalid(name, name + " must be a time in Unix milliseconds.");
      }
      return Long.parseLong(text);
    }

    boolean takes(Found found) {
      long at = at(found);
      return status.filter(wanted -> wanted != found.call().view().status()).isEmpty()
          && (outcome == null
              || CallAnswers.outcomeWord(found.call().view()).filter(outcome::equals).isPresent())
          && at >= from
          && at < to;
    }

    /** When it was last dialed; before its first dial when its batch was started. */
    private static long at(Found found) {
      LaneCall call = found.call();
      return call.view()
          .lastAttempt()
          .map(Attempt::start)
          .map(start -> start.toEpochMilli())
          .orElse(found.batch().openedAt());
    }
  }
}
