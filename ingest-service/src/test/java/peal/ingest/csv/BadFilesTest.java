package peal.ingest.csv;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import peal.ingest.csv.CsvRules.OnDuplicates;

/** Every bad input of the contract gets its own error, at the right place. */
class BadFilesTest {
  private static final String GOOD = "+12125550123";

  static Stream<Arguments> bad() {
    return Stream.of(
        arguments("", "no_header", null, null, null),
        arguments(" \r\n\r\n", "no_header", null, null, null),
        arguments("phone_number\r\n", "no_data_rows", null, null, null),
        arguments("phone_number\n\n \n", "no_data_rows", null, null, null),
        arguments("name,Name,phone_number\nA,B," + GOOD, "duplicate_header", null, 1L, "Name"),
        arguments(
            "Phone_Number , phone_number\n" + GOOD + "," + GOOD,
            "duplicate_header",
            null,
            1L,
            "phone_number"),
        arguments("phone,name\n" + GOOD, "missing_phone_number", null, 1L, "phone_number"),
        arguments("phone_number\0\n" + GOOD, "nul_byte", null, 1L, null),
        arguments("a,phone_number\nx\0," + GOOD, "nul_byte", 1L, 2L, "a"),
        arguments("phone_number,a\n" + GOOD + ",\"x\ny\0\"", "nul_byte", 1L, 3L, "a"),
        arguments("phone_number\n" + GOOD + ",x", "too_many_fields", 1L, 2L, null),
        arguments("phone_number,a\n" + GOOD + ",\"x", "unclosed_quote", 1L, 2L, "a"),
        arguments("\"phone_number\n" + GOOD, "unclosed_quote", null, 1L, null),
        arguments(
            "phone_number,a,b\n+12125550124,\"1\n2\",\n\n" + GOOD + ",\"\n\",\"x\n\n",
            "unclosed_quote",
            2L,
            6L,
            "b"),
        arguments("phone_number,a\n" + GOOD + ",\"x\"y", "text_after_quote", 1L, 2L, "a"),
        arguments("phone_number,a\n,x", "empty_number", 1L, 2L, "phone_number"),
        arguments("a,phone_number\nx", "empty_number", 1L, 2L, "phone_number"),
        arguments("phone_number\n2125550123", "no_country", 1L, 2L, "phone_number"),
        arguments("phone_number\n+02125550123", "invalid_country_code", 1L, 2L, "phone_number"),
        arguments("phone_number\n+123456", "too_short", 1L, 2L, "phone_number"),
        arguments("phone_number\n+1234567890123456", "too_long", 1L, 2L, "phone_number"),
        arguments("phone_number\n+1212555CALL", "not_a_number", 1L, 2L, "phone_number"),
        arguments("phone_number\n++12125550123", "not_a_number", 1L, 2L, "phone_number"),
        arguments("phone_number\n1.2346E+10", "scientific_notation", 1L, 2L, "phone_number"),
        arguments("phone_number;a\n1,2346e+10", "scientific_notation", 1L, 2L, "phone_number"),
        arguments(
            "phone_number,a\n+12125550123,\"1\r\n2\"\n+12125550124,\n\n+1",
            "too_short",
            3L,
            6L,
            "phone_number"));
  }

  @ParameterizedTest
  @MethodSource("bad")
  void aBadFileIsRefusedWithItsOwnError(
      String file, String code, Long row, Long line, String column) {
    FileReport report = Check.file(file);

    assertThat(report.valid()).isFalse();
    assertThat(report.errors().listed()).hasSize(1);
    Problem problem = report.errors().listed().getFirst();
    assertThat(problem.code()).isEqualTo(code);
    assertThat(problem.row()).isEqualTo(row);
    assertThat(problem.line()).isEqualTo(line);
    assertThat(problem.column()).isEqualTo(column);
    assertThat(problem.message()).isNotBlank();
  }

  @Test
  void bytesThatAreNoUtf8AreNamedWithTheirLine() {
    byte[] file = join("phone_number,a\n+12125550123,\"x\n", 0xE9, "\"\n+12125550124,ok\n");

    FileReport report = Check.file(file);

    Problem problem = report.errors().listed().getFirst();
    assertThat(problem)
        .isEqualTo(new Problem(1L, 3L, "a", "invalid_encoding", problem.message(), null));
    assertThat(report.validRows()).isEqualTo(1);
  }

  @Test
  void aHeaderThatIsNoUtf8MakesTheFileUnreadable() {
    FileReport report = Check.file(join("phone_number,pr", 0xE9, "nom\n+12125550123,x"));

    assertThat(report.readable()).isFalse();
    assertThat(report.errors().listed().getFirst().code()).isEqualTo("invalid_encoding");
  }

  @Test
  void moreRowsThanTheWorkspaceMaySendAreRefusedAndNotReadOn() {
    CsvRules two = new CsvRules(Check.E164, OnDuplicates.SKIP, 2, 100, Placeholders.NONE);
    String file = "phone_number\n+12125550123\n+12125550124\n+12125550125\n+12125550126";

    FileReport report = Check.file(file.getBytes(StandardCharsets.UTF_8), two);

    assertThat(report.whole()).isFalse();
    assertThat(report.totalRows()).isEqualTo(3);
    assertThat(report.errors().listed().getFirst().code()).isEqualTo("too_many_rows");
    assertThat(report.errors().listed().getFirst().row()).isEqualTo(3);
  }

  @Test
  void theRowWithWhichARedialIsTooLongIsNamedByTheNumberThatItKeeps() throws IOException {
    CsvRules two = new CsvRules(Check.E164, OnDuplicates.KEEP, 2, 100, Placeholders.NONE);
    String file = "row,phone_number\n3,+12125550123\n70,+12125550124\n700,+12125550125";
    RowFile again = new RedialFile(Check.text(file.getBytes(StandardCharsets.UTF_8)));

    FileReport report = FileCheck.run(again, two, RowObserver.NONE);

    assertThat(report.errors().listed().getFirst().row()).isEqualTo(700);
  }

  /**
   * A long name in the header is kept with each row: 20 MB would become a hundred times as much.
   */
  @Test
  void rowsThatTakeMoreWithTheirColumnsNamesThanAFileMayAreRefusedAndNotReadOn() {
    CsvRules small =
        new CsvRules(Check.E164, OnDuplicates.SKIP, 100, 3_300, 100, Placeholders.NONE, false);
    String file = "phone_number," + "x".repeat(1_000) + "\n" + rows(50);

    FileReport report = Check.file(file.getBytes(StandardCharsets.UTF_8), small);

    assertThat(report.whole()).isFalse();
    assertThat(report.totalRows()).isEqualTo(4);
    assertThat(report.errors().listed().getFirst().code()).isEqualTo("too_much_text");
    assertThat(report.errors().listed().getFirst().row()).isEqualTo(4);
  }

  /** Number, and each value beside its name; of the row that is left out nothing is kept. */
  @Test
  void whatIsKeptIsCounted() {
    FileReport report = Check.file("phone_number,café,note\n+12125550123,Ada,\nx,Grace,long\n");

    assertThat(report.keptBytes()).isEqualTo(12 + 5 + 3);
  }

  private static String rows(int count) {
    return IntStream.range(0, count)
        .mapToObj(row -> "+121255501%02d,a\n".formatted(row))
        .collect(Collectors.joining());
  }

  @Test
  void theFirstHundredProblemsAreListedAndAllAreCounted() {
    FileReport report = Check.file("phone_number\n" + "x\n".repeat(1_234));

    assertThat(report.errors().listed()).hasSize(100);
    assertThat(report.errors().count()).isEqualTo(1_234);
    assertThat(report.invalidRows()).isEqualTo(1_234);
  }

  @Test
  void aQuoteThatIsNeverClosedDoesNotPullTheFileIntoMemory() {
    FileReport report =
        Check.file("phone_number,a\n+12125550123,\"x\n" + "+12125550124,y\n".repeat(500_000));

    assertThat(report.errors().listed())
        .extracting(Problem::code, Problem::line)
        .containsExactly(org.assertj.core.groups.Tuple.tuple("unclosed_quote", 2L));
  }

  @Test
  void aRowBeyondAllMeasureIsRefused() {
    FileReport long1 = Check.file("phone_number,a\n+12125550123," + "x".repeat(70_000));
    FileReport long2 = Check.file("phone_number,a\n+12125550123," + "x".repeat(300_000));

    assertThat(long1.errors().listed().getFirst().code()).isEqualTo("row_too_long");
    assertThat(long2.errors().listed().getFirst().code()).isEqualTo("row_too_long");
    assertThat(long2.whole()).isFalse();
  }

  @Test
  void rowsBehindAnUnsoundHeaderAreCounted() {
    FileReport report = Check.file("phone\n+12125550123\n+12125550124\n");

    assertThat(report.totalRows()).isEqualTo(2);
    assertThat(report.invalidRows()).isEqualTo(2);
    assertThat(report.readable()).isTrue();
  }

  @Test
  void aProblemDoesNotPrintTheValue() {
    Problem problem = Check.file("phone_number\n2125550123").errors().listed().getFirst();

    assertThat(problem.value()).isEqualTo("2125550123");
    assertThat(problem.toString()).doesNotContain("2125550123");
    assertThat(problem.message()).doesNotContain("2125550123");
  }

  private static byte[] join(String before, int octet, String after) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.writeBytes(before.getBytes(StandardCharsets.UTF_8));
    out.write(octet);
    out.writeBytes(after.getBytes(StandardCharsets.UTF_8));
    return out.toByteArray();
  }
}
