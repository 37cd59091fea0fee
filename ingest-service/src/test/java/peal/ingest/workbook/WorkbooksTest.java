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
import java.util.function.Consumer;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import java.util.zip.ZipOutputStream;
import org.apache.poi.common.usermodel.HyperlinkType;
import org.apache.poi.ss.usermodel.Cell;
import org.apache.poi.ss.usermodel.CellStyle;
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
    "46355, m/d/yy, 11/29/26",
    "46355.5, dd.mm.yyyy hh:mm, 29.11.2026 12:00"
  })
  void numbersAndDatesAreReadAsTheyAreShown(double value, String format, String shown)
      throws Exception {
    byte[] file =
        workbook(book -> {
          CellStyle style = book.createCellStyle();
          style.setDataFormat(book.createDataFormat().getFormat(format));
          Cell cell = book.createSheet().createRow(0).createCell(0);
          cell.setCellValue(value);
          cell.setCellStyle(style);
        });

    assertThat(read(file)).containsExactly(new Cells(1, List.of(shown)));
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
