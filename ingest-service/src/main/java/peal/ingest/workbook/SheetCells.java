package peal.ingest.workbook;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.apache.poi.ss.util.CellReference;
import org.apache.poi.xssf.eventusermodel.XSSFSheetXMLHandler;
import org.apache.poi.xssf.model.Styles;
import org.apache.poi.xssf.usermodel.XSSFComment;
import org.xml.sax.Attributes;
import org.xml.sax.SAXException;
import peal.ingest.csv.RowFile;

/** Takes the cells of one sheet as they are parsed, and spools them row by row. */
final class SheetCells extends XSSFSheetXMLHandler {
  private final SpooledSheet sheet;
  private final IsoDates dates;
  private int characters;

  SheetCells(Styles styles, SharedTexts texts, ShownNumbers numbers, SpooledSheet sheet) {
    super(styles, texts, new IntoRows(sheet), numbers, false);
    this.sheet = sheet;
    this.dates = new IsoDates(styles, numbers);
  }

  /** Nothing that follows is wanted. */
  static final class Enough extends SAXException {
    private static final long serialVersionUID = 1L;
  }

  @Override
  public void startElement(String uri, String name, String qualified, Attributes attributes)
      throws SAXException {
    if (sheet.full()) {
      throw new Enough();
    }
    characters = 0;
    super.startElement(uri, name, qualified, dates.begins(name, attributes));
  }

  @Override
  public void endElement(String uri, String name, String qualified) throws SAXException {
    String date = dates.ends(name);
    super.characters(date.toCharArray(), 0, date.length());
    super.endElement(uri, name, qualified);
  }

  @Override
  public void characters(char[] text, int from, int length) throws SAXException {
    characters += length;
    Xml.checkLength(characters);
    if (!dates.take(text, from, length)) {
      super.characters(text, from, length);
    }
  }

  private static final class IntoRows implements SheetContentsHandler {
    private static final Pattern ERROR = Pattern.compile("ERROR:#[A-Z0-9/!?]+");

    private final SpooledSheet sheet;
    private final List<String> cells = new ArrayList<>();
    private int length;

    IntoRows(SpooledSheet sheet) {
      this.sheet = sheet;
    }

    @Override
    public void startRow(int row) {
      cells.clear();
      length = 0;
    }

    @Override
    public void cell(String place, String shown, XSSFComment comment) {
      // What is beyond that makes the row no longer: it is too long already.
      if (shown == null || shown.isEmpty() || length > RowFile.LONGEST_ROW) {
        return;
      }
      int column = place == null ? cells.size() : new CellReference(place).getCol();
      // Beyond the header the row is wrong; its values are kept, and the room between them is not.
      column = column < sheet.columns() ? column : Math.max(cells.size(), sheet.columns());
      while (cells.size() <= column) {
        cells.add("");
      }
      boolean error = ERROR.matcher(shown).matches();
      cells.set(column, error ? shown.substring(shown.indexOf('#')) : shown);
      length += shown.length();
    }

    @Override
    public void endRow(int row) {
      try {
        sheet.write(row + 1L, cells);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }
}
