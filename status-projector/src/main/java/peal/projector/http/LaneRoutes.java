package peal.projector.http;

import io.javalin.config.JavalinConfig;
import io.javalin.http.Context;
import java.time.Instant;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import peal.domain.BatchId;
import peal.domain.CallStatus;
import peal.domain.Lane;
import peal.domain.PhoneNumber;
import peal.projector.query.BatchSpan;
import peal.projector.query.CallShare;
import peal.projector.query.LaneReader;
import peal.projector.query.RowRange;

/**
 * Lanes for other projectors: what the stores of this process hold, and nothing else. 204 where
 * there is no such thing, 503 where the lane is not here.
 */
public final class LaneRoutes {
  static final String LANE = "/internal/lanes/{ws}/{lane}";

  private final Local local;

  /** Finds lanes in this process. */
  @FunctionalInterface
  public interface Local {
    /** The lane as its owner ({@code copy} false) or as anyone who follows it has it. */
    LaneReader lane(Lane lane, boolean copy);
  }

  /** Answers from {@code local}. */
  public LaneRoutes(Local local) {
    this.local = local;
  }

  /** Adds the routes. */
  public void addTo(JavalinConfig config) {
    config.routes.get(LANE + "/totals", ctx -> ctx.json(reader(ctx).totals()));
    config.routes.get(LANE + "/batch-ids", this::batchIds);
    config.routes.get(LANE + "/batches", this::batches);
    config.routes.get(
        LANE + "/batches/{batch}", ctx -> maybe(ctx, reader(ctx).batch(Parameters.batch(ctx))));
    config.routes.get(
        LANE + "/batches/{batch}/blocks",
        ctx -> ctx.json(reader(ctx).blocks(Parameters.batch(ctx))));
    config.routes.get(LANE + "/batches/{batch}/calls", this::calls);
    config.routes.get(LANE + "/batches/{batch}/rows", this::rows);
    config.routes.get(LANE + "/batches/{batch}/calls/{row}", this::call);
    config.routes.get(LANE + "/do-not-call", ctx -> ctx.json(reader(ctx).lists()));
    config.routes.get(LANE + "/do-not-call/entries", this::entries);
    config.routes.get(LANE + "/numbered", this::numbered);
    config.routes.get(LANE + "/events", this::events);
    config.routes.get(LANE + "/events/span", ctx -> ctx.json(reader(ctx).eventSpan()));
    config.routes.get(
        LANE + "/events/from",
        ctx -> ctx.json(reader(ctx).eventsFrom(Instant.ofEpochMilli(whole(ctx, "time")))));
  }

  private void entries(Context ctx) {
    String number = ctx.queryParam("phone_number");
    if (number != null) {
      ctx.json(reader(ctx).entries(Parameters.phone("phone_number", number)));
      return;
    }
    String from = ctx.queryParam("after");
    PhoneNumber after = from == null ? null : Parameters.phone("after", from);
    int limit = Parameters.number(ctx, "limit", null, 1, Integer.MAX_VALUE);
    ctx.json(reader(ctx).entries(Parameters.list(ctx), after, limit));
  }

  private void batchIds(Context ctx) {
    int limit = Parameters.number(ctx, "limit", null, 1, Integer.MAX_VALUE);
    BatchId before = id(ctx, "before");
    ctx.json(reader(ctx).batchIds(limit, before).stream().map(BatchId::value).toList());
  }

  private void batches(Context ctx) {
    ctx.json(reader(ctx).batches(new BatchSpan(id(ctx, "oldest"), id(ctx, "newest"))));
  }

  private static BatchId id(Context ctx, String name) {
    String given = ctx.queryParam(name);
    try {
      return given == null ? null : new BatchId(given);
    } catch (IllegalArgumentException e) {
      throw Parameters.invalid(name, name + " must be a batch's id.");
    }
  }

  /** Whoever does not say how much it can hold is of an earlier version and wants all. */
  private void calls(Context ctx) {
    int bytes = Parameters.number(ctx, "bytes", Integer.MAX_VALUE, 1, Integer.MAX_VALUE);
    boolean transcripts = !"false".equals(ctx.queryParam("transcripts"));
    CallShare share =
        new CallShare(bytes == Integer.MAX_VALUE ? Long.MAX_VALUE : bytes, transcripts);
    Wanted wanted = wanted(ctx);
    ctx.json(
        reader(ctx)
            .calls(
                Parameters.batch(ctx), wanted.ranges(), wanted.statuses(), wanted.limit(), share));
  }

  private void numbered(Context ctx) {
    String number = "+" + ctx.queryParam("number");
    if (!PhoneNumber.isValid(number)) {
      throw Parameters.invalid("number", "number must be the digits of a phone number.");
    }
    ctx.json(reader(ctx).numbered(new PhoneNumber(number), id(ctx, "batch"), id(ctx, "before")));
  }

  private void events(Context ctx) {
    int limit = Parameters.number(ctx, "limit", null, 1, Integer.MAX_VALUE);
    int bytes = Parameters.number(ctx, "bytes", null, 1, Integer.MAX_VALUE);
    ctx.json(reader(ctx).events(whole(ctx, "from"), limit, bytes));
  }

  private static long whole(Context ctx, String name) {
    try {
      return Long.parseLong(String.valueOf(ctx.queryParam(name)));
    } catch (NumberFormatException e) {
      throw Parameters.invalid(name, name + " must be a whole number.");
    }
  }

  private void rows(Context ctx) {
    Wanted wanted = wanted(ctx);
    ctx.json(
        reader(ctx)
            .rows(Parameters.batch(ctx), wanted.ranges(), wanted.statuses(), wanted.limit()));
  }

  private record Wanted(List<RowRange> ranges, Set<CallStatus> statuses, int limit) {}

  private static Wanted wanted(Context ctx) {
    int limit = Parameters.number(ctx, "limit", null, 1, Integer.MAX_VALUE);
    try {
      List<RowRange> ranges = RowRange.parse(String.valueOf(ctx.queryParam("ranges")));
      Set<CallStatus> statuses = EnumSet.noneOf(CallStatus.class);
      Arrays.stream(String.valueOf(ctx.queryParam("statuses")).split(","))
          .map(CallStatus::valueOf)
          .forEach(statuses::add);
      return new Wanted(ranges, statuses, limit);
    } catch (IllegalArgumentException e) {
      throw Parameters.invalid("ranges", "ranges or statuses cannot be read.");
    }
  }

  private void call(Context ctx) {
    try {
      long row = Long.parseLong(ctx.pathParam("row"));
      maybe(ctx, reader(ctx).call(Parameters.batch(ctx), row));
    } catch (NumberFormatException e) {
      throw Parameters.invalid("row", "row must be a whole number.");
    }
  }

  private LaneReader reader(Context ctx) {
    try {
      Lane lane = new Lane(Parameters.workspace(ctx), Integer.parseInt(ctx.pathParam("lane")));
      return local.lane(lane, Boolean.parseBoolean(ctx.queryParam("copy")));
    } catch (IllegalArgumentException e) {
      throw Parameters.invalid("lane", "lane must be a whole number from 0.");
    }
  }

  private static void maybe(Context ctx, Optional<?> found) {
    if (found.isPresent()) {
      ctx.json(found.get());
    } else {
      ctx.status(204);
    }
  }
}
