package peal.projector.http;

import io.javalin.http.Context;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import peal.domain.BatchId;
import peal.domain.CallId;
import peal.domain.DoNotCallList;
import peal.domain.Lane;
import peal.domain.PhoneNumber;
import peal.domain.WorkspaceId;
import peal.projector.query.Page;
import peal.projector.query.RoutedLane;
import peal.service.http.ApiError;

/** Reads a request's parameters, refusing what is out of range by name. */
final class Parameters {
  private static final int MAX_LANES = 64;

  private Parameters() {}

  static WorkspaceId workspace(Context ctx) {
    try {
      return new WorkspaceId(ctx.pathParam("ws"));
    } catch (IllegalArgumentException e) {
      throw invalid("ws", "The workspace id must be 1-64 letters, digits, '-' or '_'.");
    }
  }

  /** The batch that the path names; what cannot be an id names no batch. */
  static BatchId batch(Context ctx) {
    String id = ctx.pathParam("batch");
    try {
      return new BatchId(id);
    } catch (IllegalArgumentException e) {
      throw unknownBatch(id);
    }
  }

  /** The call that the path names; empty for what cannot be an id. */
  static Optional<CallId> call(Context ctx) {
    try {
      return Optional.of(CallId.parse(ctx.pathParam("job")));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  static ApiError unknownBatch(String id) {
    return new ApiError(
        404, "Batch not found", "There is no batch with this id.", "NOT_FOUND", Map.of("id", id));
  }

  /** A reader of each lane of the workspace, by ascending index; the query says how many. */
  static List<RoutedLane> lanes(Context ctx, Function<Lane, RoutedLane> readers) {
    WorkspaceId workspace = workspace(ctx);
    return IntStream.range(0, number(ctx, "lanes", null, 1, MAX_LANES))
        .mapToObj(index -> readers.apply(new Lane(workspace, index)))
        .toList();
  }

  /** The do-not-call list that the query names. */
  static DoNotCallList list(Context ctx) {
    String name = ctx.queryParam("list");
    if (!DoNotCallList.isValid(name)) {
      throw invalid(
          "list",
          "list must be the name of a list: 1-%d lower-case letters, digits and hyphens."
              .formatted(DoNotCallList.LONGEST));
    }
    return new DoNotCallList(name);
  }

  /** A number as it is shown. */
  static PhoneNumber phone(String name, String text) {
    if (!PhoneNumber.isValid(text)) {
      throw invalid(name, name + " must be a phone number as it is shown, with its +.");
    }
    return new PhoneNumber(text);
  }

  /** The batch than which those that are listed are older. */
  static Optional<BatchId> before(Context ctx) {
    try {
      return Optional.ofNullable(ctx.queryParam("before")).map(BatchId::new);
    } catch (IllegalArgumentException e) {
      throw invalid("before", "before must be a batch's id.");
    }
  }

  static Page page(Context ctx) {
    return new Page(number(ctx, "page", 1, 1, Integer.MAX_VALUE), number(ctx, "limit", 20, 1, 100));
  }

  /** The status to filter by; empty for {@code all}, which is also the default. */
  static <E extends Enum<E>> Optional<E> status(Context ctx, Class<E> type) {
    String word = ctx.queryParam("status");
    if (word == null || word.equals("all")) {
      return Optional.empty();
    }
    return Arrays.stream(type.getEnumConstants())
        .filter(constant -> word(constant).equals(word))
        .findFirst()
        .or(() -> {
          throw invalid("status", "status must be all, " + words(type) + ".");
        });
  }

  /**
   * The number {@code name}, or {@code otherwise} where it is absent and that is not null.
   *
   * @param most highest that is accepted; {@link Integer#MAX_VALUE} for any, and then a number
   *     above is taken as this one
   */
  static int number(Context ctx, String name, Integer otherwise, int least, int most) {
    String text = ctx.queryParam(name);
    if (text == null && otherwise != null) {
      return otherwise;
    }
    try {
      int value = Integer.parseInt(text == null ? "" : text);
      if (value >= least && value <= most) {
        return value;
      }
    } catch (NumberFormatException e) {
      if (most == Integer.MAX_VALUE && text != null && text.matches("[0-9]+")) {
        // Digits that are no int: nothing that is numbered here goes so far.
        return most;
      }
      // Else refused below, like a number out of range.
    }
    String range =
        most == Integer.MAX_VALUE
            ? "a whole number of at least " + least
            : "a whole number from " + least + " to " + most;
    throw invalid(name, name + " must be " + range + ".");
  }

  static ApiError invalid(String name, String sentence) {
    return new ApiError(
        400,
        "Invalid parameter",
        sentence,
        "INVALID_PARAMETER",
        Map.of("parameter", name, "field", name));
  }

  static String word(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT);
  }

  private static String words(Class<? extends Enum<?>> type) {
    return Arrays.stream(type.getEnumConstants())
        .map(Parameters::word)
        .collect(Collectors.joining(", "));
  }
}
