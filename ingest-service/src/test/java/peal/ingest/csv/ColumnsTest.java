package peal.ingest.csv;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import peal.domain.Wording;
import peal.ingest.csv.GoodFilesTest.Dialed;

/** Which column is which, and what spreadsheets leave behind in a file. */
class ColumnsTest {
  private static final String GOOD = "+447400123456";

  private static List<Dialed> dialed(String file) throws IOException {
    return GoodFilesTest.dialed(file.getBytes(StandardCharsets.UTF_8), Check.RULES);
  }

  private static FileReport mapped(String file, Map<String, String> columns) throws IOException {
    return FileCheck.run(
        Check.text(file.getBytes(StandardCharsets.UTF_8), new ColumnChoice(columns)),
        Check.RULES,
        RowObserver.NONE);
  }

  private static Map<String, String> variables(FileReport report) throws IOException {
    Map<String, String> all = new java.util.LinkedHashMap<>();
    DialedRows.read(report, (row, number, variables, cells) -> all.putAll(variables));
    return all;
  }

  private static Problem onlyError(FileReport report) {
    assertThat(report.errors().listed()).hasSize(1);
    return report.errors().listed().getFirst();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Phone Number",
        "PHONE-NUMBER",
        "phoneNumber",
        "\"Phone_Number \"",
        "phone\u00A0number",
        "\u200Bphone_number"
      })
  void theColumnWithTheNumbersMayBeSpelledInManyWays(String title) throws IOException {
    assertThat(dialed(title + "\n" + GOOD)).extracting(Dialed::number).containsExactly(GOOD);
  }

  /** Looked at anew from each of its blanks, a cell would take as long as a file. */
  @Test
  @Timeout(value = 40, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
  void theGuessLooksAtABlankOnce() {
    String cell = "a" + " ".repeat(998) + "b";
    String row = "x," + String.join(",", Collections.nCopies(6, cell)) + "\n";

    assertThat(guess("number,a,b,c,d,e,f\n" + row.repeat(1_000))).isNull();
  }

  @Test
  void theGuessPrefersThePhoneOfWhomTheRowIs() {
    assertThat(guess("contact_id,number\n447400123456,+447400123456\n")).isEqualTo("number");
    assertThat(guess("Emergency Contact Phone,Phone\n" + GOOD + "," + GOOD + "\n"))
        .isEqualTo("Phone");
    assertThat(guess("Home Phone,Mobile\n" + GOOD + "," + GOOD + "\n")).isEqualTo("Mobile");
    assertThat(
            guess("Phone 1 - Value,Phone 2 - Value\n" + GOOD + " ::: +447700900171," + GOOD + "\n"))
        .as("several numbers in a cell are numbers too")
        .isEqualTo("Phone 1 - Value");
  }

  @Test
  void numbersOfOthersAreNotProposed() throws IOException {
    String cells = "\n" + GOOD + "," + GOOD + "\n";
    for (String header :
        List.of(
            "Kundennummer,Rufnummer",
            "From Number,To",
            "Agent Phone,Customer Phone",
            "ICE Phone,Telefon",
            "Invoice Number,Contact",
            "Old phone,Phone",
            "VAT number,Contact no")) {
      assertThat(guess(header + cells)).as(header).isEqualTo(header.split(",")[1]);
    }
  }

  private static String guess(String file) {
    return Check.file(file).guessedColumns().get("phone_number");
  }

  @Test
  void namesAreShownAsTheFileHasThem() throws IOException {
    assertThat(dialed("Phone Number, First Name \n" + GOOD + ",Ada"))
        .containsExactly(new Dialed(1, GOOD, Map.of("First Name", "Ada")));
  }

  @Test
  void aSpreadsheetsTextIsReadHoweverLongItIs() throws IOException {
    String note = "say \"hello\", then wait; ".repeat(2_000);
    String cell = "=\"" + note.replace("\"", "\"\"") + "\"";

    assertThat(dialed("phone_number,note\n" + GOOD + ",\"" + cell.replace("\"", "\"\"") + "\"\n"))
        .containsExactly(new Dialed(1, GOOD, Map.of("note", note)));
  }

  /** An unquoted comma in the name: the number of the next column would be called. */
  @Test
  void aRowWhoseCellsMayHaveMovedIsRefused() {
    String header = "name,home,phone_number,note\n";

    assertThat(onlyError(Check.file(header + "Smith, Ada,+12125550124,+12125550123,\n")).code())
        .isEqualTo("shifted_row");
    assertThat(Check.file(header + "Ada,+12125550124,+12125550123,hello,,\n").errors().count())
        .isZero();
  }

  @Test
  void twoSpellingsOfOneNameAreADuplicate() {
    Problem problem = onlyError(Check.file("phone_number,First Name,first_name\n" + GOOD));

    assertThat(problem.code()).isEqualTo("duplicate_header");
    assertThat(problem.message()).contains("Columns 2 and 3");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "'+447700900136",
        "=\"+447700900137\"",
        "tel:+447700900138",
        "p:+14155550123",
        "\u200E+447700900139",
        "\u0664\u0664\u0667\u0667\u0660\u0660900123"
      })
  void whatTheReaderReadsIsAGuess(String cell) {
    FileReport report = Check.file("Name,Whom\nAda,\"" + cell.replace("\"", "\"\"") + "\"\n");

    assertThat(report.guessedColumns()).containsEntry("phone_number", "Whom");
    assertThat(report.errors().last().message()).contains("'Whom' holds numbers in 100 %");
  }

  @Test
  void withoutAPhoneColumnTheErrorNamesThoseThatHoldNumbers() {
    Problem problem =
        onlyError(
            Check.file(
                "Name,Joined,Phone 1 - Type,Phone 1 - Value\nAda,2026-11-29,Mobile," + GOOD));

    assertThat(problem.code()).isEqualTo("missing_phone_number");
    assertThat(problem.message())
        .contains("'Name', 'Joined', 'Phone 1 - Type', 'Phone 1 - Value'")
        .contains("'Phone 1 - Value' holds numbers in 100 % of rows")
        .contains("columns={\"phone_number\":\"Phone 1 - Value\"}");
  }

  @Test
  void whatTheErrorSaysToSendIsAccepted() throws IOException {
    String file = "Name,\"Mobile \"\"1\"\"\"\nAda," + GOOD;
    String message = onlyError(Check.file(file)).message();
    String example = message.substring(message.indexOf('{'), message.lastIndexOf('}') + 1);

    Map<String, String> columns =
        new com.fasterxml.jackson.databind.ObjectMapper()
            .readValue(example, new com.fasterxml.jackson.core.type.TypeReference<>() {});

    assertThat(mapped(file, columns).valid()).isTrue();
  }

  @Test
  void withoutAnyNumbersTheErrorSaysSo() {
    assertThat(onlyError(Check.file("a,b\n1,2")).message())
        .contains("None of them holds phone numbers");
  }

  @Test
  void fieldsThatNoColumnIsNamedAfterAreGuessed() {
    FileReport report =
        Check.file("Given Name,Surname,E-Mail,TZ,Mobile\nAda,L,a@b.example,UTC," + GOOD);

    assertThat(report.guessedColumns())
        .containsExactly(
            entry("phone_number", "Mobile"),
            entry("first_name", "Given Name"),
            entry("last_name", "Surname"),
            entry("timezone", "TZ"));
  }

  @Test
  void aColumnThatAnotherIsChosenInsteadOfIsLeftOutWithAWarning() throws IOException {
    FileReport report =
        mapped("phone_number,Mobile\n+441134960000," + GOOD, Map.of("phone_number", "Mobile"));

    assertThat(report.valid()).isTrue();
    assertThat(variables(report)).containsExactly(entry("Mobile", GOOD));
    assertThat(report.warnings().listed())
        .extracting(Problem::code)
        .containsExactly("replaced_column");
  }

  @Test
  void aChosenColumnThatIsNotThereIsAnError() throws IOException {
    Problem problem = onlyError(mapped("phone_number,b\n" + GOOD + ",x", Map.of("city", "Town")));

    assertThat(problem.code()).isEqualTo("unknown_column");
    assertThat(problem.message()).contains("'Town'").contains("'phone_number', 'b'");
  }

  @Test
  void theDelimiterIsFoundByTheChosenColumnToo() throws IOException {
    FileReport report = mapped("a,b,c;Mobile\nx,y,z;" + GOOD, Map.of("phone_number", "Mobile"));

    assertThat(report.valid()).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        ",phone_number,first_name\n0," + GOOD + ",Ada",
        "\"\",\"phone_number\",\"first_name\"\n\"1\",\"" + GOOD + "\",\"Ada\"",
        "phone_number,first_name,,,\n" + GOOD + ",Ada,,,",
        "phone_number,first_name,,,\n" + GOOD + ",Ada"
      })
  void columnsWithoutANameAreLeftOutWithAWarning(String file) throws IOException {
    assertThat(dialed(file)).containsExactly(new Dialed(1, GOOD, Map.of("first_name", "Ada")));
    assertThat(Check.file(file).warnings().listed())
        .extracting(Problem::code)
        .containsExactly("unnamed_column");
  }

  @Test
  void emptyCellsBeyondTheHeaderAreIgnoredAndValuesAreNot() {
    assertThat(Check.file("phone_number\n" + GOOD + ",, ,").valid()).isTrue();

    Problem problem = onlyError(Check.file("phone_number,a\n" + GOOD + ",Ada,,stray"));
    assertThat(problem.code()).isEqualTo("too_many_fields");
    assertThat(problem.value()).isEqualTo("stray");
  }

  @ParameterizedTest
  @ValueSource(strings = {",,,", " , ,,", "\"\",\"\"", "\u00A0,", "\t"})
  void rowsWithoutAnyValueAreBlankLines(String blank) throws IOException {
    String file = "phone_number,a,b,c\n" + GOOD + ",1\n" + blank + "\n+447700900153,2\n" + blank;

    assertThat(dialed(file)).extracting(Dialed::row).containsExactly(1L, 2L);
  }

  @ParameterizedTest
  @ValueSource(strings = {"sep=;\n", "sep=;\r\n", "\"sep=;\"\n", "\uFEFFsep=;\r"})
  void excelsLineWithTheDelimiterIsNoHeader(String line) throws IOException {
    String file = line + "phone_number;note\n" + GOOD + ";a,b\nbad;x";

    FileReport report = Check.file(file);

    assertThat(report.file().traits()).containsEntry("delimiter", ";");
    assertThat(report.validRows()).isEqualTo(1);
    assertThat(onlyError(report).line()).isEqualTo(4);
  }

  @Test
  void anyDelimiterMayBeDeclared() throws IOException {
    assertThat(dialed("sep=|\nphone_number|note\n" + GOOD + "|a,b"))
        .containsExactly(new Dialed(1, GOOD, Map.of("note", "a,b")));
  }

  @Test
  void aBlankBeforeAnOpeningQuoteBelongsToTheDelimiter() throws IOException {
    String file =
        "phone_number, full_name,\u00A0\"city\"\n"
            + GOOD
            + ", \"Smith, Anne\",\u00A0\"Leeds\"\n+447700900163,  Brown, say \"hi\"";

    assertThat(dialed(file))
        .containsExactly(
            new Dialed(1, GOOD, Map.of("full_name", "Smith, Anne", "city", "Leeds")),
            new Dialed(2, "+447700900163", Map.of("full_name", "  Brown", "city", " say \"hi\"")));
  }

  @Test
  void resultsAreAGoodUpload() throws IOException {
    String file =
        "row,job_id,phone_number,status,outcome,error,attempts,started_at,ended_at,next_attempt_at,"
            + "talk_seconds,note,file_status,'=x,other_variables\n"
            + "7,call_1,"
            + GOOD
            + ",completed,successful,,1,,,,3.2,'=1+1,gold,y,\"{\"\"late\"\":\"\"'a\"\"}\"";

    assertThat(dialed(file))
        .containsExactly(
            new Dialed(1, GOOD, Map.of("note", "=1+1", "status", "gold", "=x", "y", "late", "'a")));
    assertThat(Check.file(file).warnings().listed()).isEmpty();
    assertThat(Check.file(file).header().orElseThrow().variableNames())
        .containsExactly("note", "status", "=x", "late");
  }

  @Test
  void furtherValuesOfResultsThatAreNoJsonAreAnError() {
    String file =
        "row,job_id,phone_number,status,outcome,error,attempts,started_at,ended_at,next_attempt_at,"
            + "talk_seconds,other_variables\n,,"
            + GOOD
            + ",,,,,,,,,{oops";

    assertThat(onlyError(Check.file(file)).code()).isEqualTo("invalid_other_variables");
  }

  @Test
  void rejectedRowsAreAGoodUploadOnceTheyAreMended() throws IOException {
    assertThat(
            dialed(
                "rejected_row,rejected_code,rejected_reason,phone_number,note\n"
                    + "3,not_a_number,why,"
                    + GOOD
                    + ",'-x"))
        .containsExactly(new Dialed(1, GOOD, Map.of("note", "-x")));
  }

  @Test
  void resultsAndRejectedRowsMayLackColumnsThatSomebodyDeleted() throws IOException {
    assertThat(
            dialed(
                "job_id,phone_number,status,outcome,error,attempts,started_at,ended_at,note\n"
                    + "call_b1-0-1,"
                    + GOOD
                    + ",failed,busy,,1,,,'=x\n"))
        .containsExactly(new Dialed(1, GOOD, Map.of("note", "=x")));
    assertThat(
            dialed("rejected_row,rejected_code,phone_number,note\n3,empty_number," + GOOD + ",'-x"))
        .containsExactly(new Dialed(1, GOOD, Map.of("note", "-x")));
    assertThat(dialed("job_id,phone_number,status\n7," + GOOD + ",open"))
        .as("of another program")
        .containsExactly(new Dialed(1, GOOD, Map.of("job_id", "7", "status", "open")));
  }

  @Test
  void whoWasLeftOutAsADuplicateIsNotRungByAMendedFile() throws IOException {
    String file =
        "rejected_row,rejected_code,rejected_reason,phone_number\n"
            + "3,duplicate_number,why,+447400123457\n"
            + "5,not_a_number,why,"
            + GOOD
            + "\n6,,,+447400123458\n7,duplicate_number,why,+447400123459\n8,,,+447400123459\n";

    assertThat(dialed(file))
        .extracting(Dialed::number)
        .containsExactly(GOOD, "+447400123458", "+447400123459");
    FileReport report = Check.file(file);
    assertThat(report.duplicateRows()).isEqualTo(2);
    assertThat(report.warnings().listed().getFirst().code()).isEqualTo("duplicate_number");
    FileReport kept =
        Check.file(file.getBytes(StandardCharsets.UTF_8), Check.rules(CsvRules.OnDuplicates.KEEP));
    assertThat(kept.dialedRows()).isEqualTo(5);
  }

  @Test
  void aFileWithoutAHeaderIsToldSo() {
    assertThat(onlyError(Check.file(GOOD + ",Ada\n+447400123457,Ben")).message())
        .contains("seems to have no header")
        .doesNotContain("columns=");
  }

  @Test
  void pipesAreFoundAndAnOldEndOfFileIsBlank() throws IOException {
    assertThat(dialed("name|phone_number\nAda|" + GOOD + "\n\u001A"))
        .containsExactly(new Dialed(1, GOOD, Map.of("name", "Ada")));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "<html><table><tr><td>phone_number",
        "<?xml version=\"1.0\"?>\n<Workbook>",
        "BEGIN:VCARD\nVERSION:3.0",
        "[{\"phone_number\": \"+447400123456\"}]",
        "{\"phone_number\":\n1}",
        "[[\"phone_number\"], [\"+447400123456\"]]",
        "[\"phone_number\"]",
        "\u001F\uFFFD\b\0",
        "%PDF-1.7\nx",
        "{\\rtf1\\ansi"
      })
  void anotherKindOfFileIsNamed(String file) {
    FileReport report = Check.file(file);

    assertThat(report.readable()).isFalse();
    assertThat(onlyError(report).code()).isEqualTo("not_csv");
  }

  @ParameterizedTest
  @ValueSource(strings = {"UTF-16LE", "UTF-16BE", "UTF-16", "UTF-32"})
  void unicodeIsFoundByItsMarkOrItsZeros(String encoding) throws IOException {
    String mark = encoding.equals("UTF-32") ? "\uFEFF" : "";
    byte[] file = (mark + "phone_number,name\n" + GOOD + ",Zo\u00EB").getBytes(encoding);

    assertThat(GoodFilesTest.dialed(file, Check.RULES))
        .containsExactly(new Dialed(1, GOOD, Map.of("name", "Zoë")));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Customers of 2024,,\nphone_number,name,city\n",
        "# made by a program\n\nname,Phone Number,city\n",
        "Report\nof May\n,phone-number,\n"
      })
  void aHeaderBelowATitleIsPointedAt(String above) {
    FileReport report = Check.file(above + GOOD + ",Ada,Leeds\n");

    assertThat(onlyError(report).message())
        .contains("The header seems to stand in line " + above.lines().count() + ":")
        .doesNotContain("columns=");
    assertThat(report.guessedColumns()).isEmpty();
  }

  @Test
  void aDelimiterThatNobodyKnowsIsSaidByAFirstLine() throws IOException {
    String file = "name^phone_number\nAda^" + GOOD;

    assertThat(onlyError(Check.file(file)).message()).contains("a first line such as sep=^");
    assertThat(dialed("SEP=^\n" + file))
        .containsExactly(new Dialed(1, GOOD, Map.of("name", "Ada")));
  }

  @Test
  void aChosenColumnIsKnownAsTheFieldItIsChosenForAndByItsOwnName() throws IOException {
    FileReport report =
        mapped(
            "Mobile,TZ,name\n'" + GOOD + ",Europe/London,Ada",
            Map.of("phone_number", "MOBILE", "timezone", "tz"));

    assertThat(report.valid()).isTrue();
    assertThat(report.header().orElseThrow().variableNames())
        .containsExactly("Mobile", "timezone", "TZ", "name");
    assertThat(variables(report))
        .containsExactly(
            entry("Mobile", GOOD),
            entry("timezone", "Europe/London"),
            entry("TZ", "Europe/London"),
            entry("name", "Ada"));
  }

  @Test
  void aNameThatAnotherColumnHasIsNotTakenFromIt() throws IOException {
    FileReport report =
        mapped(
            "phone_number,country,land\n" + GOOD + ",north,GB",
            Map.of("region", "country", "country", "land"));

    assertThat(variables(report))
        .containsExactly(entry("region", "north"), entry("country", "GB"), entry("land", "GB"));
  }

  @Test
  void aThousandColumnsAreReadAndMoreAreRefusedAtOnce() throws IOException {
    String named = "phone_number" + numbered(999);

    assertThat(Check.file(named + ",".repeat(10_000) + "\n" + GOOD).valid()).isTrue();
    Problem problem = onlyError(mapped(named + ",c1\n" + GOOD, Map.of("first_name", "not there")));
    assertThat(problem.code()).isEqualTo("too_many_columns");
    assertThat(problem.message()).contains("1,001").contains("1,000");
  }

  @Test
  void aColumnsNameHasAnEnd() throws IOException {
    assertThat(Check.file("phone_number," + "x".repeat(1_000) + "\n" + GOOD).valid()).isTrue();
    Problem problem =
        onlyError(mapped("phone_number," + "x".repeat(1_001) + "\n" + GOOD, Map.of()));
    assertThat(problem.code()).isEqualTo("column_name_too_long");
    assertThat(problem.message()).contains("1,000").contains("1,001");
    assertThat(problem.column().length()).isLessThan(100);
  }

  private static String numbered(int columns) {
    return IntStream.rangeClosed(1, columns).mapToObj(i -> ",c" + i).collect(Collectors.joining());
  }

  @Test
  void aColumnIsProposedForTheFirstTenPlaceholdersThatNothingFills() {
    String prompt =
        IntStream.range(0, 12).mapToObj("{city%d}"::formatted).collect(Collectors.joining());
    Placeholders placeholders = new Placeholders(Wording.of(prompt, null), Map.of(), false);

    assertThat(placeholders.unfilled(List.of("cityX")).values())
        .hasSize(12)
        .filteredOn(sentence -> sentence.contains("did you mean {cityX}?"))
        .hasSize(10);
  }

  @Test
  void aChosenColumnCountsTwiceForTheLengthOfARow() throws IOException {
    String file = "phone_number,note\n" + GOOD + "," + "x".repeat(40_000);

    assertThat(mapped(file, Map.of()).valid()).isTrue();
    assertThat(onlyError(mapped(file, Map.of("first_name", "note"))).code())
        .isEqualTo("row_too_long");
  }

  @Test
  void theEncodingMayBeSaid() throws IOException {
    byte[] file = ("phone_number,name\n" + GOOD + ",Zo\u00EB").getBytes("windows-1252");
    CsvBytes bytes = () -> new java.io.ByteArrayInputStream(file);

    FileReport report =
        FileCheck.run(
            CsvFile.of(
                new CsvText(bytes, Encoding.named("Windows-1252").orElseThrow()),
                ColumnChoice.NONE),
            Check.RULES,
            RowObserver.NONE);

    assertThat(variables(report)).containsExactly(entry("name", "Zoë"));
    assertThat(report.file().traits()).containsEntry("encoding", "windows-1252");
  }
}
