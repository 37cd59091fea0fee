package peal.dialer.carrier.twilio;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/** Forms as {@code application/x-www-form-urlencoded} has them. */
final class TwilioForm {
  /** Twilio's own forms have some forty. */
  private static final int MOST_FIELDS = 100;

  private final StringBuilder text = new StringBuilder();

  /** Adds a field; a name may come several times. Null adds nothing. */
  TwilioForm with(String name, String value) {
    if (value != null) {
      text.append(text.isEmpty() ? "" : "&")
          .append(TwilioSettings.encoded(name))
          .append('=')
          .append(TwilioSettings.encoded(value));
    }
    return this;
  }

  @Override
  public String toString() {
    return text.toString();
  }

  /**
   * Reads a form.
   *
   * @throws IllegalArgumentException when it is none
   */
  static SortedMap<String, List<String>> read(String form) {
    SortedMap<String, List<String>> fields = new TreeMap<>();
    String[] posted = form.isEmpty() ? new String[0] : form.split("&", MOST_FIELDS + 1);
    if (posted.length > MOST_FIELDS) {
      throw new IllegalArgumentException("a form of ours has at most " + MOST_FIELDS + " fields");
    }
    for (String field : posted) {
      int equals = field.indexOf('=');
      String name = equals < 0 ? field : field.substring(0, equals);
      String value = equals < 0 ? "" : field.substring(equals + 1);
      fields.computeIfAbsent(decoded(name), any -> new ArrayList<>()).add(decoded(value));
    }
    return fields;
  }

  private static String decoded(String text) {
    return URLDecoder.decode(text, StandardCharsets.UTF_8);
  }
}
