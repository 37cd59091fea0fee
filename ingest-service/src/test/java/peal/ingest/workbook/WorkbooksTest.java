package peal.ingest.workbook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.function.Consumer;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import java.util.zip.ZipOutputStream;
import org.apache.poi.common.usermodel.HyperlinkType;
import org.apache.poi.ss.usermodel.Cell;
import org.apache.poi.ss.usermodel.CellStyle;
import org.apache.poi.ss.usermodel.CellType;
import org.apache.poi.ss.usermodel.Hyperlink;
import org.apache.poi.ss.usermodel.Row;
import org.apache.poi.ss.usermodel.Sheet;
import org.apache.poi.ss.usermodel.SheetVisibility;
import org.apache.poi.xssf.usermodel.XSSFWorkbook;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import peal.ingest.csv.ColumnChoice;
import peal.ingest.csv.RowFile;
import peal.ingest.csv.Rows;
import peal.ingest.csv.Step.Cells;
import peal.ingest.csv.UnreadableFile;
import peal.ingest.upload.Spool;
import peal.ingest.upload.SpooledFile;
import peal.service.Ids;

@Timeout(120)
class WorkbooksTest {
  private static final String MAIN =
      "<worksheet xmlns=\"http://schemas.openxmlformats.org/spreadsheetml/2006/main\">";

  @TempDir private Path folder;
  private Spool spool;

  /** As small programs write it: no styles, and numbers as they print their doubles. */
  @Test
  void aWorkbookWithoutStylesHasAllItsDigits() throws IOException, UnreadableFile {
    byte[] whole = workbook(book -> row(book.createSheet(), 0, 441632960123d, 1.5, "4.4E+11"));
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (ZipInputStream in = new ZipInputStream(new ByteArrayInputStream(whole));
        ZipOutputStream plain = new ZipOutputStream(out)) {
      for (ZipEntry entry = in.getNextEntry(); entry != null; entry = in.getNextEntry()) {
        String name = entry.getName();
        String text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
        if (!name.endsWith("styles.xml")) {
          plain.putNextEntry(new ZipEntry(name));
          text = text.replaceAll("<(?:Override|Relationship) [^>]*styles\\.xml[^>]*/>", "");
          plain.write(text.getBytes(StandardCharsets.UTF_8));
        }
      }
    }

    assertThat(read(out.toByteArray()).getFirst().values())
        .containsExactly("441632960123", "1.5", "4.4E+11");
  }

  @BeforeEach
  void spools() throws IOException {
    spool = new Spool(folder, Ids.ulid());
  }

  @AfterEach
  void nothingIsLeft() throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      assertThat(files).isEmpty();
    }
  }

  private static byte[] workbook(Consumer<XSSFWorkbook> filled) throws IOException {
    try (XSSFWorkbook workbook = new XSSFWorkbook()) {
      filled.accept(workbook);
      ByteArrayOutputStream out = new ByteArrayOutputStream();
      workbook.write(out);
      return out.toByteArray();
    }
  }

  private static void row(Sheet sheet, int at, Object... values) {
    Row row = sheet.createRow(at);
    for (int i = 0; i < values.length; i++) {
      switch (values[i]) {
        case null -> {}
        case Number number -> row.createCell(i).setCellValue(number.doubleValue());
        case Boolean truth -> row.createCell(i).setCellValue(truth);
        default -> row.createCell(i).setCellValue(values[i].toString());
      }
    }
  }

  private List<Cells> read(byte[] bytes, String sheet, int mostRows)
      throws IOException, UnreadableFile {
    try (SpooledFile file = spooled(bytes);
        RowFile rows =
            new Workbooks(spool)
                .read(file, Optional.ofNullable(sheet), ColumnChoice.NONE, mostRows);
        Rows reading = rows.open()) {
      List<Cells> read = new ArrayList<>();
      while (reading.next() instanceof Cells cells) {
        read.add(cells);
      }
      return read;
    }
  }

  private List<Cells> read(byte[] bytes) throws IOException, UnreadableFile {
    return read(bytes, null, 1_000_000);
  }

  private SpooledFile spooled(byte[] bytes) throws IOException {
    SpooledFile file = spool.newFile(bytes.length);
    file.write(ByteBuffer.wrap(bytes));
    return file;
  }

  private String refused(byte[] bytes) {
    UnreadableFile refused = catchThrowableOfType(UnreadableFile.class, () -> read(bytes));
    assertThat(refused).isNotNull();
    assertThat(refused.problem().message()).contains("CSV");
    return refused.problem().code();
  }

  @Test
  void theFirstSheetsRowsAreReadWithTheirLines() throws Exception {
    byte[] file =
        workbook(book -> {
          Sheet sheet = book.createSheet("People");
          row(sheet, 1, "phone_number", "name", "vip");
          row(sheet, 2, "+447700900152", "Ada & \n\"Zoë\" 漢 😀", true);
          row(sheet, 4, null, " ", null);
          row(sheet, 6, "+447700900153", null, null, "stray");
          row(book.createSheet("Other"), 0, "x");
        });

    assertThat(read(file))
        .containsExactly(
            new Cells(2, List.of("phone_number", "name", "vip")),
            new Cells(3, List.of("+447700900152", "Ada & \n\"Zoë\" 漢 😀", "TRUE")),
            new Cells(7, List.of("+447700900153", "", "", "stray")));
  }

  @Test
  void anotherSheetMayBeNamed() throws Exception {
    byte[] file =
        workbook(book -> {
          row(book.createSheet("A"), 0, "a");
          row(book.createSheet("My Calls"), 0, "b");
        });

    assertThat(read(file, "my calls", 10)).containsExactly(new Cells(1, List.of("b")));

    UnreadableFile refused =
        catchThrowableOfType(UnreadableFile.class, () -> read(file, "Calls", 10));
    assertThat(refused.problem().code()).isEqualTo("unknown_sheet");
    assertThat(refused.problem().message()).contains("'Calls'").contains("'A', 'My Calls'");
  }

  /** A sheet that is a diagram stands among the others. */
  @Test
  void aChartBeforeTheListIsPassedOver() throws Exception {
    byte[] whole =
        workbook(book -> {
          row(book.createSheet("Chart"), 0, "a");
          row(book.createSheet("People"), 0, "b");
        });
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (ZipInputStream in = new ZipInputStream(new ByteArrayInputStream(whole));
        ZipOutputStream charted = new ZipOutputStream(out)) {
      for (ZipEntry entry = in.getNextEntry(); entry != null; entry = in.getNextEntry()) {
        String text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
        String name = entry.getName().replace("worksheets/sheet1", "chartsheets/sheet1");
        charted.putNextEntry(new ZipEntry(name));
        text =
            text.replace("worksheets/sheet1.xml", "chartsheets/sheet1.xml")
                .replaceAll(
                    "(<Relationship [^>]*)/worksheet\"([^>]*chartsheets)", "$1/chartsheet\"$2")
                .replaceAll("(<Relationship [^>]*chartsheets[^>]*)/worksheet\"", "$1/chartsheet\"")
                .replaceAll(
                    "(<Override ContentType=\"[^\"]*)worksheet(\\+xml\" [^>]*chartsheets)",
                    "$1chartsheet$2");
        charted.write(text.getBytes(StandardCharsets.UTF_8));
      }
    }

    assertThat(read(out.toByteArray())).containsExactly(new Cells(1, List.of("b")));
    assertThat(read(out.toByteArray(), "People", 10)).hasSize(1);
  }

  @Test
  void rowsBelowATitleHaveAllTheirCells() throws Exception {
    byte[] file =
        workbook(book -> {
          Sheet sheet = book.createSheet();
          row(sheet, 0, "My list");
          row(sheet, 1, "name", "city", "phone_number");
          for (int i = 2; i < 30; i++) {
            row(sheet, i, "Ada", "Leeds", "+447700900152");
          }
          row(sheet, 30, "Ada", "Leeds", "+447700900152", null, "stray", null, "another");
        });

    List<Cells> rows = read(file);

    assertThat(rows.get(1).values()).containsExactly("name", "city", "phone_number");
    assertThat(rows.get(29).values()).containsExactly("Ada", "Leeds", "+447700900152");
    assertThat(rows.get(30).values())
        .containsExactly("Ada", "Leeds", "+447700900152", "stray", "another");
  }

  /** Whoever sends the file sees the others only. */
  @Test
  void aHiddenSheetIsReadOnlyWhereItIsNamed() throws Exception {
    byte[] file =
        workbook(book -> {
          row(book.createSheet("DoNotCall"), 0, "a");
          row(book.createSheet("Deep"), 0, "b");
          row(book.createSheet("List"), 0, "c");
          book.setActiveSheet(2);
          book.setSheetVisibility(0, SheetVisibility.HIDDEN);
          book.setSheetVisibility(1, SheetVisibility.VERY_HIDDEN);
        });

    assertThat(read(file, null, 10)).containsExactly(new Cells(1, List.of("c")));
    assertThat(read(file, "donotcall", 10)).containsExactly(new Cells(1, List.of("a")));
  }

  @ParameterizedTest
  @CsvSource({
    "447700900152, General, 447700900152",
    "7700900152, General, 7700900152",
    "123456789012345, General, 123456789012345",
    "447700900152, 0.00E+00, 4.48E+11",
    "447700900152, +0, +447700900152",
    "7700900152, 00000000000, 07700900152",
    "4155550124, (000) 000-0000, (415) 555-0124",
    "4155550124, '[<=9999999]###-####;(###) ###-####', (415) 555-0124",
    "5550124, '[<=9999999]###-####;(###) ###-####', 555-0124",
    "447700900152, '\"+\"00 0000 000000', +44 7700 900152",
    "14155550124, (000) 000-0000, (1415) 555-0124",
    // As text, of which the library showed 4.47701E11.
    "447700900152, @, 447700900152",
    "447700900152, '[$-409]General', 447700900152",
    "447700900152, '[Red]General', 447700900152",
    "447700900152, '\"+\"General', +447700900152",
    "447700900152, '\\+@', +447700900152",
    "447700900152, 'General;[Red]-General', 447700900152",
    "447700900152, '0;-0;0;@', 447700900152",
    "1234.5, @, 1234.5",
    "1234.5, General, 1234.5",
    "1234.5, '#,##0.00', '1,234.50'",
    "0.25, 0%, 25%",
    "46355, yyyy-mm-dd, 2026-11-29",
    "46355, m/d/yy, 2026-11-29",
    "45325.5, m/d/yy h:mm, 2024-02-03 12:00",
    "45325.6, '\"Nr. \"0', Nr. 45326",
    "12, '\"Nr. \"0000', Nr. 0012",
    "4155552671, '\"Tel. \"0', Tel. 4155552671",
    "4155552671, '\"KD-Nr. \"0', KD-Nr. 4155552671",
    "1234.5, '\"ca. \"#,##0.00', 'ca. 1,234.50'",
    "4155552671, [Blue](000) 000-0000, (415) 555-2671",
    "4155552671, +1 (000) 000-0000, +1 (415) 555-2671",
    "7700900152, [$+44] 0, +44 7700900152",
    "1.5, '# ?/?', 1 1/2",
    "4155552671, Standard, 4155552671",
    "12345678901234567, General, 1.23457E+16",
    "-1234, General, -1234",
    "46355.5, dd.mm.yyyy hh:mm, 29.11.2026 12:00"
  })
  void numbersAndDatesAreReadAsTheyAreShown(double value, String format, String shown)
      throws Exception {
    byte[] file = formatted(value, format);

    assertThat(read(file)).containsExactly(new Cells(1, List.of(shown)));
  }

  /** 3 February 2024, noon. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "yyyy\"年\"m\"月\"d\"日\" | 2024年2月3日",
        "[$-411]yyyy\"年\"m\"月\"d\"日\";@ | 2024年2月3日",
        "yyyy\\年m\\月d\\日 | 2024年2月3日",
        "yyyy年m月d日 | 2024年2月3日",
        "h\"h\"mm | 12h00",
        "[$-de-DE]dddd, d. mmmm | Samstag, 3. Februar",
        "[$-en-US]mmmm d, yyyy;@ | February 3, 2024",
        "[$-x-sysdate]dddd, mmmm dd, yyyy | 2024-02-03",
        "[$-F800]dddd\\,\\ mmmm\\ dd\\,\\ yyyy | 2024-02-03",
        "[$-F400]h:mm:ss\\ AM/PM | 12:00:00",
        "[$-411]ggge\"年\"m\"月\"d\"日\" | 令和6年2月3日",
        "[$-411]ge.m.d | R6.2.3",
        "[$-404]gge\"年\"m\"月\" | 2024-02-03",
        "[$-1070000]d/mm/yyyy | 2024-02-03",
        "dd/mm/bbbb | 2024-02-03",
        "yyyy-mm-ddThh:mm:ssZ | 2024-02-03 12:00:00",
        "dd.mm.yyyy \"um\" hh:mm | 03.02.2024 um 12:00",
        "\"am \"dd.mm.yyyy | am 03.02.2024",
        "d \"de\" mmmm | 3 de February",
        "[$-C0A]d \"de\" mmmm | 3 de febrero",
        "hh\"Uhr\"mm | 12Uhr00",
        "[$-407]d. mmmm yyyy | 3. Februar 2024",
        "[$-40C]dddd d mmmm yyyy | samedi 3 février 2024",
        "[$-FC19]d mmmm yyyy | 3 февраля 2024",
        "[$-419]mmmm yyyy | февраль 2024",
        "[$-411]aaaa | 土曜日",
        "[$-409]d-mmm-yy h:mm AM/PM | 3-Feb-24 12:00 PM",
        "d-mmm-yy | 3-Feb-24",
        "mmmmm | F",
        "[$-qab-QA]d. mmmm | 2024-02-03",
        "[$-qab-QA]d.m.yyyy | 3.2.2024",
        "hh:mm Uhr | 12:00",
        "DD/MM/YYYY | 03/02/2024",
        "[h]:mm:ss | 1087812:00:00",
        "[mm]:ss | 65268720:00",
        "mm:ss.0 | 00:00.0",
        "[$-409]h:mm A/P | 12:00 P",
        "上午/下午h\"时\"mm\"分\" | 下午12时00分",
        "[Red]yyyy-mm-dd;@ | 2024-02-03",
        "[<1]h:mm;yyyy-mm-dd | 2024-02-03"
      })
  void aDateIsShownTokenByToken(String format, String shown) throws Exception {
    assertThat(read(formatted(45325.5, format))).containsExactly(new Cells(1, List.of(shown)));
  }

  /** What they mean is the reader's computer's to say, and the workbook has their numbers only. */
  @ParameterizedTest
  @CsvSource({
    "14, 2024-02-03",
    "22, 2024-02-03 12:00",
    "27, 2024-02-03",
    "31, 2024-02-03",
    "32, 12:00",
    "33, 12:00:00",
    "34, 2024-02-03",
    "36, 2024-02-03",
    "50, 2024-02-03",
    "55, 2024-02-03",
    "58, 2024-02-03"
  })
  void aFormatThatHasANumberOnlyIsIso(short id, String shown) throws Exception {
    byte[] file =
        workbook(book -> {
          CellStyle style = book.createCellStyle();
          style.setDataFormat(id);
          Cell cell = book.createSheet().createRow(0).createCell(0);
          cell.setCellValue(45325.5);
          cell.setCellStyle(style);
        });

    assertThat(read(file)).containsExactly(new Cells(1, List.of(shown)));
  }

  @Test
  void whatIsNoDayOfTheCalendarIsNoDate() throws Exception {
    assertThat(read(formatted(4155552671d, "dd.mm.yyyy")).getFirst().values())
        .containsExactly("########");
  }

  @Test
  void whatAFormatHidesIsEmpty() throws Exception {
    byte[] file =
        workbook(book -> {
          row(book.createSheet(), 0, 4155552671d, "x");
          style(book, 0, ";;;");
        });

    assertThat(read(file)).containsExactly(new Cells(1, List.of("", "x")));
  }

  /** Only among the phone numbers: elsewhere a cell is what is shown. */
  @ParameterizedTest
  @CsvSource({
    "4155552671.25, General, 4155552671.25, 4155552671",
    "4155552671.5, General, 4155552671.5, 4155552672",
    "4155552671.5, 0, 4155552671.5, 4155552672",
    "4155552671.999, (000) 000-0000, 4155552671.99, (415) 555-2672",
    "4155552671.0001, 0, 4155552671.01, 4155552671",
    // Arithmetic of doubles leaves such.
    "4155552671.0000005, General, 4155552671, 4155552671",
    "4155552671.5, 0.0, 4155552671.5, 4155552671.5",
    "415.5552671, General, 415.5552671, 415.5552671",
    "4155552671, '#,##0', 4155552671, '4,155,552,671'",
    "4155552671, '#,##0.00', 4155552671, '4,155,552,671.00'",
    "4155552671, '#\\''##0', 4155552671, 4155552'671",
    "4155552671.0000005, '#,##0', 4155552671, '4,155,552,671'",
    "4155552671, '0,', 4155552671, 4155553",
    "7700900152, '\"+44\"0', +447700900152, +447700900152",
    "4155552671, '(000) 000-0000', (415) 555-2671, (415) 555-2671",
    "-4155552671, '#,##0', -4155552671, '-4,155,552,671'",
    "4155552671, 0.00E+00, 4.16E+09, 4.16E+09"
  })
  void aPhoneNumberIsNeitherRoundedNorGrouped(
      double value, String format, String number, String elsewhere) throws Exception {
    byte[] file =
        workbook(book -> {
          Sheet sheet = book.createSheet();
          row(sheet, 0, "Amount", "Phone Number");
          row(sheet, 1, value, value);
          style(book, 1, format);
        });

    assertThat(read(file).getLast().values()).containsExactly(elsewhere, number);
  }

  /** As openpyxl and XlsxWriter write it: the one has no value, the other 0 for all. */
  @ParameterizedTest
  @CsvSource({
    "'', '<v></v>'",
    "'', ''",
    "'<calcPr fullCalcOnLoad=\"1\"/>', '<v>0</v>'",
    "'<calcPr fullCalcOnLoad=\"1\"/>', '<v>0.0</v>'"
  })
  void aFormulaThatNobodyHasCalculatedIsRefused(String settings, String value) throws Exception {
    byte[] whole = workbook(book -> row(book.createSheet("Sheet0"), 0, "x"));
    String cells =
        MAIN
            + "<sheetData><row r=\"2\"><c r=\"A2\"><v>1</v></c><c"
            + " r=\"B2\"><f>CONCATENATE(C2,D2)</f>%s</c></row></sheetData></worksheet>";
    String book =
        "<workbook xmlns=\"http://schemas.openxmlformats.org/spreadsheetml/2006/main\""
            + " xmlns:r=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships\">"
            + "<sheets><sheet name=\"Sheet0\" sheetId=\"1\" r:id=\"rId3\"/></sheets>%s</workbook>";
    byte[] file =
        replaced(
            replaced(whole, "xl/worksheets/sheet1.xml", cells.formatted(value)),
            "xl/workbook.xml",
            book.formatted(settings));

    UnreadableFile refused = catchThrowableOfType(UnreadableFile.class, () -> read(file));

    assertThat(refused.problem().code()).isEqualTo("uncalculated_formula");
    assertThat(refused.problem().message())
        .startsWith("Cell B2 ")
        .contains("Open it in Excel (or LibreOffice) and save it", "CSV");
  }

  /** The parser holds an attribute or a comment as a whole. */
  @ParameterizedTest
  @ValueSource(strings = {"<row spans=\"%s\"/>", "<!--%s-->"})
  void whatIsReadForLongAndNeverHeardIsTooLarge(String cells) throws Exception {
    byte[] whole = workbook(book -> row(book.createSheet(), 0, "x"));
    String noise =
        new Random(1)
            .ints(2 << 20, 'a', 'z')
            .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
            .toString();
    String sheet = MAIN + "<sheetData>" + cells.formatted(noise) + "</sheetData></worksheet>";

    assertThat(refused(replaced(whole, "xl/worksheets/sheet1.xml", sheet)))
        .isEqualTo("workbook_too_large");
  }

  /** A cell that does not say where it stands is behind the one before it, which may be empty. */
  @Test
  void anEmptyCellKeepsItsPlaceWhereNoneSaysIt() throws Exception {
    byte[] whole = workbook(book -> row(book.createSheet(), 0, "x"));
    String row =
        "<row><c t=\"inlineStr\"><is><t>%s</t></is></c>%s<c"
            + " t=\"inlineStr\"><is><t>%s</t></is></c></row>";
    String cells =
        MAIN
            + "<sheetData>"
            + row.formatted("Ada", "<c/>", "+447400123456")
            + row.formatted("Ben", "<c t=\"inlineStr\"><is><t></t></is></c>", "+447400123457")
            + "</sheetData></worksheet>";

    assertThat(read(replaced(whole, "xl/worksheets/sheet1.xml", cells)))
        .extracting(Cells::values)
        .containsExactly(List.of("Ada", "", "+447400123456"), List.of("Ben", "", "+447400123457"));
  }

  @Test
  void aFormulaOfNoTextIsEmpty() throws Exception {
    byte[] whole = workbook(book -> row(book.createSheet(), 0, "x"));
    String cells =
        MAIN
            + "<sheetData><row r=\"1\"><c r=\"A1\" t=\"str\"><f>T(\"\")</f><v></v></c><c"
            + " t=\"inlineStr\"><is><r><t>Zo</t></r><r><t>ë</t></r><rPh sb=\"0\" eb=\"1\"><t>zo</t>"
            + "</rPh></is></c><c t=\"b\"><v>1</v></c></row></sheetData></worksheet>";

    assertThat(read(replaced(whole, "xl/worksheets/sheet1.xml", cells)).getFirst().values())
        .containsExactly("", "Zoë", "TRUE");
  }

  private static byte[] formatted(double value, String format) throws IOException {
    return workbook(book -> {
      row(book.createSheet(), 0, value);
      style(book, 0, format);
    });
  }

  /** Gives the numbers in the row at {@code at} of the first sheet a format. */
  private static void style(XSSFWorkbook book, int at, String format) {
    CellStyle style = book.createCellStyle();
    style.setDataFormat(book.createDataFormat().getFormat(format));
    for (Cell cell : book.getSheetAt(0).getRow(at)) {
      if (cell.getCellType() == CellType.NUMERIC) {
        cell.setCellStyle(style);
      }
    }
  }

  @Test
  void aTextStaysTheTextThatItIs() throws Exception {
    byte[] file =
        workbook(book -> row(book.createSheet(), 0, "007", "4.477E+11", "=1+1", "447700900124.0"));

    assertThat(read(file).getFirst().values())
        .containsExactly("007", "4.477E+11", "=1+1", "447700900124.0");
  }

  @Test
  void aFormulaIsItsCachedValueAndAnErrorIsShown() throws Exception {
    byte[] file =
        workbook(book -> {
          Row row = book.createSheet().createRow(0);
          row.createCell(0).setCellFormula("CONCATENATE(\"+44\",\"7700900152\")");
          row.createCell(1).setCellFormula("7700900152+1");
          row.createCell(2).setCellFormula("1/0");
          book.getCreationHelper().createFormulaEvaluator().evaluateAll();
        });

    assertThat(read(file).getFirst().values())
        .containsExactly("+447700900152", "7700900153", "#DIV/0!");
  }

  @Test
  void aWorkbookThatCountsFrom1904ShowsTheSameDates() throws Exception {
    byte[] file =
        workbook(book -> {
          book.getCTWorkbook().getWorkbookPr().setDate1904(true);
          CellStyle style = book.createCellStyle();
          style.setDataFormat(book.createDataFormat().getFormat("yyyy-mm-dd"));
          Cell cell = book.createSheet().createRow(0).createCell(0);
          cell.setCellStyle(style);
          cell.setCellValue(LocalDate.of(2026, 11, 29));
        });

    assertThat(read(file).getFirst().values()).containsExactly("2026-11-29");
  }

  /** As SheetJS writes them. */
  @Test
  void datesInIsoAreShownAsTheirCellsAreFormatted() throws Exception {
    byte[] whole =
        workbook(book -> {
          CellStyle style = book.createCellStyle();
          style.setDataFormat(book.createDataFormat().getFormat("dd.mm.yyyy"));
          Row row = book.createSheet().createRow(0);
          row.createCell(0).setCellStyle(style);
          row.createCell(1);
        });
    String cells =
        "<worksheet xmlns=\"http://schemas.openxmlformats.org/spreadsheetml/2006/main\"><sheetData>"
            + "<row r=\"1\"><c r=\"A1\" s=\"1\" t=\"d\"><v>2026-11-29T00:00:00.000Z</v></c>"
            + "<c r=\"B1\" t=\"d\"><v>2026-11-29T00:00:00.000Z</v></c>"
            + "<c r=\"C1\" s=\"1\" t=\"d\"><v>2026-11-30</v></c>"
            + "<c r=\"D1\" s=\"1\"><v>46356</v></c></row></sheetData></worksheet>";

    assertThat(read(replaced(whole, "xl/worksheets/sheet1.xml", cells)).getFirst().values())
        .containsExactly("29.11.2026", "2026-11-29", "30.11.2026", "30.11.2026");
  }

  @Test
  void linksInCellsDoNoHarm() throws Exception {
    byte[] file =
        workbook(book -> {
          Cell cell = book.createSheet().createRow(0).createCell(0);
          cell.setCellValue("ada@example.org");
          Hyperlink link = book.getCreationHelper().createHyperlink(HyperlinkType.EMAIL);
          link.setAddress("mailto:ada@example.org");
          cell.setHyperlink(link);
        });

    assertThat(read(file).getFirst().values()).containsExactly("ada@example.org");
  }

  @Test
  void oneRowMoreThanIsWantedIsKept() throws Exception {
    byte[] file =
        workbook(book -> {
          Sheet sheet = book.createSheet();
          for (int i = 0; i < 50; i++) {
            row(sheet, i, "x" + i);
          }
        });

    assertThat(read(file, null, 10)).hasSize(12);
  }

  @Test
  void whatIsNoWorkbookIsRefusedByName() throws IOException {
    byte[] ole = {(byte) 0xD0, (byte) 0xCF, 0x11, (byte) 0xE0, 1, 2, 3};

    assertThat(refused(ole)).isEqualTo("old_workbook");
    assertThat(refused("PK\3\4 and nothing more".getBytes(StandardCharsets.US_ASCII)))
        .isEqualTo("unreadable_workbook");
    assertThat(refused(zip("mimetype", "application/vnd.oasis.opendocument.spreadsheet")))
        .isEqualTo("unreadable_workbook");
    assertThat(refused(zip("a.txt", "hello"))).isEqualTo("unreadable_workbook");
  }

  @Test
  void aSheetThatIsCutShortIsRefused() throws IOException {
    byte[] good = people(100);

    assertThat(refused(replaced(good, "xl/worksheets/sheet1.xml", "<worksheet><sheetData><row")))
        .isEqualTo("unreadable_workbook");
    assertThat(refused(java.util.Arrays.copyOf(good, good.length / 2)))
        .isEqualTo("unreadable_workbook");
  }

  @Test
  void entitiesAreRefusedWhereverTheyAreDeclared() throws IOException {
    String evil =
        "<?xml version=\"1.0\"?><!DOCTYPE x [<!ENTITY e SYSTEM \"file:///etc/hostname\">]><sst"
            + " xmlns=\"http://schemas.openxmlformats.org/spreadsheetml/2006/main\"><si><t>&e;</t>"
            + "</si></sst>";
    for (String part :
        List.of("xl/worksheets/sheet1.xml", "xl/sharedStrings.xml", "xl/workbook.xml")) {
      assertThat(refused(replaced(people(1), part, evil))).as(part).isEqualTo("external_reference");
    }
  }

  @Test
  void aWorkbookThatDrawsOnAnotherIsRefused() throws IOException {
    byte[] file =
        workbook(book -> {
          book.createSheet().createRow(0).createCell(0).setCellValue("x");
          book.getPackagePart()
              .addExternalRelationship(
                  "file:///other.xlsx",
                  "http://schemas.openxmlformats.org/officeDocument/2006/relationships/externalLink");
        });

    assertThat(refused(file)).isEqualTo("external_reference");
  }

  @Test
  void aBombIsRefusedBeforeItGoesOff() throws IOException {
    String blanks = " ".repeat(1 << 20);
    byte[] sheet = replaced(people(1), "xl/worksheets/sheet1.xml", "<worksheet>", blanks, 300);
    byte[] tree = replaced(people(1), "xl/styles.xml", "<styleSheet>", blanks, 20);
    byte[] text =
        replaced(people(1), "xl/sharedStrings.xml", "<sst><si><t>", "x".repeat(1 << 16), 3);

    assertThat(refused(sheet)).isEqualTo("workbook_too_large");
    assertThat(refused(tree)).isEqualTo("workbook_too_large");
    assertThat(refused(text)).isEqualTo("workbook_too_large");
  }

  private static byte[] people(int rows) throws IOException {
    return workbook(book -> {
      Sheet sheet = book.createSheet();
      row(sheet, 0, "phone_number", "name");
      for (int i = 1; i <= rows; i++) {
        row(sheet, i, "+44770090" + (1_000 + i), "Name " + i);
      }
    });
  }

  private static byte[] zip(String name, String content) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (ZipOutputStream zip = new ZipOutputStream(out)) {
      zip.putNextEntry(new ZipEntry(name));
      zip.write(content.getBytes(StandardCharsets.UTF_8));
    }
    return out.toByteArray();
  }

  private static byte[] replaced(byte[] workbook, String part, String content) throws IOException {
    return replaced(workbook, part, content, "", 0);
  }

  /** {@code workbook} with another text in {@code part}, and so often {@code more} behind it. */
  private static byte[] replaced(
      byte[] workbook, String part, String content, String more, int times) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (java.util.zip.ZipInputStream in =
            new java.util.zip.ZipInputStream(new java.io.ByteArrayInputStream(workbook));
        ZipOutputStream zip = new ZipOutputStream(out)) {
      for (ZipEntry entry = in.getNextEntry(); entry != null; entry = in.getNextEntry()) {
        zip.putNextEntry(new ZipEntry(entry.getName()));
        if (entry.getName().equals(part)) {
          zip.write(content.getBytes(StandardCharsets.UTF_8));
          for (int i = 0; i < times; i++) {
            zip.write(more.getBytes(StandardCharsets.UTF_8));
          }
        } else {
          in.transferTo(zip);
        }
      }
    }
    return out.toByteArray();
  }
}
