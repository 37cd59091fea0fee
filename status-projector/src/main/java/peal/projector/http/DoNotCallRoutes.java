package peal.projector.http;

import io.javalin.config.JavalinConfig;
import io.javalin.http.Context;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Stream;
import peal.domain.DoNotCallList;
import peal.domain.Lane;
import peal.domain.PhoneNumber;
import peal.projector.fold.LaneLists;
import peal.projector.fold.ListEntry;
import peal.projector.fold.ListsAnswer;
import peal.projector.query.CallPage;
import peal.projector.query.RoutedLane;
import peal.service.ByteBudget;

/**
 * A workspace's do-not-call lists: their names and sizes, their entries, and what its lanes said to
 * a request that changes them.
 */
public final class DoNotCallRoutes {
  private static final String LISTS = "/workspaces/{ws}/do-not-call";
  private static final int LONGEST_PAGE = 1_000;
  private static final int USUAL_PAGE = 100;

  private final Function<Lane, RoutedLane> lanes;
  private final HeldAnswers held;

  /**
   * Answers from {@code lanes}, which makes a reader for one request; as many pages as are held.
   */
  public DoNotCallRoutes(Function<Lane, RoutedLane> lanes, HeldAnswers held) {
    this.lanes = lanes;
    this.held = held;
  }

  /** Adds the routes. */
  public void addTo(JavalinConfig config) {
    config.routes.get(LISTS, this::lists);
    config.routes.get(LISTS + "/answer", this::answer);
    config.routes.get(LISTS + "/entries", this::entries);
  }

  /**
   * What of a list is asked for; what has no meaning beside the rest is refused where it is wrong.
   */
  private record Span(PhoneNumber after, int limit) {
    static Span of(Context ctx) {
      String after = ctx.queryParam("after");
      return new Span(
          after == null ? null : Parameters.phone("after", after),
          Parameters.number(ctx, "limit", USUAL_PAGE, 1, LONGEST_PAGE));
    }
  }

  private void lists(Context ctx) {
    Span.of(ctx);
    List<RoutedLane> read = Parameters.lanes(ctx, lanes);
    Map<String, Long> numbers = new TreeMap<>();
    Map<String, Instant> said = new TreeMap<>();
    for (RoutedLane lane : read) {
      LaneLists known = lane.lists();
      known.numbers().forEach((list, count) -> numbers.merge(list, count, Long::sum));
      known.said().forEach((list, at) -> said.merge(list, at, DoNotCallRoutes::later));
    }
    List<Map<String, Object>> lists = new ArrayList<>();
    numbers.forEach((list, count) -> lists.add(shown(list, count, said.get(list))));
    Map<String, Object> body = new LinkedHashMap<>();
    body.put("lists", lists);
    body.put("total", numbers.values().stream().mapToLong(Long::longValue).sum());
    say(ctx, read, body);
  }

  private static Instant later(Instant one, Instant other) {
    return one.isAfter(other) ? one : other;
  }

  private static Map<String, Object> shown(String list, long numbers, Instant said) {
    Map<String, Object> shown = new LinkedHashMap<>();
    shown.put("list", list);
    shown.put("numbers", numbers);
    if (said != null) {
      shown.put("updatedAt", said.toEpochMilli());
    }
    return shown;
  }

  private void answer(Context ctx) {
    String request = String.valueOf(ctx.queryParam("request"));
    List<RoutedLane> read = Parameters.lanes(ctx, lanes);
    ListsAnswer sum =
        read.stream()
            .map(RoutedLane::lists)
            .flatMap(lists -> lists.answer(request).stream())
            .reduce(ListsAnswer.none(request), ListsAnswer::plus);
    Map<String, Object> body = new LinkedHashMap<>();
    body.put("changed", sum.changed());
    body.put("unchanged", sum.unchanged());
    body.put("withdrawn", sum.withdrawn());
    body.put("out", sum.out());
    say(ctx, read, body);
  }

  /** Of one number, over all lists; or of one list, in the order of numbers. */
  private void entries(Context ctx) {
    Span span = Span.of(ctx);
    List<RoutedLane> read = Parameters.lanes(ctx, lanes);
    Map<String, Object> body = new LinkedHashMap<>();
    String number = ctx.queryParam("phone_number");
    if (number != null) {
      PhoneNumber whose = Parameters.phone("phone_number", number);
      Lane lane = Lane.of(Parameters.workspace(ctx), whose, read.size());
      DoNotCallList only = ctx.queryParam("list") == null ? null : Parameters.list(ctx);
      body.put(
          "entries",
          shown(
              read.get(lane.index()).entries(whose).stream()
                  .filter(entry -> only == null || entry.list().equals(only))));
      say(ctx, read, body);
      return;
    }
    DoNotCallList list = Parameters.list(ctx);
    try (ByteBudget.Held room = held.take(Parameters.workspace(ctx), CallPage.MOST_BYTES)) {
      List<ListEntry> found = List.of();
      for (RoutedLane lane : read) {
        // No more than two lanes' are held.
        found =
            Stream.concat(
                    found.stream(), lane.entries(list, span.after(), span.limit() + 1).stream())
                .sorted(Comparator.comparingLong(entry -> entry.number().digits()))
                .limit(span.limit() + 1L)
                .toList();
      }
      body.put("entries", shown(found.stream().limit(span.limit())));
      if (found.size() > span.limit()) {
        body.put("next", found.get(span.limit() - 1).number().e164());
      }
      say(ctx, read, body);
    }
  }

  private static List<Map<String, Object>> shown(Stream<ListEntry> entries) {
    return entries.map(DoNotCallRoutes::shown).toList();
  }

  private static Map<String, Object> shown(ListEntry entry) {
    Map<String, Object> shown = new LinkedHashMap<>();
    shown.put("phone_number", entry.number().e164());
    shown.put("list", entry.list().value());
    shown.put("since", entry.at().toEpochMilli());
    if (entry.confirmed() != null) {
      shown.put("confirmed", entry.confirmed().toEpochMilli());
    }
    if (entry.until() != null) {
      shown.put("until", entry.until().toEpochMilli());
    }
    if (entry.reason() != null) {
      shown.put("reason", entry.reason());
    }
    if (entry.by() != null) {
      shown.put("by", entry.by());
    }
    return shown;
  }

  private static void say(Context ctx, List<RoutedLane> read, Map<String, Object> body) {
    if (read.stream().anyMatch(RoutedLane::stale)) {
      ctx.header(BatchRoutes.STALE, "true");
    }
    ctx.json(body);
  }
}
