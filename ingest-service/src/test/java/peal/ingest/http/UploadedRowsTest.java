package peal.ingest.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.apache.poi.ss.usermodel.Row;
import org.apache.poi.ss.usermodel.Sheet;
import org.apache.poi.xssf.usermodel.XSSFWorkbook;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import peal.domain.event.CallQueued;
import peal.ingest.http.RunningIngest.Answer;

/** Files of every kind, and the form fields that say how they are to be read. */
@Timeout(120)
class UploadedRowsTest {
  private static final String START = "/workspaces/acme/batches";
  private static final String VALIDATE = START + "/validate";
  private static final String CSV = "Mobile,name\n+12125550123,Ada\n";

  private RunningIngest ingest;

  @BeforeEach
  void start(@TempDir Path folder) throws IOException {
    ingest = new RunningIngest(folder);
  }

  @AfterEach
  void nothingIsLeftInTheSpool() {
    assertThat(ingest.spooled()).isZero();
    ingest.close();
  }

  private static byte[] workbook() throws IOException {
    try (XSSFWorkbook workbook = new XSSFWorkbook()) {
      workbook.createSheet("Notes").createRow(0).createCell(0).setCellValue("nothing here");
      var sheet = workbook.createSheet("People");
      Row header = sheet.createRow(0);
      header.createCell(0).setCellValue("Mobile");
      header.createCell(1).setCellValue("name");
      for (int i = 1; i <= 3; i++) {
        Row row = sheet.createRow(i);
        row.createCell(0).setCellValue(i == 3 ? "bad" : "+1212555012" + i);
        row.createCell(1).setCellValue("Name " + i);
      }
      ByteArrayOutputStream out = new ByteArrayOutputStream();
      workbook.write(out);
      return out.toByteArray();
    }
  }

  @Test
  void aWorkbookStartsABatchAsACsvDoes() throws IOException {
    Answer answer =
        ingest.formOf(
            START,
            workbook(),
            "agentId",
            "agent_1",
            "sheet",
            "People",
            "columns",
            "{\"phone_number\": \"Mobile\"}",
            "onInvalidRows",
            "skip");

    assertThat(answer.status()).as(answer.raw().body()).isEqualTo(200);
    assertThat(answer.body().path("totalCalls").intValue()).isEqualTo(2);
    assertThat(ingest.log.events(CallQueued.class))
        .extracting(call -> call.number().e164() + call.variables())
        .containsExactlyInAnyOrder(
            "+12125550121{Mobile=+12125550121, name=Name 1}",
            "+12125550122{Mobile=+12125550122, name=Name 2}");
  }

  @Test
  void aCheckOfAWorkbookNamesTheSheetAndItsLines() throws IOException {
    Answer answer =
        ingest.formOf(
            VALIDATE, workbook(), "sheet", "people", "columns", "{\"phone_number\":\"mobile\"}");

    assertThat(answer.status()).as(answer.raw().body()).isEqualTo(200);
    assertThat(answer.body().path("sheet").textValue()).isEqualTo("People");
    assertThat(answer.body().has("delimiter")).isFalse();
    assertThat(answer.body().path("errors").get(0).path("line").intValue()).isEqualTo(4);
  }

  @Test
  void aWorkbookThatCannotBeReadIsRefusedByName() throws IOException {
    Answer noSheet = ingest.formOf(VALIDATE, workbook(), "sheet", "Peopel");
    Answer damaged = ingest.formOf(VALIDATE, new byte[] {'P', 'K', 3, 4, 0}, "name", "x");

    assertThat(noSheet.status()).isEqualTo(400);
    assertThat(noSheet.body().path("errors").get(0).path("code").textValue())
        .isEqualTo("unknown_sheet");
    assertThat(noSheet.body().path("message").textValue()).contains("'Notes', 'People'");
    assertThat(damaged.body().path("errors").get(0).path("code").textValue())
        .isEqualTo("unreadable_workbook");
  }

  @Test
  void aSheetOfOneColumnIsNotToldOfDelimiters() throws IOException {
    byte[] file;
    try (XSSFWorkbook workbook = new XSSFWorkbook();
        ByteArrayOutputStream out = new ByteArrayOutputStream()) {
      workbook.createSheet().createRow(0).createCell(0).setCellValue("My list");
      workbook.write(out);
      file = out.toByteArray();
    }

    assertThat(
            ingest.formOf(VALIDATE, file).body().path("errors").get(0).path("message").textValue())
        .endsWith(
            "It holds no phone numbers. Put a header above the list, with phone_number over"
                + " the numbers.");
  }

  /** As Excel opens a CSV file whose delimiter is not its own. */
  @ParameterizedTest
  @ValueSource(strings = {"phone_number;a", "Telefon;Name", "My list"})
  void linesThatStandInOneCellEachAreSaidToBeSo(String first) throws IOException {
    byte[] file;
    try (XSSFWorkbook workbook = new XSSFWorkbook();
        ByteArrayOutputStream out = new ByteArrayOutputStream()) {
      Sheet sheet = workbook.createSheet();
      sheet.createRow(0).createCell(0).setCellValue(first);
      sheet.createRow(1).createCell(0).setCellValue("+447700900123;x");
      workbook.write(out);
      file = out.toByteArray();
    }

    assertThat(
            ingest.formOf(VALIDATE, file).body().path("errors").get(0).path("message").textValue())
        .contains("not split into columns", "Text to Columns", "send the CSV file");
  }

  /** The same as a CSV file with such a number is told. */
  @Test
  void aNumberThatIsShownWithoutItsFractionIsRefused() throws IOException {
    byte[] file;
    try (XSSFWorkbook workbook = new XSSFWorkbook();
        ByteArrayOutputStream out = new ByteArrayOutputStream()) {
      Sheet sheet = workbook.createSheet();
      sheet.createRow(0).createCell(0).setCellValue("Mobile");
      sheet.createRow(1).createCell(0).setCellValue(4155552671.25);
      workbook.write(out);
      file = out.toByteArray();
    }

    Answer answer =
        ingest.formOf(
            VALIDATE, file, "columns", "{\"phone_number\":\"Mobile\"}", "defaultRegion", "US");

    assertThat(answer.body().path("errors").get(0).path("code").textValue())
        .isEqualTo("has_fraction");
  }

  @Test
  void guessesOfColumnsAreShown() {
    Answer answer = ingest.form(VALIDATE, CSV);

    assertThat(answer.body().path("valid").booleanValue()).isFalse();
    assertThat(answer.body().path("guessedColumns").toString())
        .isEqualTo("{\"phone_number\":\"Mobile\"}");
  }

  @Test
  void theEncodingThatIsSaidCounts() {
    byte[] file = "phone_number,name\n+12125550123,Zoë\n".getBytes(Charset.forName("windows-1252"));

    Answer said = ingest.formOf(VALIDATE, file, "encoding", "windows-1252");
    Answer unsaid = ingest.formOf(VALIDATE, file);

    assertThat(said.body().path("valid").booleanValue()).isTrue();
    assertThat(said.body().path("encoding").textValue()).isEqualTo("windows-1252");
    assertThat(unsaid.body().path("errors").get(0).path("message").textValue())
        .contains("encoding=windows-1252");
  }

  /** Every other byte of its first four is a zero. */
  @Test
  void whatIsSaidGoesBeforeWhatZerosLookLike() {
    byte[] file = "a\0b\0,phone_number\n1,+12125550123\n".getBytes(StandardCharsets.UTF_8);

    Answer said = ingest.formOf(VALIDATE, file, "encoding", "windows-1252");

    assertThat(said.body().path("errors").get(0).path("code").textValue())
        .as(said.raw().body())
        .isEqualTo("nul_byte");
  }

  @Test
  void anEncodingThatTheFileItselfContradictsIsRefused() throws IOException {
    byte[] utf8 = "\uFEFFphone_number,name\n+12125550123,Zoë\n".getBytes(StandardCharsets.UTF_8);
    byte[] utf16 = "phone_number,name\n+12125550123,Zoë\n".getBytes(StandardCharsets.UTF_16LE);

    Answer refused = ingest.formOf(VALIDATE, utf8, "encoding", "windows-1252");
    Answer order = ingest.formOf(VALIDATE, utf16, "encoding", "UTF-16");

    assertThat(refused.body().path("code").textValue()).isEqualTo("INVALID_ENCODING");
    assertThat(refused.body().path("message").textValue())
        .isEqualTo(
            "encoding is windows-1252, and the file begins as only UTF-8 does. Leave it out.");
    assertThat(order.body().path("valid").booleanValue()).as(order.raw().body()).isTrue();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "columns|[1]|INVALID_COLUMNS",
        "columns|{\"phone_number\":1}|INVALID_COLUMNS",
        "columns|{\"phone_number\":\" \"}|INVALID_COLUMNS",
        "columns|{\"a\":\"Mobile\",\"A\":\"name\"}|INVALID_COLUMNS",
        "columns|{\"a\":\"Mobile\",\"b\":\"mobile\"}|INVALID_COLUMNS",
        "columns|{\"a\":\"Mobile\"} x|INVALID_COLUMNS",
        "columns|phone_number=Mobile|INVALID_COLUMNS",
        "encoding|klingon|INVALID_ENCODING",
        "encoding|a b|INVALID_ENCODING",
        "sheet|People|INVALID_SHEET"
      })
  void aFieldThatSaysNothingUsefulIsRefused(String field, String value, String code) {
    Answer answer = ingest.form(VALIDATE, CSV, field, value);

    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.body().path("code").textValue()).isEqualTo(code);
    assertThat(answer.body().path("field").textValue()).isEqualTo(field);
  }
}
