package peal.ingest.csv;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import peal.domain.ColumnName;
import peal.domain.PromptText;

/**
 * Finds placeholders that are none as they are written, and whose braces would be said: {@code
 * {first_name}, {@code {=first_name}}, a name between full-width braces. Only names that somebody
 * knows are looked for; what else stands in braces is text.
 */
final class LooseBraces {
  private static final String OPEN = "[{\\uFF5B\\uFE5B]";
  private static final String CLOSE = "[}\\uFF5D\\uFE5C]";

  /** A brace, and what may be a name up to the brace that closes it, or up to wherever it ends. */
  private static final Pattern OPENED =
      Pattern.compile(OPEN + "([^{}\\uFF5B\\uFE5B\\uFF5D\\uFE5C\\n]{1,80})(" + CLOSE + ")?");

  /** What may be a name, and a brace that nothing opens. */
  private static final Pattern CLOSED =
      Pattern.compile("([\\p{L}\\p{M}\\p{N}_-][\\p{L}\\p{M}\\p{N}_ -]{0,79})" + CLOSE);

  private static final Pattern WORDS =
      Pattern.compile("[\\p{L}\\p{M}\\p{N}_-]+(?: [\\p{L}\\p{M}\\p{N}_-]+)*");

  /** What stands around names in other programs' templates. */
  private static final Pattern AROUND =
      Pattern.compile("^[\\s=^#$%&@!~*/<>.]+|[\\s;:,.!?=%$*~<>/\\\\]+$");

  private static final Pattern HTML_BLANK = Pattern.compile("&nbsp;|&#160;|&#xA0;");

  /** Words that a name with blanks may have. */
  private static final int MOST_WORDS = 4;

  private LooseBraces() {}

  /**
   * What is written, by the name that is probably meant.
   *
   * @param known whether a name is, by what it is compared by
   */
  static Map<String, String> in(PromptText text, Predicate<String> known) {
    Map<String, String> found = new LinkedHashMap<>();
    List<String> literals = text.literals();
    List<String> names = List.copyOf(text.written());
    for (int i = 0; i < literals.size(); i++) {
      String literal = literals.get(i);
      if (i < names.size() && literal.endsWith("{")) {
        found.putIfAbsent(names.get(i), "{{" + names.get(i) + "}");
      }
      opened(literal, known, found);
      closed(literal, known, found);
    }
    return found;
  }

  private static void opened(String literal, Predicate<String> known, Map<String, String> found) {
    Matcher opened = OPENED.matcher(literal);
    while (opened.find()) {
      String inside = HTML_BLANK.matcher(opened.group(1)).replaceAll(" ");
      String name = AROUND.matcher(inside).replaceAll("");
      if (opened.group(2) != null && known.test(ColumnName.key(name))) {
        found.putIfAbsent(name, opened.group());
      } else {
        begun(inside, known, found);
      }
    }
  }

  private static void begun(String inside, Predicate<String> known, Map<String, String> found) {
    Matcher words = WORDS.matcher(inside);
    // A colon or a quote behind it is how JSON goes on.
    if (!words.lookingAt() || inside.startsWith(":", words.end())) {
      return;
    }
    String[] parts = words.group().split(" ");
    StringBuilder name = new StringBuilder();
    for (int i = 0; i < Math.min(MOST_WORDS, parts.length); i++) {
      name.append(i == 0 ? "" : " ").append(parts[i]);
      if (known.test(ColumnName.key(name.toString()))) {
        found.putIfAbsent(name.toString(), "{" + name);
      }
    }
  }

  private static void closed(String literal, Predicate<String> known, Map<String, String> found) {
    Matcher closed = CLOSED.matcher(literal);
    while (closed.find()) {
      String before = literal.substring(0, closed.start());
      if (last(before, "{\uFF5B\uFE5B") > last(before, "}\uFF5D\uFE5C")) {
        continue;
      }
      String[] parts = closed.group(1).split(" ");
      String name = "";
      for (int i = 1; i <= Math.min(MOST_WORDS, parts.length); i++) {
        name = parts[parts.length - i] + (name.isEmpty() ? "" : " ") + name;
        if (known.test(ColumnName.key(name))) {
          found.putIfAbsent(name, name + "}");
        }
      }
    }
  }

  private static int last(String text, String braces) {
    return braces.chars().map(text::lastIndexOf).max().orElse(-1);
  }
}
