package peal.service.http;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The boundary of a form's parts, as {@code Content-Type} names it. */
public final class FormBoundary {
  private static final String FORM = "multipart/form-data";

  /** RFC 2046 allows 70; some clients take more. */
  private static final int LONGEST = 200;

  private FormBoundary() {}

  /** Whether {@code contentType} is that of a form with parts. */
  public static boolean isForm(String contentType) {
    String type = contentType == null ? "" : contentType.strip();
    return type.regionMatches(true, 0, FORM, 0, FORM.length());
  }

  /**
   * The boundary in {@code contentType}: the parameter's name is written in any case, and its value
   * may be quoted and then have blanks. Empty where there is none of 1 to 200 characters.
   */
  public static Optional<String> of(String contentType) {
    if (!isForm(contentType)) {
      return Optional.empty();
    }
    return parameters(contentType).stream()
        .map(FormBoundary::value)
        .flatMap(Optional::stream)
        .filter(value -> !value.isBlank() && value.length() <= LONGEST)
        .findFirst();
  }

  /** What stands behind each semicolon that is not quoted. */
  private static List<String> parameters(String contentType) {
    List<String> parameters = new ArrayList<>();
    boolean quoted = false;
    int begin = -1;
    for (int i = 0; i < contentType.length(); i++) {
      char c = contentType.charAt(i);
      if (quoted && c == '\\') {
        i++;
      } else if (c == '"') {
        quoted = !quoted;
      } else if (c == ';' && !quoted) {
        if (begin >= 0) {
          parameters.add(contentType.substring(begin, i));
        }
        begin = i + 1;
      }
    }
    if (begin >= 0) {
      parameters.add(contentType.substring(begin));
    }
    return parameters;
  }

  /**
   * The value of {@code parameter} if it is the boundary. Unquoted it may have an {@code =}, as
   * Java's mail libraries write it, though they should not.
   */
  private static Optional<String> value(String parameter) {
    int equals = parameter.indexOf('=');
    if (equals < 0 || !parameter.substring(0, equals).strip().equalsIgnoreCase("boundary")) {
      return Optional.empty();
    }
    String value = parameter.substring(equals + 1).strip();
    return value.startsWith("\"") ? unquoted(value) : Optional.of(value);
  }

  /** Empty where the quote is not closed, or not at the end. */
  private static Optional<String> unquoted(String value) {
    StringBuilder inside = new StringBuilder();
    for (int i = 1; i < value.length(); i++) {
      char c = value.charAt(i);
      if (c == '"') {
        return i == value.length() - 1 ? Optional.of(inside.toString()) : Optional.empty();
      }
      if (c == '\\' && i + 1 < value.length()) {
        i++;
      }
      inside.append(value.charAt(i));
    }
    return Optional.empty();
  }
}
