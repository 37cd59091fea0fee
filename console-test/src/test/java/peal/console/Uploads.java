package peal.console;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.poi.ss.usermodel.Row;
import org.apache.poi.ss.usermodel.Sheet;
import org.apache.poi.xssf.usermodel.XSSFWorkbook;

/** Files that a browser uploads. */
final class Uploads {
  private final Path folder;

  Uploads(Path folder) {
    this.folder = folder;
  }

  /** A list of {@code count} people with numbers of their own. */
  Path rows(String name, int count) throws IOException {
    return text(
        name,
        IntStream.rangeClosed(1, count)
            .mapToObj(i -> "+1555%03d%04d,Ada%d,Lovelace".formatted(200 + i / 9_000, 1_000 + i, i))
            .collect(Collectors.joining("\n", "phone_number,first_name,last_name\n", "\n")));
  }

  Path text(String name, String text) throws IOException {
    return Files.writeString(folder.resolve(name), text);
  }

  /** Notes on the first sheet, two people on the one named {@code People}. */
  Path workbook() throws IOException {
    Path file = folder.resolve("people.xlsx");
    try (XSSFWorkbook workbook = new XSSFWorkbook();
        OutputStream out = Files.newOutputStream(file)) {
      row(workbook.createSheet("Notes"), 0, "note", "by");
      Sheet people = workbook.createSheet("People");
      row(people, 0, "phone_number", "first_name");
      row(people, 1, "+441632960123", "Ada");
      row(people, 2, "+441632960124", "Ben");
      workbook.write(out);
    }
    return file;
  }

  private static void row(Sheet sheet, int at, String... values) {
    Row row = sheet.createRow(at);
    for (int i = 0; i < values.length; i++) {
      row.createCell(i).setCellValue(values[i]);
    }
  }
}
