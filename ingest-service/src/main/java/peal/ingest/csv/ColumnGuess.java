package peal.ingest.csv;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import peal.domain.ColumnName;
import peal.ingest.csv.Step.Cells;
import peal.numbers.NumberReader;
import peal.topics.DomainJson;

/**
 * Which columns of a file may be meant by the fields that no column is named after. Only ever
 * shown: a guess decides nothing, for the wrong column's numbers would be dialed.
 */
public final class ColumnGuess {
  /** Rows that are looked at. */
  private static final int ROWS = 1_000;

  /** Rows among which the header is looked for, where something stands above it. */
  private static final int TITLE_ROWS = 20;

  /** Characters of a cell that may be a whole line. */
  private static final int LONGEST_LINE = 1_000;

  private static final List<String> DELIMITERS = List.of(";", ",", "\t", "\\|");
  private static final int LEAST_PERCENT = 50;
  private static final ObjectMapper JSON = DomainJson.newMapper();

  private static final Pattern DATE = Pattern.compile("\\d{1,4}([-./])\\d{1,2}\\1\\d{1,4}.*");
  private static final Pattern NUMBER =
      Pattern.compile("[+(]?\\d(?:[\\s().\\-/\\p{Pd}]*\\d){6,16}");

  private static final Pattern FILE_NAME = Pattern.compile("(?i)[^\\s]+\\.(?:csv|xlsx|tsv|txt)");

  private static final Pattern BETWEEN_NUMBERS = Pattern.compile(":::|[;,|/\\n]");

  /** How columns are called that hold the number to ring; those first are likeliest. */
  private static final List<Pattern> CALLED_SO =
      List.of(
          Pattern.compile("mobil|cell|handy|whatsapp|msisdn|móvil|celular"),
          Pattern.compile("phone|tel|number|nummer"));

  /** Numbers of machines, of others, or no numbers to ring at all. */
  private static final Pattern NOT_CALLED_SO =
      Pattern.compile(
          "fax|emergency|notfall|urgence|^ice|assistant|pager|agent|^from|^old|previous|former"
              + "|account|order|invoice|(?:customer|client|kunden|steuer|tax|vat)(?:no|nr|num)"
              + "|num[eé]roclient|^customer$|^lat|^lng|^lon|id$|^id");

  /** Names in other files, as {@link ColumnName} compares them. */
  private static final Map<String, Set<String>> SYNONYMS =
      Map.of(
          "first_name", Set.of("first", "givenname", "forename", "vorname", "prénom", "nombre"),
          "last_name", Set.of("last", "surname", "familyname", "nachname", "nom", "apellido"),
          "email", Set.of("mail", "emailaddress", "mailaddress", "correo"),
          "timezone", Set.of("tz", "timezoneid", "zeitzone"),
          "country", Set.of("countrycode", "countryregion", "land", "pays", "país"));

  private static final List<String> FIELDS =
      List.of(Header.PHONE_NUMBER, "first_name", "last_name", "email", "timezone", "country");

  /**
   * A column whose cells read as numbers.
   *
   * @param name as the header gives it
   * @param percent how many of its first non-empty cells do, 0-100
   */
  public record Numbers(String name, int percent) {}

  private final RowFile file;
  private final List<String> titles;
  private final List<Numbers> numbers;

  /**
   * Line of a row that names the column with the numbers, below the first; 0 where there is none.
   */
  private final long headerBelow;

  /**
   * Line of the sheet in which one cell holds a whole line of a CSV file; 0 where none seems to.
   */
  private final long unsplit;

  private ColumnGuess(
      RowFile file, List<String> titles, List<Numbers> numbers, long headerBelow, long unsplit) {
    this.file = file;
    this.titles = titles;
    this.numbers = numbers;
    this.headerBelow = headerBelow;
    this.unsplit = unsplit;
  }

  /** Looks at the first rows of {@code file}. */
  public static ColumnGuess of(RowFile file) throws IOException {
    try (Rows rows = file.open()) {
      if (!(rows.next() instanceof Cells header)) {
        return new ColumnGuess(file, List.of(), List.of(), 0, 0);
      }
      int[] filled = new int[header.values().size()];
      int[] read = new int[header.values().size()];
      long headerBelow = 0;
      long unsplit = isUnsplit(file, header) ? header.line() : 0;
      for (int row = 0; row < ROWS && rows.next() instanceof Cells cells; row++) {
        if (row < TITLE_ROWS && headerBelow == 0 && file.choice().findsNumbers(cells.values())) {
          headerBelow = cells.line();
        }
        if (row < TITLE_ROWS && unsplit == 0 && isUnsplit(file, cells)) {
          unsplit = cells.line();
        }
        for (int i = 0; i < Math.min(filled.length, cells.values().size()); i++) {
          String cell = Blanks.strip(cells.values().get(i));
          filled[i] += cell.isEmpty() ? 0 : 1;
          read[i] += holdsNumbers(cell) ? 1 : 0;
        }
      }
      List<Numbers> found = new ArrayList<>();
      for (int i = 0; i < filled.length; i++) {
        String title = Blanks.strip(header.values().get(i));
        int percent = filled[i] == 0 ? 0 : 100 * read[i] / filled[i];
        if (percent >= LEAST_PERCENT && !title.isEmpty() && !looksLikeNumber(title)) {
          found.add(new Numbers(title, percent));
        }
      }
      found.sort(
          Comparator.<Numbers, Integer>comparing(one -> rank(one.name()))
              .thenComparing(Comparator.comparing(Numbers::percent).reversed()));
      return new ColumnGuess(file, HeaderCheck.shown(header), found, headerBelow, unsplit);
    }
  }

  /** Whether one cell of a sheet would be a header, or alone is a row, if it were split. */
  private static boolean isUnsplit(RowFile file, Cells cells) {
    if (file.traits().containsKey("delimiter")) {
      return false;
    }
    List<String> filled = cells.values().stream().filter(cell -> !Blanks.blank(cell)).toList();
    return filled.stream()
        .filter(cell -> cell.length() <= LONGEST_LINE)
        .flatMap(
            cell -> DELIMITERS.stream().map(delimiter -> cell.replace("\"", "").split(delimiter)))
        .map(Arrays::asList)
        .filter(parts -> parts.size() > 1)
        .anyMatch(parts -> file.choice().findsNumbers(parts) || filled.size() == 1 && isRow(parts));
  }

  private static boolean isRow(List<String> parts) {
    return parts.stream().anyMatch(ColumnGuess::looksLikeNumber)
        && parts.stream().anyMatch(part -> !Blanks.blank(part) && !looksLikeNumber(part));
  }

  /** Several numbers in a cell are numbers, too: nobody shall be sent to another column. */
  private static boolean holdsNumbers(String cell) {
    return looksLikeNumber(cell)
        || cell.length() <= LONGEST_LINE
            && BETWEEN_NUMBERS.matcher(cell).find()
            && BETWEEN_NUMBERS
                .splitAsStream(cell)
                .map(Blanks::strip)
                .allMatch(ColumnGuess::looksLikeNumber);
  }

  private static boolean looksLikeNumber(String cell) {
    String bare = NumberReader.bare(cell);
    return NUMBER.matcher(bare).matches() && !DATE.matcher(bare).matches();
  }

  /** The lower the likelier; where two are alike, the one with more numbers comes first. */
  private static int rank(String title) {
    String key = ColumnName.key(title);
    if (NOT_CALLED_SO.matcher(key).find()) {
      return CALLED_SO.size() + 1;
    }
    for (int i = 0; i < CALLED_SO.size(); i++) {
      if (CALLED_SO.get(i).matcher(key).find()) {
        return i;
      }
    }
    return CALLED_SO.size();
  }

  /** The column that each field without one may mean, by field. */
  public Map<String, String> columns() {
    Map<String, String> guessed = new LinkedHashMap<>();
    for (String field : FIELDS) {
      boolean known =
          file.choice().fills(field)
              || titles.stream().anyMatch(title -> ColumnName.same(title, field));
      if (!known) {
        guess(field).ifPresent(title -> guessed.put(field, title));
      }
    }
    return guessed;
  }

  private Optional<String> guess(String field) {
    if (headerBelow > 0) {
      return Optional.empty();
    }
    if (field.equals(Header.PHONE_NUMBER)) {
      return numbers.stream().map(Numbers::name).findFirst();
    }
    return titles.stream()
        .filter(title -> SYNONYMS.get(field).contains(ColumnName.key(title)))
        .filter(title -> file.choice().fieldOf(title).isEmpty())
        .findFirst();
  }

  /** A sentence that names the columns that hold numbers, and what to send. */
  String advice() {
    if (unsplit > 0 && numbers.isEmpty()) {
      return "The cells are not split into columns: in line %d one cell holds a whole line. Select the column and split it (in Excel: Data, Text to Columns), or send the CSV file itself."
          .formatted(unsplit);
    }
    if (titles.size() == 1 && FILE_NAME.matcher(titles.getFirst()).matches()) {
      return "This is a file's name, and not the file: curl sends that with -F file=@%s."
          .formatted(titles.getFirst());
    }
    if (headerBelow > 0) {
      return "The header seems to stand in line %d: remove what is above it."
          .formatted(headerBelow);
    }
    if (titles.stream().anyMatch(ColumnGuess::looksLikeNumber)) {
      return "A number stands in the first line: the file seems to have no header. Put one above"
          + " it, with phone_number over the numbers.";
    }
    if (numbers.isEmpty()) {
      return titles.size() > 1
          ? "None of them holds phone numbers. Name the one with the numbers phone_number."
          : "It holds no phone numbers." + delimiters();
    }
    List<String> all =
        numbers.stream()
            .limit(5)
            .map(one -> "'%s' holds numbers in %d %% of rows".formatted(one.name(), one.percent()))
            .toList();
    return "%s: name it phone_number, or send the form field columns=%s."
        .formatted(String.join(", ", all), example(numbers.getFirst().name()));
  }

  /** What a text of one column may be in want of; a sheet is not. */
  private String delimiters() {
    return file.traits().containsKey("delimiter")
        ? " If there should be more columns: cells are separated by a comma, a semicolon, a tab or"
            + " a |, and a first line such as sep=^ says any other."
        : " Put a header above the list, with phone_number over the numbers.";
  }

  private static String example(String title) {
    try {
      return JSON.writeValueAsString(Map.of(Header.PHONE_NUMBER, title));
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a map of texts is JSON", e);
    }
  }
}
