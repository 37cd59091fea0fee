package peal.ingest.workbook;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.apache.poi.ss.util.CellRangeAddress;
import org.apache.poi.ss.util.CellReference;
import org.apache.poi.xssf.usermodel.XSSFRelation;
import org.xml.sax.Attributes;
import org.xml.sax.SAXException;
import org.xml.sax.helpers.DefaultHandler;
import peal.ingest.csv.RowFile;
import peal.ingest.workbook.ShownNumbers.Shown;

/** Takes the cells of one sheet as they are parsed, and spools them row by row. */
final class SheetCells extends DefaultHandler {
  private static final Shown EMPTY = Shown.of("");

  private final SharedTexts texts;
  private final ShownNumbers numbers;
  private final SpooledSheet sheet;

  /** Whether the workbook says that its values are old until somebody has opened it. */
  private final boolean uncalculated;

  private final StringBuilder text = new StringBuilder();
  private final List<Shown> cells = new ArrayList<>();
  private long row;
  private int length;
  private int characters;

  /** Where a cell stands that does not say it: behind the one before it, empty or not. */
  private int next;

  private String place;
  private String type;
  private String style;
  private boolean formula;
  private boolean valued;
  private boolean taken;
  private boolean inText;
  private boolean inReading;
  private boolean hidden;

  SheetCells(SharedTexts texts, ShownNumbers numbers, SpooledSheet sheet, boolean uncalculated) {
    this.texts = texts;
    this.numbers = numbers;
    this.sheet = sheet;
    this.uncalculated = uncalculated;
  }

  /** Nothing that follows is wanted. */
  static final class Enough extends SAXException {
    private static final long serialVersionUID = 1L;
  }

  /** A formula of which nobody knows the value. */
  static final class Uncalculated extends SAXException {
    private static final long serialVersionUID = 1L;

    /** {@code place}: of the cell, such as B2. */
    Uncalculated(String place) {
      super(place);
    }
  }

  @Override
  public void startElement(String uri, String name, String qualified, Attributes attributes)
      throws SAXException {
    if (sheet.full()) {
      throw new Enough();
    }
    characters = 0;
    if (!uri.equals(XSSFRelation.NS_SPREADSHEETML)) {
      return;
    }
    switch (name) {
      case "row" -> {
        String said = attributes.getValue("r");
        row = said == null ? row + 1 : Long.parseLong(said);
        hidden = Xml.isTrue(attributes.getValue("hidden"));
        cells.clear();
        next = 0;
        length = 0;
      }
      case "c" -> {
        place = attributes.getValue("r");
        type = attributes.getValue("t");
        style = attributes.getValue("s");
        formula = false;
        valued = false;
        text.setLength(0);
      }
      case "mergeCell" -> {
        CellRangeAddress merged = CellRangeAddress.valueOf(attributes.getValue("ref"));
        if (merged.getFirstRow() != merged.getLastRow()) {
          sheet.isMerged(attributes.getValue("ref"));
        }
      }
      case "f" -> formula = true;
      case "v" -> {
        taken = true;
        valued = true;
      }
      case "is" -> inText = true;
      case "t" -> taken = inText && !inReading;
      // How a Japanese word is read; it is not part of the text.
      case "rPh" -> inReading = true;
      default -> {}
    }
  }

  @Override
  public void endElement(String uri, String name, String qualified) throws SAXException {
    if (!uri.equals(XSSFRelation.NS_SPREADSHEETML)) {
      return;
    }
    switch (name) {
      case "v", "t" -> taken = false;
      case "rPh" -> inReading = false;
      case "is" -> inText = false;
      case "c" -> cell();
      case "row" -> {
        try {
          if (hidden) {
            sheet.writeHidden(row, cells);
          } else {
            sheet.write(row, cells);
          }
        } catch (IOException e) {
          throw new SAXException(e);
        }
      }
      default -> {}
    }
  }

  @Override
  public void characters(char[] read, int from, int count) throws SAXException {
    characters += count;
    Xml.checkLength(characters);
    if (taken) {
      text.append(read, from, count);
      Xml.checkLength(text.length());
    }
  }

  private void cell() throws SAXException {
    int column = place == null ? next : new CellReference(place).getCol();
    next = column + 1;
    // Beyond the header nothing is taken anyway.
    if (formula && column < sheet.columns() && !isCalculated()) {
      throw new Uncalculated(
          new CellReference((int) row - 1, column, false, false).formatAsString());
    }
    // What is beyond that makes the row no longer: it is too long already.
    if (text.isEmpty() || length > RowFile.LONGEST_ROW) {
      return;
    }
    Shown shown = shown(text.toString());
    if (shown.text().isEmpty()) {
      return;
    }
    // Beyond the header the row is wrong; its values are kept, and the room between them is not.
    int at = column < sheet.columns() ? column : Math.max(cells.size(), sheet.columns());
    while (cells.size() <= at) {
      cells.add(EMPTY);
    }
    cells.set(at, shown);
    length += shown.text().length();
  }

  /** Programs that calculate nothing write no value, or the number 0. */
  private boolean isCalculated() {
    if (text.isEmpty()) {
      return valued && "str".equals(type);
    }
    boolean number = type == null || type.equals("n");
    return !(uncalculated && number && Double.parseDouble(text.toString()) == 0);
  }

  private Shown shown(String value) {
    return switch (type == null ? "n" : type) {
      case "b" -> Shown.of(value.strip().equals("0") ? "FALSE" : "TRUE");
      case "e" -> Shown.of(value);
      case "s" -> Shown.of(texts.at(Integer.parseInt(value.strip())));
      case "str", "inlineStr" -> Shown.of(Xml.unescape(value));
      case "d" -> numbers.date(value, style);
      default -> numbers.show(Double.parseDouble(value), style);
    };
  }
}
