package peal.ingest.csv;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.StringWriter;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.From;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.Size;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVPrinter;
import org.apache.commons.csv.QuoteMode;
import peal.ingest.csv.CsvRules.OnDuplicates;

class CsvPropertiesTest {
  record Row(String number, String first, String second) {}

  record Form(char delimiter, Charset charset, boolean mark, QuoteMode quotes, String lineEnd) {
    byte[] write(List<Row> rows) throws IOException {
      StringWriter text = new StringWriter();
      if (mark || charset != StandardCharsets.UTF_8) {
        text.write('\uFEFF');
      }
      CSVFormat format =
          CSVFormat.RFC4180
              .builder()
              .setDelimiter(delimiter)
              .setQuoteMode(quotes)
              .setRecordSeparator(lineEnd)
              .get();
      try (CSVPrinter out = new CSVPrinter(text, format)) {
        out.printRecord("one", "phone_number", "two");
        for (Row row : rows) {
          out.printRecord(row.first(), row.number(), row.second());
        }
      }
      return text.toString().getBytes(charset);
    }
  }

  @Provide
  Arbitrary<Form> forms() {
    return Combinators.combine(
            Arbitraries.of(',', ';', '\t'),
            Arbitraries.of(
                StandardCharsets.UTF_8, StandardCharsets.UTF_16LE, StandardCharsets.UTF_16BE),
            Arbitraries.of(true, false),
            Arbitraries.of(QuoteMode.ALL, QuoteMode.MINIMAL, QuoteMode.NON_NUMERIC),
            Arbitraries.of("\r\n", "\n", "\r"))
        .as(Form::new);
  }

  @Provide
  Arbitrary<List<Row>> rows() {
    Arbitrary<String> number =
        Arbitraries.longs().between(2_000_000L, 9_999_999L).map(n -> "+1212" + n);
    Arbitrary<String> cell =
        Arbitraries.strings()
            .withChars(",;\t\"\r\n 'aé漢\u00A0#\\=")
            .withChars("😀")
            .ofMaxLength(12)
            .filter(CsvPropertiesTest::wellFormed)
            // Marks of spreadsheets are taken off.
            .filter(text -> Residue.without(text).equals(text));
    return Combinators.combine(number, cell, cell)
        .as(Row::new)
        .list()
        .ofMinSize(1)
        .ofMaxSize(30)
        .uniqueElements(Row::number);
  }

  private static boolean wellFormed(String text) {
    return StandardCharsets.UTF_8.newEncoder().canEncode(text);
  }

  @Property(tries = 500)
  void whatACsvWriterWritesIsReadBack(
      @ForAll @From("rows") List<Row> rows, @ForAll @From("forms") Form form) throws IOException {
    byte[] file = form.write(rows);

    List<GoodFilesTest.Dialed> read = GoodFilesTest.dialed(file, Check.RULES);

    List<GoodFilesTest.Dialed> wanted = new ArrayList<>();
    for (int i = 0; i < rows.size(); i++) {
      Map<String, String> variables = new LinkedHashMap<>();
      put(variables, "one", rows.get(i).first());
      put(variables, "two", rows.get(i).second());
      wanted.add(new GoodFilesTest.Dialed(i + 1, rows.get(i).number(), variables));
    }
    assertThat(read).isEqualTo(wanted);
    assertThat(Check.file(file).valid()).isTrue();
  }

  private static void put(Map<String, String> variables, String name, String value) {
    if (!value.isEmpty()) {
      variables.put(name, value);
    }
  }

  @Property(tries = 500)
  void linesAreRightHoweverManyLineBreaksAreQuoted(
      @ForAll @From("rows") List<Row> rows, @ForAll @From("forms") Form form) throws IOException {
    List<Row> spoilt = new ArrayList<>(rows);
    spoilt.add(new Row("nonsense", "", ""));
    String before =
        new String(form.write(rows), form.charset()).replace("\r\n", "\n").replace('\r', '\n');

    Problem problem = Check.file(form.write(spoilt)).errors().listed().getFirst();

    assertThat(problem.row()).isEqualTo(spoilt.size());
    assertThat(problem.line()).isEqualTo(before.chars().filter(c -> c == '\n').count() + 1);
  }

  @Property(tries = 1_000)
  void anyBytesYieldRowsOrProblems(@ForAll @Size(max = 300) byte[] bytes) throws IOException {
    judged(bytes);
  }

  @Property(tries = 2_000)
  void anyTextBehindAHeaderYieldsRowsOrProblems(
      @ForAll @From("nasty") String text, @ForAll @From("forms") Form form) throws IOException {
    judged(("\uFEFFa,phone_number,b\n" + text).getBytes(form.charset()));
  }

  @Provide
  Arbitrary<String> nasty() {
    return Arbitraries.strings().withChars(",;\t\"\"\"\r\n +1234567890E.\0\uFFFFa").ofMaxLength(80);
  }

  private static void judged(byte[] bytes) throws IOException {
    FileReport report = Check.file(bytes);
    assertThat(report.validRows() + report.invalidRows()).isEqualTo(report.totalRows());
    assertThat(report.valid()).isEqualTo(report.errors().count() == 0);
    if (report.valid()) {
      assertThat(report.dialedRows() + report.duplicateRows()).isEqualTo(report.totalRows());
    }
    if (report.whole()) {
      assertThat(GoodFilesTest.dialed(bytes, Check.RULES)).hasSize((int) report.dialedRows());
    }
    for (Problem problem : report.errors().listed()) {
      assertThat(problem.message()).isNotBlank();
      assertThat(problem.line() == null || problem.line() >= 1).isTrue();
    }
  }

  @Property(tries = 300)
  void duplicatesAreCountedAsANaiveModelCountsThem(
      @ForAll @Size(max = 60)
          List<@net.jqwik.api.constraints.IntRange(min = 0, max = 20) Integer> picks)
      throws IOException {
    StringBuilder file = new StringBuilder("phone_number\n");
    Set<Integer> seen = new HashSet<>();
    long bad = 0;
    long repeated = 0;
    List<Long> first = new ArrayList<>();
    for (int i = 0; i < picks.size(); i++) {
      int pick = picks.get(i);
      if (pick == 0) {
        bad++;
        file.append("bad\n");
        continue;
      }
      file.append(i % 2 == 0 ? "+1212555" : "+1 (212) 555-").append(1_000 + pick).append('\n');
      if (seen.add(pick)) {
        first.add(i + 1L);
      } else {
        repeated++;
      }
    }

    byte[] bytes = file.toString().getBytes(StandardCharsets.UTF_8);
    for (OnDuplicates policy : OnDuplicates.values()) {
      FileReport report = Check.file(bytes, Check.rules(policy));
      boolean looks = policy != OnDuplicates.IGNORE;
      assertThat(report.duplicateRows()).isEqualTo(looks ? repeated : 0);
      assertThat(report.invalidRows())
          .isEqualTo(policy == OnDuplicates.REJECT ? bad + repeated : bad);
      assertThat(report.dialedRows())
          .isEqualTo(
              policy == OnDuplicates.KEEP || !looks ? first.size() + repeated : first.size());
    }
    if (!picks.isEmpty()) {
      assertThat(GoodFilesTest.dialed(bytes, Check.RULES))
          .extracting(GoodFilesTest.Dialed::row)
          .isEqualTo(first);
    }
  }

  @Property(tries = 200)
  void theQuoteScanFindsWhatTheParserStumblesOver(@ForAll @From("nasty") String text)
      throws IOException {
    byte[] bytes = ("phone_number,b\n" + text).getBytes(StandardCharsets.UTF_8);
    CsvText csv = CsvText.of(() -> new ByteArrayInputStream(bytes));

    try (CsvRows rows = new CsvRows(csv, new Delimiter(','))) {
      Step step = rows.next();
      while (step instanceof Step.Cells cells) {
        assertThat(QuoteScan.of(csv, cells.line(), new Delimiter(','))).isEmpty();
        step = rows.next();
      }
      assertThat(step).isInstanceOfAny(Step.End.class, Step.Broken.class);
    }
  }
}
