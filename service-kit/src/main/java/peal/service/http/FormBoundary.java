package peal.service.http;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.eclipse.jetty.http.HttpField;

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
    Map<String, String> parameters = new LinkedHashMap<>();
    HttpField.getValueParameters(contentType, parameters);
    return parameters.entrySet().stream()
        .filter(parameter -> parameter.getKey().strip().equalsIgnoreCase("boundary"))
        .map(Map.Entry::getValue)
        .filter(value -> value != null && !value.isBlank() && value.length() <= LONGEST)
        .findFirst();
  }
}
