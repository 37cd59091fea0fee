package peal.ingest.workbook;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.apache.poi.ss.usermodel.Sheet;
import org.apache.poi.ss.util.CellRangeAddress;
import org.apache.poi.xssf.usermodel.XSSFWorkbook;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import peal.domain.Wording;
import peal.ingest.csv.ColumnChoice;
import peal.ingest.csv.CsvRules;
import peal.ingest.csv.CsvRules.OnDuplicates;
import peal.ingest.csv.FileCheck;
import peal.ingest.csv.FileReport;
import peal.ingest.csv.Placeholders;
import peal.ingest.csv.Problem;
import peal.ingest.csv.RowFile;
import peal.ingest.csv.RowObserver;
import peal.ingest.csv.UnreadableFile;
import peal.ingest.upload.Spool;
import peal.ingest.upload.SpooledFile;
import peal.numbers.NumberReader;
import peal.service.Ids;

/** What of a workbook is not read, or not seen by whoever sends it, is said. */
class OtherSheetsTest {
  @TempDir private Path folder;
  private Spool spool;

  @BeforeEach
  void spools() throws IOException {
    spool = new Spool(folder, Ids.ulid());
  }

  private FileReport check(Optional<String> sheet, Consumer<XSSFWorkbook> filled)
      throws IOException, UnreadableFile {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (XSSFWorkbook workbook = new XSSFWorkbook()) {
      filled.accept(workbook);
      workbook.write(bytes);
    }
    CsvRules rules =
        new CsvRules(
            new NumberReader(Optional.empty()),
            OnDuplicates.SKIP,
            100,
            100,
            new Placeholders(Wording.of("Hello {name}", null), Map.of(), false));
    try (SpooledFile file = spool.newFile(bytes.size())) {
      file.write(ByteBuffer.wrap(bytes.toByteArray()));
      try (RowFile rows = new Workbooks(spool).read(file, sheet, ColumnChoice.NONE, 100)) {
        return FileCheck.run(rows, rules, RowObserver.NONE);
      }
    }
  }

  private static Sheet sheet(XSSFWorkbook workbook, String name, String... lines) {
    Sheet sheet = workbook.createSheet(name);
    for (int i = 0; i < lines.length; i++) {
      String[] cells = lines[i].split(",");
      for (int j = 0; j < cells.length; j++) {
        (j == 0 ? sheet.createRow(i) : sheet.getRow(i)).createCell(j).setCellValue(cells[j]);
      }
    }
    return sheet;
  }

  private static void twoMonths(XSSFWorkbook workbook) {
    sheet(workbook, "January", "phone_number,name", "+12125550130,Ada");
    sheet(workbook, "February", "phone_number,name", "+12125550131,Ben");
    sheet(workbook, "Empty");
  }

  @Test
  void aSheetThatIsNotReadIsNamed() throws IOException, UnreadableFile {
    FileReport report = check(Optional.empty(), OtherSheetsTest::twoMonths);

    assertThat(report.dialedRows()).isEqualTo(1);
    assertThat(report.warnings().listed())
        .extracting(Problem::message)
        .containsExactly(
            "Only the sheet 'January' is read. There is also 'February': send it by itself, with"
                + " sheet=February.");
  }

  @Test
  void whoNamesASheetHasChosen() throws IOException, UnreadableFile {
    assertThat(check(Optional.of("january"), OtherSheetsTest::twoMonths).warnings().count())
        .isZero();
  }

  @Test
  void whereTheFirstSheetIsNoListTheOthersAreNamed() throws IOException, UnreadableFile {
    FileReport report =
        check(
            Optional.empty(),
            workbook -> {
              sheet(workbook, "How to use", "Read this first");
              sheet(workbook, "Contacts", "phone_number,name", "+12125550130,Ada");
            });

    assertThat(report.errors().listed().getFirst().message())
        .contains("This is the sheet 'How to use'. There is also 'Contacts': send sheet=Contacts");
  }

  @Test
  void whereTheFirstSheetIsEmptyTheOthersAreNamed() throws IOException, UnreadableFile {
    FileReport report =
        check(
            Optional.empty(),
            workbook -> {
              sheet(workbook, "Sheet1");
              sheet(workbook, "Data", "phone_number,name", "+12125550130,Ada");
            });

    assertThat(report.errors().listed().getFirst().message())
        .contains("The file is empty.")
        .contains("There is also 'Data': send sheet=Data");
  }

  @Test
  void hiddenRowsAreCountedAndDialed() throws IOException, UnreadableFile {
    FileReport report =
        check(
            Optional.empty(),
            workbook -> {
              Sheet sheet =
                  sheet(
                      workbook,
                      "People",
                      "phone_number,name",
                      "+12125550130,Ada",
                      "+12125550131,Ben",
                      "+12125550132,Cem");
              sheet.getRow(1).setZeroHeight(true);
              sheet.getRow(3).setZeroHeight(true);
            });

    assertThat(report.dialedRows()).isEqualTo(3);
    assertThat(report.warnings().listed()).extracting(Problem::code).containsExactly("hidden_rows");
    assertThat(report.warnings().listed().getFirst().message()).contains("perhaps: 2.");
  }

  @Test
  void cellsThatAreMergedOverRowsAreWarnedOf() throws IOException, UnreadableFile {
    FileReport report =
        check(
            Optional.empty(),
            book -> {
              Sheet sheet =
                  sheet(book, "People", "phone_number,name", "+12125550130,Ada", "+12125550131,");
              sheet.addMergedRegion(CellRangeAddress.valueOf("B2:B3"));
            });

    assertThat(report.warnings().listed())
        .extracting(Problem::code)
        .containsExactly("merged_cells");
    assertThat(report.warnings().listed().getFirst().message()).contains("B2:B3");
  }

  @Test
  void aFormulaThatHasFailedIsNotSaid() throws IOException, UnreadableFile {
    FileReport report =
        check(
            Optional.empty(),
            workbook -> {
              Sheet sheet = sheet(workbook, "People", "phone_number,name", "+12125550130,Ada");
              sheet.getRow(1).getCell(1).setCellErrorValue((byte) 0x17);
            });

    assertThat(report.errors().listed()).extracting(Problem::code).containsOnly("failed_formula");
    assertThat(report.errors().listed().getFirst().value()).isEqualTo("#REF!");
  }

  @Test
  void aValueBeyondTheHeaderIsNoQuestionOfQuotes() throws IOException, UnreadableFile {
    FileReport report =
        check(
            Optional.empty(),
            workbook -> sheet(workbook, "People", "phone_number,name", "+12125550130,Ada,stray"));

    assertThat(report.errors().listed().getFirst().message())
        .isEqualTo(
            "The row has a value in column 3, the header has only 2. Name the column in the first"
                + " row, or empty the cell.");
  }
}
