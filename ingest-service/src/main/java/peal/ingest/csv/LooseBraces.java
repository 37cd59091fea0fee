package peal.ingest.csv;

import java.util.ArrayDeque;
import java.util.Deque;
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
 * {first_name}, {@code {=first_name}}, a name between full-width braces, {@code {first_name}}} with
 * a brace too many. Only names that somebody knows are looked for; what else stands in braces is
 * text.
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

  private static final Pattern WORD = Pattern.compile("[\\p{L}_][\\p{L}\\p{M}\\p{N}_-]{0,79}");

  private static final Pattern WORDS =
      Pattern.compile("[\\p{L}\\p{M}\\p{N}_-]+(?: [\\p{L}\\p{M}\\p{N}_-]+)*");

  /** What stands around names in other programs' templates. */
  private static final Pattern AROUND =
      Pattern.compile(
          "^[\\s=^#$%&@!~*/<>.(\\\\]+|^[\\p{L}_.]{1,40}\\[[\"']|[\"']\\]$|[\\s;:,.!?=%$*~<>/\\\\)]+$");

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
    int open = 0;
    for (int i = 0; i < literals.size(); i++) {
      String literal = literals.get(i);
      if (i < names.size() && literal.endsWith("{")) {
        found.putIfAbsent(names.get(i), "{{" + names.get(i) + "}");
      }
      if (i > 0 && tooMany(literals.get(i - 1), literal, open)) {
        found.putIfAbsent(names.get(i - 1), "{" + names.get(i - 1) + "}" + upToBrace(literal));
      }
      open = stillOpen(literal, open);
      opened(literal, known, found);
      closed(literal, known, found);
    }
    unclosed(literals, found);
    return found;
  }

  /**
   * Whether a brace behind a placeholder closes nothing, or only what was opened before it.
   *
   * @param open braces that are open where the placeholder ends
   */
  private static boolean tooMany(String before, String behind, int open) {
    return behind.startsWith("}") && open == 0
        || behind.stripLeading().startsWith("}") && before.stripTrailing().endsWith("{");
  }

  private static String upToBrace(String behind) {
    return behind.substring(0, behind.indexOf('}') + 1);
  }

  /** A brace that nothing closes, and a name behind it, whether anybody knows that or not. */
  private static void unclosed(List<String> literals, Map<String, String> found) {
    String text = String.join(" ", literals);
    Deque<Integer> open = new ArrayDeque<>();
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '{') {
        open.push(i);
      } else if (c == '}') {
        open.poll();
      }
    }
    for (int at : open) {
      Matcher words = WORD.matcher(text).region(at + 1, text.length());
      if (words.lookingAt()) {
        found.putIfAbsent(words.group(), "{" + words.group());
      }
    }
  }

  /** Braces that are open behind {@code literal}, of as many before it; none closes too much. */
  private static int stillOpen(String literal, int open) {
    int still = open;
    for (int i = 0; i < literal.length(); i++) {
      char c = literal.charAt(i);
      still = c == '{' ? still + 1 : c == '}' ? Math.max(0, still - 1) : still;
    }
    return still;
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
    int seen = 0;
    boolean open = false;
    while (closed.find()) {
      for (; seen < closed.start(); seen++) {
        boolean opens = "{\uFF5B\uFE5B".indexOf(literal.charAt(seen)) >= 0;
        open = opens || open && "}\uFF5D\uFE5C".indexOf(literal.charAt(seen)) < 0;
      }
      if (open) {
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
}
