package peal.ingest.csv;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import peal.ingest.csv.CsvRules.OnDuplicates;
import peal.ingest.http.Template;
import peal.numbers.NumberReader;

class GoodFilesTest {
  record Dialed(long row, String number, Map<String, String> variables) {}

  static List<Dialed> dialed(byte[] bytes, CsvRules rules) throws IOException {
    FileReport report = FileCheck.run(Check.text(bytes), rules, RowObserver.NONE);
    List<Dialed> rows = new ArrayList<>();
    DialedRows.read(
        report,
        (row, number, variables, cells) -> rows.add(new Dialed(row, number.e164(), variables)));
    assertThat(report.dialedRows()).isEqualTo(rows.size());
    return rows;
  }

  private static List<Dialed> dialed(String text) throws IOException {
    return dialed(text.getBytes(StandardCharsets.UTF_8), Check.RULES);
  }

  @Test
  void theTemplateIsValid() {
    FileReport report = Check.file(Template.CSV);

    assertThat(report.valid()).isTrue();
    assertThat(report.totalRows()).isEqualTo(2);
    assertThat(report.warnings().listed()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "+12125550123",
        "+1 (212) 555-0123",
        "+1.212.555.0123",
        " +1\u00A0212\u2011555\u20130123 ",
        "\"+1 212 555 0123\""
      })
  void separatorsInNumbersAreRemoved(String cell) throws IOException {
    assertThat(dialed("phone_number\n" + cell))
        .containsExactly(new Dialed(1, "+12125550123", Map.of()));
  }

  @Test
  void aRowsOwnCountryGoesBeforeTheFiles() throws IOException {
    String file = "phone_number,Country\n07700 900123,gb\n(212) 555-0123,\n+447700900124,Wales\n";

    assertThat(dialed(file.getBytes(StandardCharsets.UTF_8), Check.rulesIn("US")))
        .extracting(Dialed::number)
        .containsExactly("+447700900123", "+12125550123", "+447700900124");
  }

  @Test
  void marksThatKeepTextAreTakenOffEveryCell() throws IOException {
    assertThat(
            dialed(
                "phone_number,a,b,c\n"
                    + "=\"+12125550123\",\"=\"\"Ada \"\"\"\"B\"\"\"\"\"\"\",'007,'t Hooft\n"))
        .containsExactly(
            new Dialed(1, "+12125550123", Map.of("a", "Ada \"B\"", "b", "007", "c", "'t Hooft")));
  }

  @ParameterizedTest
  @CsvSource({
    "latin1, windows-1252, O\u2019Neil \u20ac5",
    "macintosh, x-MacRoman, O\u2019Neil",
    "Shift_JIS, windows-31j, \u3231\u9ad9",
    "cp932, windows-31j, \u3231",
    "euc-kr, x-windows-949, \ub620",
    "gb2312, GBK, \u9ad9"
  })
  void anEncodingIsWhatProgramsMeanByItsName(String name, String written, String text)
      throws IOException {
    byte[] file = ("phone_number,x\n+12125550123," + text + "\n").getBytes(written);

    FileReport report =
        FileCheck.run(
            CsvFile.of(
                new CsvText(
                    () -> new ByteArrayInputStream(file), Encoding.named(name).orElseThrow()),
                ColumnChoice.NONE),
            Check.rules(OnDuplicates.SKIP),
            RowObserver.NONE);

    assertThat(report.valid()).isTrue();
  }

  @Test
  void aCountryCanBeWrittenOut() throws IOException {
    String file = "phone_number,Country\n07700 900123,United Kingdom\n030 23125 014,Germany\n";

    assertThat(dialed(file.getBytes(StandardCharsets.UTF_8), Check.rulesIn("US")))
        .extracting(Dialed::number)
        .containsExactly("+447700900123", "+493023125014");
  }

  @Test
  void aCountryThatIsNoneLetsNoNationalNumberIn() throws IOException {
    String file = "phone_number,country\n(212) 555-0123,Congo\n07700 900123,abroad\n";
    FileReport report =
        FileCheck.run(
            Check.text(file.getBytes(StandardCharsets.UTF_8)),
            Check.rulesIn("US"),
            RowObserver.NONE);

    assertThat(report.errors().listed()).extracting(Problem::code).containsOnly("no_country");
    assertThat(report.errors().listed().getFirst().message())
        .contains("Its column country has 'Congo', which names no country.")
        .doesNotContain("defaultRegion");
  }

  @Test
  void headersAreTrimmedAndComparedWithoutCaseAndNamesStayAsGiven() throws IOException {
    assertThat(dialed(" First Name , PHONE_Number ,x\nAda,+12125550123,"))
        .containsExactly(new Dialed(1, "+12125550123", Map.of("First Name", "Ada")));
  }

  @ParameterizedTest
  @ValueSource(strings = {",", ";", "\t"})
  void theHeaderTellsTheDelimiter(String delimiter) throws IOException {
    String file = "phone_number|note\r\n+12125550123|\"a, b; c\td\"\r\n".replace("|", delimiter);

    assertThat(dialed(file).getFirst().variables()).containsEntry("note", "a, b; c\td");
    assertThat(Check.file(file).file().traits()).containsEntry("delimiter", delimiter);
  }

  @Test
  void blankLinesAreNoRows() throws IOException {
    assertThat(dialed("\n\nphone_number\r\n\r\n+12125550123\n  \n+12125550124"))
        .extracting(Dialed::row)
        .containsExactly(1L, 2L);
  }

  @Test
  void skippedRowsKeepTheirNumber() throws IOException {
    assertThat(dialed("phone_number\nbad\n+12125550123\n+12125550123\n+12125550124"))
        .extracting(Dialed::row)
        .containsExactly(2L, 4L);
  }

  @Test
  void duplicatesAreKeptWhereTheClientSaysSo() throws IOException {
    byte[] file = "phone_number\n+12125550123\n+1 2125550123".getBytes(StandardCharsets.UTF_8);

    assertThat(dialed(file, Check.rules(OnDuplicates.KEEP))).hasSize(2);
    assertThat(Check.file(file, Check.rules(OnDuplicates.KEEP)).duplicateRows()).isEqualTo(1);
  }

  @Test
  void duplicatesAreErrorsWhereTheClientSaysSo() {
    byte[] file = "phone_number\n+12125550123\n+1 2125550123".getBytes(StandardCharsets.UTF_8);

    FileReport report = Check.file(file, Check.rules(OnDuplicates.REJECT));

    assertThat(report.errors().listed()).extracting(Problem::code).containsOnly("duplicate_number");
    assertThat(report.invalidRows()).isEqualTo(1);
    assertThat(report.dialedRows()).isEqualTo(1);
  }

  @Test
  void whatNumberingPlansDoubtIsOnlyAWarning() {
    FileReport report = Check.file("phone_number\n+1234567890\n");

    assertThat(report.valid()).isTrue();
    assertThat(report.warnings().listed()).extracting(Problem::code).containsExactly("too_short");
  }

  @Test
  void nationalNumbersAreLetInWithARegion() throws IOException {
    NumberReader us = new NumberReader(NumberReader.region(" us "));
    CsvRules rules = new CsvRules(us, OnDuplicates.SKIP, 100, 100, Placeholders.NONE);
    String file = "phone_number\n(212) 555-0123\n+442079460000\n1-212-555-0124\n";

    assertThat(dialed(file.getBytes(StandardCharsets.UTF_8), rules))
        .extracting(Dialed::number)
        .containsExactly("+12125550123", "+442079460000", "+12125550124");
  }

  @Test
  void aRegionThatDoesNotExistIsNone() {
    assertThat(NumberReader.region("XX")).isEqualTo(Optional.empty());
  }

  @Test
  void numbersAreComparedAsTheyAreDialed() {
    FileReport report =
        Check.file("phone_number,x\n+44 (0)7700 900123,Ada\n+447700900123,Ada again\n");

    assertThat(report.duplicateRows()).isEqualTo(1);
    assertThat(report.spellings().listed())
        .containsExactly(new Spellings.Spelling(1, 2, "+44 (0)7700 900123", "+447700900123"));
    assertThat(report.warnings().counts()).containsEntry("duplicate_number", 1L);
  }
}
