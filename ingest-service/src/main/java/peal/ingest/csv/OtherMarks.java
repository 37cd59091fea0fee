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
 * Finds placeholders of other programs, which are text here: {@code [first_name]}, {@code
 * %first_name%}, {@code *|FNAME|*}. Only names that somebody knows are looked for, except between
 * the last, which nothing else is written in.
 */
final class OtherMarks {
  /** Each looks no further than a name is long, from wherever its mark stands. */
  private static final List<Pattern> AROUND_KNOWN =
      List.of(
          Pattern.compile("\\[(?=([^\\[\\]\\n]{1,80})\\])"),
          Pattern.compile("%(?=([^%\\n]{1,80})%)"),
          Pattern.compile("<(?=([^<>\\n]{1,80})>)"),
          Pattern.compile("«(?=([^«»\\n]{1,80})»)"),
          Pattern.compile("#(?=([^#\\n]{1,80})#)"),
          Pattern.compile("\\$(?=([\\p{L}_][\\p{L}\\p{M}\\p{N}_]{0,79}))"));

  /** Before a brace, in templates of programming languages; said before the value. */
  private static final String TEMPLATE = "$#%@";

  private static final Pattern MERGE_TAG = Pattern.compile("\\*\\|([^|*\\n]{1,80})\\|\\*");

  private OtherMarks() {}

  /**
   * What is written, by the name that is probably meant.
   *
   * @param known whether a name is, by what it is compared by
   */
  static Map<String, String> in(PromptText text, Predicate<String> known) {
    Map<String, String> found = new LinkedHashMap<>();
    List<String> literals = text.literals();
    List<String> names = text.written();
    for (int i = 0; i < names.size(); i++) {
      String before = literals.get(i);
      if (!before.isEmpty() && TEMPLATE.indexOf(before.charAt(before.length() - 1)) >= 0) {
        String mark = before.substring(before.length() - 1);
        found.putIfAbsent(names.get(i), mark + "{" + names.get(i) + "}");
      }
    }
    for (String literal : text.literals()) {
      Matcher tag = MERGE_TAG.matcher(literal);
      while (tag.find()) {
        found.putIfAbsent(tag.group(1).strip(), tag.group());
      }
      AROUND_KNOWN.forEach(mark -> known(literal, mark, known, found));
    }
    return found;
  }

  private static void known(
      String literal, Pattern mark, Predicate<String> known, Map<String, String> found) {
    Matcher marked = mark.matcher(literal);
    while (marked.find()) {
      String name = marked.group(1).strip();
      if (known.test(ColumnName.key(name))) {
        int end = Math.min(literal.length(), marked.end(1) + (marked.group().equals("$") ? 0 : 1));
        found.putIfAbsent(name, literal.substring(marked.start(), end));
      }
    }
  }
}
