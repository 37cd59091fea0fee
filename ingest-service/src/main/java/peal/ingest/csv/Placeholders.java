package peal.ingest.csv;

import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.BiFunction;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import peal.domain.ColumnName;
import peal.domain.PromptText;
import peal.domain.Wording;

/**
 * The placeholders of what will be said, and who fills them: the row's number, a column, or a value
 * that is the same for every row. Thread-safe.
 */
public final class Placeholders {
  /** Nothing will be said. */
  public static final Placeholders NONE = new Placeholders(Wording.of("", null), Map.of(), false);

  /** Placeholders that a column is looked for that may be meant; more are only named. */
  private static final int ADVISED = 10;

  /** What some platforms write behind a name: {@code {first_name|there}}. */
  private static final Pattern BEHIND_NAME = Pattern.compile("(?s)[|:,=].*");

  /** What some programs put in braces as they are. */
  private static final Pattern GUID =
      Pattern.compile("\\p{XDigit}{8}(-\\p{XDigit}{4}){3}-\\p{XDigit}{12}");

  /** Columns that a sentence names where none is near; more are too many to read. */
  private static final int NAMED = 10;

  /** Characters of a placeholder that a sentence shows. */
  private static final int SHOWN = 60;

  private static final String WHAT_TO_DO =
      "Correct it, add the column, give the agent a variableDefaults entry, or send"
          + " missingVariables=empty.";

  private final Wording wording;
  private final Map<String, String> otherwise = new HashMap<>();
  private final boolean emptyWhereMissing;
  private final String whatToDo;

  /**
   * The placeholders of {@code wording}.
   *
   * @param otherwise values for what no column fills, by name
   * @param emptyWhereMissing whether what nothing fills is empty, rather than a problem
   */
  public Placeholders(Wording wording, Map<String, String> otherwise, boolean emptyWhereMissing) {
    this(wording, otherwise, emptyWhereMissing, WHAT_TO_DO);
  }

  /** As the other one, with {@code whatToDo} as advice for a placeholder that nothing fills. */
  public Placeholders(
      Wording wording, Map<String, String> otherwise, boolean emptyWhereMissing, String whatToDo) {
    this.wording = wording;
    this.emptyWhereMissing = emptyWhereMissing;
    this.whatToDo = whatToDo;
    otherwise.forEach((name, value) -> this.otherwise.putIfAbsent(ColumnName.key(name), value));
  }

  /**
   * A sentence for each placeholder that neither {@code columns} nor anything else fills, by its
   * name, unless those are to be empty; and for each that would be filled with another placeholder.
   *
   * @param columns names of the row's values
   */
  public Map<String, String> unfilled(List<String> columns) {
    Set<String> keys = keys(columns);
    Map<String, String> unfilled = new LinkedHashMap<>();
    missing(columns)
        .forEach((name, sentence) -> {
          if (!emptyWhereMissing || neverEmpty(name)) {
            unfilled.put(name, sentence);
          }
        });
    unfilled.putAll(loose(keys));
    names(keys)
        .forEach((key, name) -> {
          if (!keys.contains(key)) {
            String value = otherwise.get(key);
            firstIn(value)
                .or(() -> Optional.ofNullable(value).filter(NoValue::isFailed))
                .ifPresent(found ->
                    unfilled.put(
                        name,
                        "The agent's value for {%s} has %s in it, which would be said as it stands. Correct the agent's variables."
                            .formatted(shown(name), shown(found))));
          }
        });
    return unfilled;
  }

  /** A sentence for each that nothing fills, where those are to be empty, and only then. */
  Map<String, String> emptied(List<String> columns) {
    Map<String, String> emptied =
        new LinkedHashMap<>(emptyWhereMissing ? missing(columns) : Map.of());
    emptied.keySet().removeIf(Placeholders::neverEmpty);
    return emptied;
  }

  /**
   * {@code {{#if vip}}}: without it what is meant for some would be said to all. And what is longer
   * than any name was not meant for one.
   */
  private static boolean neverEmpty(String name) {
    return "#/^>".indexOf(name.charAt(0)) >= 0 || name.length() > ColumnName.LONGEST;
  }

  private Map<String, String> missing(List<String> columns) {
    Map<String, String> unfilled = new LinkedHashMap<>();
    Set<String> keys = keys(columns);
    names(keys)
        .forEach((key, name) -> {
          if (!key.equals(Wording.NUMBER) && !keys.contains(key) && !otherwise.containsKey(key)) {
            List<String> compared = unfilled.size() < ADVISED ? columns : List.of();
            unfilled.put(name, sentence(name, key, compared));
          }
        });
    return unfilled;
  }

  /** A sentence for each that is written so that its braces would be said. */
  private Map<String, String> loose(Set<String> keys) {
    return written(
        keys,
        LooseBraces::in,
        "The agent's texts have '%s', which is no placeholder as it is written, so it would be"
            + " said. Write {%s}.");
  }

  /**
   * A sentence for each placeholder that is written as other programs write it, and will be said.
   *
   * @param columns names of the row's values
   */
  Map<String, String> ofOthers(List<String> columns) {
    Map<String, String> all =
        written(
            keys(columns),
            OtherMarks::in,
            "The agent's texts have '%s', which is text and will be said as it stands. Write {%s}"
                + " if a value is meant.");
    written(
            keys(columns),
            OtherMarks::before,
            "The agent's texts have '%s': the mark before it will be said as it stands. Write {%s}"
                + " if it is not meant.")
        .forEach(all::putIfAbsent);
    return all;
  }

  /** {@code sentence} with what {@code finder} finds and the name that it means, by the former. */
  private Map<String, String> written(
      Set<String> keys,
      BiFunction<PromptText, Predicate<String>, Map<String, String>> finder,
      String sentence) {
    Map<String, String> found = new LinkedHashMap<>();
    Wording known = known(keys);
    Predicate<String> isKnown =
        key -> key.equals(Wording.NUMBER) || keys.contains(key) || otherwise.containsKey(key);
    for (PromptText text : Arrays.asList(known.prompt(), known.welcomeMessage())) {
      if (text != null) {
        finder
            .apply(text, isKnown)
            .forEach((name, written) ->
                found.putIfAbsent(written, sentence.formatted(shown(written), shown(name))));
      }
    }
    return found;
  }

  /** The first placeholder in {@code value}, in its braces; empty where there is none. */
  public static Optional<String> firstIn(String value) {
    return value == null || value.indexOf('{') < 0
        ? Optional.empty()
        : PromptText.of(value).names().values().stream()
            .filter(name -> !GUID.matcher(name).matches())
            .findFirst()
            .map(name -> "{" + name + "}");
  }

  /**
   * Names of values that would be said with a placeholder in them, by what stands in braces there.
   *
   * @param values values by name
   */
  public Map<String, String> withPlaceholders(Map<String, String> values) {
    Map<String, String> braced = new LinkedHashMap<>();
    Set<String> said = names(keys(List.copyOf(values.keySet()))).keySet();
    values.forEach((name, value) -> {
      if (said.contains(ColumnName.key(name))) {
        firstIn(value).ifPresent(found -> braced.put(name, found));
      }
    });
    return braced;
  }

  /**
   * Names of values that would be said though a formula has failed in them, or is their text.
   *
   * @param values values by name
   */
  public Set<String> ofFailedFormulas(Map<String, String> values) {
    Set<String> said = names(keys(List.copyOf(values.keySet()))).keySet();
    return values.keySet().stream()
        .filter(name -> said.contains(ColumnName.key(name)))
        .filter(name -> NoValue.isFailed(values.get(name)))
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private static Set<String> keys(List<String> columns) {
    return columns.stream().map(ColumnName::key).collect(Collectors.toSet());
  }

  /** The placeholders of the texts, where the row's values have the names {@code keys}. */
  private Map<String, String> names(Set<String> keys) {
    return known(keys).names();
  }

  private Wording known(Set<String> keys) {
    return wording.knowing(key -> {
      String name = BEHIND_NAME.matcher(key).replaceFirst("");
      return Stream.of(key, name).anyMatch(one -> keys.contains(one) || otherwise.containsKey(one));
    });
  }

  /**
   * The agent's values for a batch: what it has itself, but for a column's empty cell, which is
   * empty, and for what nothing fills.
   *
   * @param own the agent's values, by name
   * @param columns names of the row's values
   */
  public Map<String, String> settled(Map<String, String> own, List<String> columns) {
    Set<String> keys = keys(columns);
    Map<String, String> settled = new LinkedHashMap<>();
    own.forEach((name, value) -> {
      if (!keys.contains(ColumnName.key(name))) {
        settled.put(name, value);
      }
    });
    names(keys)
        .forEach((key, name) -> {
          if (keys.contains(key) || !otherwise.containsKey(key)) {
            settled.put(name, "");
          }
        });
    return settled;
  }

  /** What is said of each row of a file with {@code columns}. */
  public Said said(List<String> columns) {
    Set<String> keys = keys(columns);
    return Said.of(known(keys), keys, otherwise);
  }

  /** Counts the texts of the rows below {@code header}. */
  RowLengths lengthsBelow(Header header) {
    return new RowLengths(known(keys(header.variableNames())), otherwise, header);
  }

  /** What there is instead, where nothing is near. */
  private static String all(List<String> columns) {
    if (columns.isEmpty()) {
      return ".";
    }
    String more = columns.size() > NAMED ? ", …" : "";
    return columns.stream()
        .limit(NAMED)
        .map(Placeholders::shown)
        .collect(Collectors.joining("}, {", ". What could fill it: {", "}" + more + "."));
  }

  private static String shown(String name) {
    return name.length() > SHOWN ? name.substring(0, SHOWN) + "…" : name;
  }

  private String sentence(String name, String key, List<String> columns) {
    String advice =
        ColumnName.nearest(key, columns)
            .map(column -> "; did you mean {" + column + "}?")
            .orElseGet(() -> all(columns));
    return ("The agent's texts have the placeholder {%s}, which no column, variable or default"
            + " fills%s %s")
        .formatted(
            shown(name),
            advice,
            emptyWhereMissing && !neverEmpty(name)
                ? "It is empty, for missingVariables=empty was sent."
                : whatToDo);
  }
}
