package peal.numbers;

import static peal.numbers.NumberReader.refused;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import peal.numbers.Reading.Refused;

/** Finds what stands beside a number: another one, or an extension. */
final class Parts {
  /** Fewer digits are no number of their own. */
  private static final int SHORTEST = 5;

  /** The most digits of an area code, its trunk zero apart. */
  private static final int LONGEST_AREA = 6;

  /** No number has more, its country code and what is dialed before it included. */
  private static final int MOST_DIGITS = 20;

  private static final String AREA_ENDS = "/,;|";

  /** With its country code or its trunk zero, maybe behind a word. */
  private static final Pattern BEGINS_OUTSIDE = Pattern.compile("^[^\\d+]*(?:\\+|0)");

  private static final Pattern SEPARATOR =
      Pattern.compile("(?iU):::|[;,/|&\\n]+|\\b(?:or|and|und|oder|et|ou|y|o|e)\\b");
  private static final Pattern TRAILING = Pattern.compile("[;,/|&\\s]+$");
  private static final Pattern PARAMETER = Pattern.compile("(?i);\\s*(?!ext=)([a-z][a-z-]*)=.*");
  private static final Pattern LABELLED =
      Pattern.compile(
          "(?U)(.*?\\d[^\\p{L}]*+)(\\p{L}++\\.?+\\s*+[:=#.-]*+\\s*+\\d{1,7}+)\\s*+[)\\]]?");
  private static final Pattern BEFORE_LABEL = Pattern.compile("[\\s,;(\\[-]+$");
  private static final Pattern KEYED = Pattern.compile("(.*\\d)\\s*([#*]\\s*\\d{1,7})");
  private static final Pattern IN_PARENTHESES =
      Pattern.compile("(.*\\d)\\s*(\\(\\s*\\d{1,6}\\s*\\))");
  private static final Pattern BEHIND_DASH =
      Pattern.compile("(.*\\d)(?:\\s+(-+\\s*\\d{1,6})|\\s*(-+\\s+\\d{1,6}))");

  /** A dash without blanks, and fewer digits behind it than any group of a number has. */
  private static final Pattern GLUED = Pattern.compile("(.*\\d)(-\\d{1,3})");

  /** A digit or two by themselves, behind a longer group. */
  private static final Pattern BEHIND_BLANK = Pattern.compile("(.*\\d{4})( \\d{1,2})");

  private static final Pattern LAST_GROUP = Pattern.compile("(.*\\d)[ .-]+(\\d{1,6})");
  private static final Pattern ZEROS = Pattern.compile("[0 .-]+");
  private static final Pattern GROUP_END = Pattern.compile("(?<=\\d)[ .-]+");

  /** To the last of several numbers: {@code 030 1234567..69}. */
  private static final Pattern RANGE = Pattern.compile(".*\\d((?:\\.{2,}|-{2,})\\d{1,4})");

  private static final Pattern TWO_PLUSES = Pattern.compile("\\+[^+]{6,}\\+[^+]{6,}");
  private static final Pattern BEFORE_PLUS = Pattern.compile("(?=\\+)");
  private static final Pattern WORDS = Pattern.compile("(?U)[^\\d+]*\\p{L}[^\\d+]*");
  private static final Pattern AROUND = Pattern.compile("^[^+(\\d]+|[^)\\d]+$");
  private static final Pattern TWO_RUNS =
      Pattern.compile("(?U).*\\d[\\d .()-]{5,}\\d\\W*\\p{L}+\\W*\\d[\\d .()-]{5,}\\d.*");

  private Parts() {}

  /** Why {@code text} is not one number; empty where it may be. */
  static Optional<Refused> refusal(String text, NumberingPlans plans) {
    Matcher parameter = PARAMETER.matcher(text);
    if (parameter.find()) {
      return Optional.of(
          refused(
              "not_a_number",
              "It has the parameter ';%s'. Write the whole number with + and country code instead."
                  .formatted(parameter.group(1))));
    }
    return extension(text, plans).or(() -> several(text, plans));
  }

  /** {@code text} without separators that separate nothing, and with area codes joined. */
  static String joined(String text, NumberingPlans plans) {
    String kept = TRAILING.matcher(text).replaceFirst("");
    List<String> parts = numbers(kept);
    boolean areaCode = parts.size() == 2 && isAreaCode(kept, parts, plans);
    return (areaCode ? kept.replace('/', ' ') : kept).replace('\n', ' ');
  }

  /** A last group of digits behind a number that is somebody's without it. */
  static Optional<Refused> lastAsExtension(String text, NumberingPlans plans) {
    Matcher group = LAST_GROUP.matcher(text);
    return group.matches() && plans.valid(group.group(1))
        ? Optional.of(hasExtension(group.group(2), true))
        : Optional.empty();
  }

  /** Two numbers with nothing but a separator of groups between them. */
  static Optional<Refused> twoInARow(String text, NumberingPlans plans) {
    return GROUP_END
        .matcher(text)
        .results()
        .map(end -> List.of(text.substring(0, end.start()), text.substring(end.end())))
        .filter(two -> two.stream().allMatch(one -> digits(one) <= MOST_DIGITS))
        .filter(two -> two.stream().allMatch(plans::valid))
        .findFirst()
        .map(two -> severalNumbers(shown(two)));
  }

  /** A number of a list before one with its trunk prefix: {@code 2. 0171 1234567}. */
  static Optional<Refused> behindItem(String text, NumberingPlans plans) {
    return text.startsWith("+")
        ? Optional.empty()
        : GROUP_END
            .matcher(text)
            .results()
            .takeWhile(end -> digits(text.substring(0, end.start())) <= LONGEST_AREA)
            .filter(end -> !ZEROS.matcher(text.substring(0, end.start())).matches())
            .filter(end -> plans.isDialedInside(text.substring(end.end())))
            .findFirst()
            .map(end ->
                refused(
                    "not_a_number",
                    "'%s' stands before a whole number. Remove it, or write the one that is meant with + and country code."
                        .formatted(text.substring(0, end.start()))));
  }

  /** Where a number goes on to the last of several. */
  static Optional<Refused> range(String text) {
    Matcher range = RANGE.matcher(text);
    return range.matches()
        ? Optional.of(
            refused(
                "several_numbers",
                "It goes on to another number with '%s', and none of them is dialed. Leave the one that is to be called."
                    .formatted(range.group(1))))
        : Optional.empty();
  }

  private static Optional<Refused> extension(String text, NumberingPlans plans) {
    for (Pattern form : List.of(LABELLED, KEYED, IN_PARENTHESES, BEHIND_DASH)) {
      Matcher found = form.matcher(text);
      if (!found.matches() || isWord(found.group(2))) {
        continue;
      }
      String number = BEFORE_LABEL.matcher(found.group(1)).replaceFirst("");
      boolean marked = form == LABELLED || form == KEYED;
      if (plans.complete(number) && (marked || !plans.continued(number, text))) {
        String part = found.group(2) == null ? found.group(3) : found.group(2);
        return Optional.of(hasExtension(part, plans.valid(number)));
      }
    }
    Matcher glued = GLUED.matcher(text);
    if (glued.matches() && !isGroup(glued) && plans.closed(glued.group(1))) {
      return Optional.of(hasExtension(glued.group(2), true));
    }
    Matcher apart = BEHIND_BLANK.matcher(text);
    if (apart.matches() && plans.closed(apart.group(1)) && plans.valid(text)) {
      return Optional.of(
          refused(
              "has_extension",
              "'%s' may be an extension, which Peal does not dial, or belong to the number. Remove it, or write the number without blanks."
                  .formatted(apart.group(2).strip())));
    }
    List<String> parts = numbers(text);
    Matcher separator = SEPARATOR.matcher(text);
    if (parts.size() == 2
        && separator.find()
        && ";,".indexOf(separator.group().charAt(0)) >= 0
        && parts.getLast().matches("(?i)\\s*(?:ext=)?\\s*\\d{1,7}\\s*")
        && plans.complete(parts.getFirst())
        && !isAreaCode(text, parts, plans)) {
      return Optional.of(
          hasExtension(text.substring(separator.start()), plans.valid(parts.getFirst())));
    }
    return Optional.empty();
  }

  /** Where dashes part all groups, one that is no shorter than the one before it is a group. */
  private static boolean isGroup(Matcher glued) {
    String number = glued.group(1);
    int before = number.length() - 1 - number.lastIndexOf('-');
    return before < number.length() && before <= glued.group(2).length() - 1;
  }

  /** "or 900124" is no extension. */
  private static boolean isWord(String part) {
    return part != null && SEPARATOR.matcher(part.replaceAll("(?U)[^\\p{L}].*", "")).matches();
  }

  private static Optional<Refused> several(String text, NumberingPlans plans) {
    List<String> parts = numbers(text);
    long whole = parts.stream().filter(part -> digits(part) >= SHORTEST).count();
    boolean several =
        TWO_PLUSES.matcher(text).find()
            || TWO_RUNS.matcher(text).matches()
            || parts.size() > 1 && (whole > 1 || plans.complete(parts.getFirst()));
    if (!several || parts.size() == 2 && isAreaCode(text, parts, plans)) {
      return Optional.empty();
    }
    return Optional.of(severalNumbers(named(text, parts)));
  }

  /** The numbers in {@code text}, which a separator keeps apart, a second plus, or words. */
  private static String named(String text, List<String> parts) {
    List<String> all = parts;
    for (Pattern apart : List.of(BEFORE_PLUS, WORDS)) {
      all = all.size() > 1 ? all : numbers(apart, text);
    }
    return shown(all);
  }

  private static String shown(List<String> parts) {
    return parts.stream()
        .map(part -> "'" + AROUND.matcher(part).replaceAll("") + "'")
        .collect(Collectors.joining(", "));
  }

  /** {@code 030/23125014}: what stands before the slash is a number only with what follows. */
  private static boolean isAreaCode(String text, List<String> parts, NumberingPlans plans) {
    String begin = parts.getFirst();
    String end = parts.getLast();
    return text.length() == begin.length() + 1 + end.length()
        && AREA_ENDS.indexOf(text.charAt(begin.length())) >= 0
        && digits(end) >= SHORTEST
        && end.indexOf('+') < 0
        && plans.significant(begin) <= LONGEST_AREA
        && (!plans.complete(begin) || isTrunkCode(begin, end, plans));
  }

  /** {@code 0151/12345678}: as long as some short number. */
  private static boolean isTrunkCode(String begin, String end, NumberingPlans plans) {
    return BEGINS_OUTSIDE.matcher(begin).find()
        && !end.strip().startsWith("0")
        && plans.continued(begin, begin + end);
  }

  private static List<String> numbers(String text) {
    return numbers(SEPARATOR, text);
  }

  private static List<String> numbers(Pattern apart, String text) {
    List<String> parts = new ArrayList<>();
    for (String part : apart.split(text)) {
      if (digits(part) > 0) {
        parts.add(part);
      }
    }
    return parts;
  }

  private static long digits(String text) {
    return text.chars().filter(c -> c >= '0' && c <= '9').count();
  }

  private static Refused severalNumbers(String named) {
    return refused(
        "several_numbers",
        "More than one number stands here: %s. None of them is dialed. Leave the one that is to be called; each of the others is a call of its own."
            .formatted(named));
  }

  /** Who would be rung without the part is said only where that is somebody's number. */
  private static Refused hasExtension(String part, boolean known) {
    return refused(
        "has_extension",
        known
            ? "'%s' is an extension, and Peal dials none. Remove it if the main number is to be called, or give the direct number."
                .formatted(part.strip())
            : "'%s' may be an extension, which Peal does not dial, or belong to the number. Write the whole number with + and country code, and nothing behind it."
                .formatted(part.strip()));
  }
}
