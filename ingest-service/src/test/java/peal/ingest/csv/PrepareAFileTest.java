package peal.ingest.csv;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import peal.domain.Quotas;
import peal.domain.Wording;
import peal.ingest.csv.CsvRules.OnDuplicates;
import peal.numbers.NumberReader;

/** {@code docs/how-to/prepare-a-file.md} has every code, and each example causes its own. */
class PrepareAFileTest {
  private static final Path ROOT = Path.of("").toAbsolutePath().getParent();
  private static final Path PAGE = ROOT.resolve("docs/how-to/prepare-a-file.md");
  private static final List<Path> SOURCES =
      List.of(
          ROOT.resolve("ingest-service/src/main/java/peal/ingest/csv"),
          ROOT.resolve("phone-numbers/src/main/java/peal/numbers"));
  private static final Path WORKBOOKS =
      ROOT.resolve("ingest-service/src/main/java/peal/ingest/workbook");
  private static final Pattern OF_WORKBOOK =
      Pattern.compile("\\| `([a-z_]+)` \\| [^|]+ \\| [^|`]+ \\|");
  private static final Pattern ROW =
      Pattern.compile("\\| `([a-z_]+)` \\| `([^`]*)` \\| (?:`([^`]*)` )?\\| [^|]+ \\|");
  private static final Pattern CODE = Pattern.compile("\"([a-z]+(?:_[a-z0-9]+)+)\"");

  /** What is to be done, or what Peal does. */
  private static final Pattern ACTION =
      Pattern.compile(
          "(?i)\\b(write|name|send|correct|rename|remove|close|shorten|export|save|split|fill|put"
              + "|leave|add|look|format|enter|give|empty|needs quotes|written twice|will be dialed"
              + "|not be dialed|left out)\\b");

  private static final Pattern REPEATED = Pattern.compile("(?:\\((.+?)\\)|(.))×(\\d+)");

  static Stream<Arguments> examples() throws IOException {
    return rows().map(row -> Arguments.of(row.group(1), row.group(2), row.group(3)));
  }

  @ParameterizedTest
  @MethodSource("examples")
  void anExampleCausesItsCode(String code, String file, String with) throws IOException {
    String said = with == null ? "" : with;
    FileReport report =
        FileCheck.run(
            Check.text(bytes(file), new ColumnChoice(columns(said))),
            rules(said),
            RowObserver.NONE);

    Set<String> codes = new TreeSet<>(report.errors().counts().keySet());
    codes.addAll(report.warnings().counts().keySet());
    assertThat(codes).containsExactly(code);
  }

  /** Whoever reads the message alone knows what to do. */
  @ParameterizedTest
  @MethodSource("examples")
  void aMessageSaysWhatToDo(String code, String file, String with) throws IOException {
    String said = with == null ? "" : with;
    FileReport report =
        FileCheck.run(
            Check.text(bytes(file), new ColumnChoice(columns(said))),
            rules(said),
            RowObserver.NONE);

    assertThat(
            Stream.concat(report.errors().listed().stream(), report.warnings().listed().stream()))
        .allSatisfy(problem -> assertThat(problem.message()).containsPattern(ACTION));
  }

  @Test
  void everyCodeIsOnThePage() throws IOException {
    Set<String> codes = new TreeSet<>();
    for (Path folder : SOURCES) {
      try (Stream<Path> files = Files.list(folder)) {
        for (Path file : files.toList()) {
          CODE.matcher(Files.readString(file)).results().forEach(code -> codes.add(code.group(1)));
        }
      }
    }
    codes.removeAll(Set.of(Header.PHONE_NUMBER, "first_name", "last_name"));

    assertThat(new TreeSet<>(rows().map(row -> row.group(1)).toList())).isEqualTo(codes);
  }

  /** {@code WorkbooksTest} causes each of them. */
  @Test
  void everyCodeOfAWorkbookIsOnThePageWithAnExample() throws IOException {
    Set<String> codes = new TreeSet<>();
    try (Stream<Path> files = Files.list(WORKBOOKS)) {
      for (Path file : files.toList()) {
        CODE.matcher(Files.readString(file)).results().forEach(code -> codes.add(code.group(1)));
      }
    }

    assertThat(
            Files.readAllLines(PAGE).stream()
                .map(OF_WORKBOOK::matcher)
                .filter(Matcher::matches)
                .map(row -> row.group(1)))
        .containsExactlyInAnyOrderElementsOf(codes);
  }

  private static Stream<Matcher> rows() throws IOException {
    return Files.readAllLines(PAGE).stream().map(ROW::matcher).filter(Matcher::matches);
  }

  private static CsvRules rules(String with) {
    Optional<String> prompt = value(with, "prompt");
    return new CsvRules(
        new NumberReader(value(with, "defaultRegion")),
        OnDuplicates.SKIP,
        value(with, "maxRowsPerBatch").map(Integer::parseInt).orElse(1_000),
        value(with, "maxKeptMegabytes")
            .map(most -> new Quotas(null, null, null, null, Integer.parseInt(most)).fileBytes())
            .orElse(Long.MAX_VALUE),
        CsvRules.LISTED,
        prompt
            .map(text -> new Placeholders(Wording.of(text, null), Map.of(), false))
            .orElse(Placeholders.NONE),
        value(with, "callTimeWindow").isPresent());
  }

  /** {@code columns=field:Header}. */
  private static Map<String, String> columns(String with) {
    return value(with, "columns")
        .map(text -> text.split(":", 2))
        .map(pair -> Map.of(pair[0], pair[1]))
        .orElse(Map.of());
  }

  private static Optional<String> value(String with, String field) {
    return Optional.of(with)
        .filter(text -> text.startsWith(field + "="))
        .map(text -> text.substring(field.length() + 1));
  }

  private static byte[] bytes(String example) {
    String text =
        REPEATED
            .matcher(example.replace('⏎', '\n'))
            .replaceAll(times ->
                (times.group(1) == null ? times.group(2) : times.group(1))
                    .repeat(Integer.parseInt(times.group(3))));
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    for (int i = 0; i < text.length(); i++) {
      if (text.startsWith("\\0", i)) {
        bytes.write(0);
        i++;
      } else if (text.startsWith("\\x", i)) {
        bytes.write(Integer.parseInt(text.substring(i + 2, i + 4), 16));
        i += 3;
      } else {
        bytes.writeBytes(text.substring(i, i + 1).getBytes(StandardCharsets.UTF_8));
      }
    }
    return bytes.toByteArray();
  }
}
