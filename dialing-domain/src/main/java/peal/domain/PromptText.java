package peal.domain;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Fills {@code {name}} and {@code {{name}}} in prompts and welcome messages. */
public final class PromptText {
  private static final Pattern PLACEHOLDER =
      Pattern.compile("\\{\\{\\s*([A-Za-z0-9_.-]+)\\s*}}|\\{\\s*([A-Za-z0-9_.-]+)\\s*}");

  private PromptText() {}

  /**
   * A filled text.
   *
   * @param text the text; unknown placeholders stay as they are
   * @param unknown names that no source knew, in order of first appearance
   */
  public record Filled(String text, Set<String> unknown) {}

  /**
   * Fills {@code template} from the first of {@code sources} that knows a name, compared without
   * case. A filled value is never expanded again.
   */
  public static Filled fill(String template, List<Map<String, String>> sources) {
    Set<String> unknown = new LinkedHashSet<>();
    Matcher m = PLACEHOLDER.matcher(template);
    StringBuilder out = new StringBuilder();
    while (m.find()) {
      String name = m.group(1) != null ? m.group(1) : m.group(2);
      String value = valueOf(name, sources);
      if (value == null) {
        unknown.add(name);
      }
      m.appendReplacement(out, Matcher.quoteReplacement(value == null ? m.group() : value));
    }
    return new Filled(m.appendTail(out).toString(), unknown);
  }

  private static String valueOf(String name, List<Map<String, String>> sources) {
    for (Map<String, String> source : sources) {
      String exact = source.get(name);
      if (exact != null) {
        return exact;
      }
      for (Map.Entry<String, String> entry : source.entrySet()) {
        if (entry.getKey().equalsIgnoreCase(name)) {
          return entry.getValue();
        }
      }
    }
    return null;
  }
}
