package peal.gateway.json;

import io.javalin.http.Context;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import peal.gateway.Refusals;

/**
 * Which part of a list a client wants.
 *
 * @param number from 1
 * @param limit items on a page, 1–100
 */
public record Page(int number, int limit) {
  /** No list has so many pages; whatever is past it is as empty. */
  private static final String FURTHEST = "999999999";

  /**
   * From the query: {@code page} (1) and {@code limit} (20).
   *
   * @throws peal.service.http.ApiError 400 when one is no number or out of range
   */
  public static Page of(Context ctx) {
    return new Page(parameter(ctx, "page", 1, Integer.MAX_VALUE), parameter(ctx, "limit", 20, 100));
  }

  /**
   * The page that {@code text} names, in at most nine digits: a page past the end is empty, however
   * far past it. What is no whole number stays as it is.
   */
  public static String inReach(String text) {
    if (!text.matches("[0-9]+")) {
      return text;
    }
    String digits = text.replaceFirst("^0+(?=[0-9])", "");
    return digits.length() > FURTHEST.length() ? FURTHEST : digits;
  }

  /** This page of {@code all}: {@code {"data": […], "pagination": {…}}}. */
  public <T> Map<String, Object> of(List<T> all, Function<T, ?> view) {
    long totalPages = (all.size() + limit - 1L) / limit;
    Map<String, Object> pagination = new LinkedHashMap<>();
    pagination.put("page", number);
    pagination.put("limit", limit);
    pagination.put("total", all.size());
    pagination.put("totalPages", totalPages);
    pagination.put("hasNext", number < totalPages);
    pagination.put("hasPrev", number > 1);
    Map<String, Object> answer = new LinkedHashMap<>();
    answer.put("data", all.stream().skip((number - 1L) * limit).limit(limit).map(view).toList());
    answer.put("pagination", pagination);
    return answer;
  }

  private static int parameter(Context ctx, String name, int otherwise, int max) {
    String given = Query.parameter(ctx, name).map(Page::inReach).orElse(null);
    if (given == null) {
      return otherwise;
    }
    int value = given.matches("[0-9]{1,9}") ? Integer.parseInt(given) : 0;
    if (value < 1 || value > max) {
      throw Refusals.field(
          name,
          "'%s' must be a whole number from 1%s."
              .formatted(name, max == Integer.MAX_VALUE ? "" : " to " + max));
    }
    return value;
  }
}
