package peal.ingest.batch;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.DayOfWeek;
import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import peal.domain.hours.CallingHours;
import peal.domain.hours.ClosedDates;
import peal.domain.hours.DailyWindow;
import peal.service.http.ApiError;

/**
 * Reads the form field {@code callTimeWindow}: {@code {"windows": [{"start": "09:00", "end":
 * "20:00"}], "day": ["Monday"], "timezone": "recipient", "restrictedDates": [{"startDate":
 * "2026-12-25", "endDate": "2026-12-26"}]}}.
 */
final class CallTimeWindowText {
  private static final List<String> FIELDS =
      List.of("day", "restrictedDates", "timezone", "windows");
  private static final List<String> OF_WINDOW = List.of("end", "start");
  private static final List<String> OF_DATES = List.of("endDate", "name", "startDate");
  private static final Pattern TIME = Pattern.compile("([01]\\d|2[0-4]):([0-5]\\d)");

  /** One more than may be there, which is enough to be refused for. */
  private static final int READ = 401;

  private CallTimeWindowText() {}

  /**
   * Reads {@code text}.
   *
   * @param unknownTimezone the zone of recipients whose zone is unknown, or null
   * @throws ApiError 400 naming the field that is wrong
   */
  static CallingHours parse(String text, String unknownTimezone) {
    JsonNode root = FieldJson.read("callTimeWindow", text);
    known(root, "", FIELDS);
    List<DailyWindow> windows = new ArrayList<>();
    for (JsonNode window : list(root, "windows")) {
      windows.add(window(window, ".windows[" + windows.size() + "]"));
    }
    Set<DayOfWeek> days = EnumSet.noneOf(DayOfWeek.class);
    for (JsonNode day : list(root, "day")) {
      days.add(day(day));
    }
    if (days.isEmpty() && !root.path("day").isMissingNode() && !root.path("day").isNull()) {
      throw wrong(".day", "has no weekday; leave it out for every day");
    }
    List<ClosedDates> closed = new ArrayList<>();
    for (JsonNode dates : list(root, "restrictedDates")) {
      closed.add(dates(dates, ".restrictedDates[" + closed.size() + "]"));
    }
    String zone = text(root, "", "timezone");
    String fixed = "recipient".equals(zone) ? null : zone;
    return refusing("", () -> new CallingHours(windows, days, fixed, closed, unknownTimezone));
  }

  private static DailyWindow window(JsonNode window, String path) {
    known(window, path, OF_WINDOW);
    int start = minute(window.path("start"), path + ".start");
    int end = minute(window.path("end"), path + ".end");
    return refusing(path, () -> new DailyWindow(start, end));
  }

  private static int minute(JsonNode time, String path) {
    if (time.isIntegralNumber() && time.canConvertToInt()) {
      return time.intValue();
    }
    Matcher matcher = TIME.matcher(time.isTextual() ? time.textValue() : "");
    if (!matcher.matches()) {
      throw wrong(path, "must be a time such as \"09:00\", or minutes of the day, 0-1440");
    }
    return Integer.parseInt(matcher.group(1)) * 60 + Integer.parseInt(matcher.group(2));
  }

  private static DayOfWeek day(JsonNode day) {
    try {
      return DayOfWeek.valueOf(day.asText().toUpperCase(Locale.ROOT));
    } catch (IllegalArgumentException e) {
      throw wrong(".day", "must be a list of weekdays, Monday to Sunday");
    }
  }

  private static ClosedDates dates(JsonNode dates, String path) {
    known(dates, path, OF_DATES);
    String name = text(dates, path, "name");
    LocalDate start = date(dates, path, "startDate");
    LocalDate end = date(dates, path, "endDate");
    return refusing(path, () -> new ClosedDates(name, start, end));
  }

  private static LocalDate date(JsonNode dates, String path, String field) {
    String text = text(dates, path, field);
    try {
      return text == null ? null : LocalDate.parse(text);
    } catch (DateTimeParseException e) {
      throw wrong(path + "." + field, "must be a date such as 2026-12-25");
    }
  }

  private static String text(JsonNode node, String path, String field) {
    JsonNode value = node.path(field);
    if (value.isMissingNode() || value.isNull()) {
      return null;
    }
    if (!value.isTextual()) {
      throw wrong(path + "." + field, "must be a text");
    }
    return value.textValue();
  }

  private static List<JsonNode> list(JsonNode root, String field) {
    JsonNode list = root.path(field);
    if (list.isMissingNode() || list.isNull()) {
      return List.of();
    }
    if (!list.isArray()) {
      throw wrong("." + field, "must be a list");
    }
    List<JsonNode> some = new ArrayList<>();
    for (int i = 0; i < Math.min(list.size(), READ); i++) {
      some.add(list.get(i));
    }
    return some;
  }

  /** A field that is left aside might be one that forbids calls. */
  private static void known(JsonNode node, String path, List<String> fields) {
    if (!node.isObject()) {
      throw wrong(path, "must be a JSON object");
    }
    node.fieldNames()
        .forEachRemaining(name -> {
          if (!fields.contains(name)) {
            throw wrong(path, "has a field that is none of " + String.join(", ", fields));
          }
        });
  }

  private static <T> T refusing(String path, Supplier<T> made) {
    try {
      return made.get();
    } catch (IllegalArgumentException e) {
      throw wrong(path, "is refused: " + e.getMessage());
    }
  }

  private static ApiError wrong(String path, String what) {
    return FormFields.wrong("callTimeWindow", path, what);
  }
}
