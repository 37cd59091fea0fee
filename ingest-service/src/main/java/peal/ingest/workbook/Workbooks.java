package peal.ingest.workbook;

import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.commons.compress.archivers.zip.ZipFile;
import org.apache.poi.ooxml.POIXMLException;
import org.apache.poi.openxml4j.exceptions.OpenXML4JException;
import org.apache.poi.openxml4j.opc.OPCPackage;
import org.apache.poi.openxml4j.opc.PackagePart;
import org.apache.poi.openxml4j.opc.PackageRelationship;
import org.apache.poi.openxml4j.opc.TargetMode;
import org.apache.poi.xssf.eventusermodel.XSSFReader;
import org.xml.sax.Attributes;
import org.xml.sax.SAXException;
import org.xml.sax.helpers.DefaultHandler;
import peal.ingest.csv.ColumnChoice;
import peal.ingest.csv.RowFile;
import peal.ingest.csv.UnreadableFile;
import peal.ingest.upload.DiskFault;
import peal.ingest.upload.Spool;
import peal.ingest.upload.SpooledFile;

/** Makes rows of one sheet of an Excel workbook. Thread-safe. */
public final class Workbooks {
  private static final byte[] ZIP = {'P', 'K', 3, 4};
  private static final byte[] OLE = {(byte) 0xD0, (byte) 0xCF, 0x11, (byte) 0xE0};

  private final Spool spool;

  /** Keeps what is read in {@code spool} until it is closed. */
  public Workbooks(Spool spool) {
    this.spool = spool;
  }

  /** Whether {@code file} is a workbook of any age, or another zip, and so no text. */
  public static boolean isOne(SpooledFile file) throws IOException {
    return begins(file, ZIP) || begins(file, OLE);
  }

  private static boolean begins(SpooledFile file, byte[] with) throws IOException {
    try (InputStream in = file.open()) {
      return Arrays.equals(in.readNBytes(with.length), with);
    }
  }

  /**
   * The rows of {@code sheet}, or of the first sheet.
   *
   * @param mostRows data rows that are wanted; one more is kept, so that it is seen that there are
   * @throws UnreadableFile saying why it is no workbook that is read
   * @throws IOException when the disk fails
   */
  public RowFile read(SpooledFile file, Optional<String> sheet, ColumnChoice choice, int mostRows)
      throws IOException, UnreadableFile {
    if (begins(file, OLE)) {
      throw new UnreadableFile(
          "old_workbook",
          "This is a workbook of Excel 2003 or older, or one with a password. Save it as .xlsx"
              + " without a password, or as CSV in UTF-8.");
    }
    try (BoundedZip zip = open(file);
        OPCPackage workbook = OPCPackage.open(zip)) {
      return rows(workbook, sheet, choice, mostRows);
    } catch (DiskFault e) {
      throw e;
    } catch (IOException | SAXException | OpenXML4JException | RuntimeException e) {
      throw refusal(e);
    }
  }

  private static BoundedZip open(SpooledFile file) throws IOException {
    return new BoundedZip(ZipFile.builder().setSeekableByteChannel(file.channel()).get());
  }

  private RowFile rows(
      OPCPackage workbook, Optional<String> wanted, ColumnChoice choice, int mostRows)
      throws IOException, SAXException, OpenXML4JException, UnreadableFile {
    refuseLinks(workbook);
    XSSFReader reader = new XSSFReader(workbook);
    XSSFReader.SheetIterator sheets = reader.getSheetIterator();
    // What is hidden is not what somebody means who looks at the file and sends it.
    Set<String> hidden = Facts.of(reader.getWorkbookData()).hidden;
    List<String> names = new ArrayList<>();
    SpooledSheet read = null;
    try {
      while (sheets.hasNext()) {
        try (InputStream part = next(sheets)) {
          if (part == null) {
            continue;
          }
          String name = sheets.getSheetName();
          names.add(name);
          boolean seen = !hidden.contains(name);
          if (read != null) {
            if (seen && HasCells.in(part)) {
              read.thereIsAlso(name);
            }
          } else if (wanted.map(it -> it.equalsIgnoreCase(name.strip())).orElse(seen)) {
            read = rows(reader, part, name, choice, mostRows);
            if (wanted.isPresent()) {
              return read;
            }
          }
        }
      }
    } catch (IOException | SAXException | OpenXML4JException | RuntimeException e) {
      if (read != null) {
        read.close();
      }
      throw e;
    }
    if (read == null) {
      throw unknownSheet(wanted, names);
    }
    return read;
  }

  /** The next sheet; null for one that is a chart, and so has no cells and is not shown. */
  private static InputStream next(XSSFReader.SheetIterator sheets) {
    try {
      return sheets.next();
    } catch (POIXMLException e) {
      return null;
    }
  }

  private SpooledSheet rows(
      XSSFReader reader, InputStream part, String name, ColumnChoice choice, int mostRows)
      throws IOException, SAXException, OpenXML4JException {
    SpooledSheet rows =
        new SpooledSheet(spool.newFile(SpooledSheet.MOST_BYTES), name, choice, mostRows + 2L);
    boolean whole = false;
    try (SharedTexts texts =
        SharedTexts.of(reader.getSharedStringsData(), spool.newFile(SpooledSheet.MOST_BYTES))) {
      Facts facts = Facts.of(reader.getWorkbookData());
      ShownNumbers numbers = new ShownNumbers(reader.getStylesTable(), facts.from1904);
      try {
        Xml.parse(part, new SheetCells(texts, numbers, rows, facts.uncalculated));
      } catch (SheetCells.Enough e) {
        // The check of the rows will say that there are too many.
      }
      rows.ends();
      whole = true;
      return rows;
    } finally {
      if (!whole) {
        rows.close();
      }
    }
  }

  /** Values that another workbook had at some time may be anybody's numbers by now. */
  private static void refuseLinks(OPCPackage workbook) throws OpenXML4JException, UnreadableFile {
    for (PackageRelationship core : workbook.getRelationships()) {
      PackagePart part =
          core.getTargetMode() == TargetMode.INTERNAL ? workbook.getPart(core) : null;
      if (part == null) {
        continue;
      }
      for (PackageRelationship link : part.getRelationships()) {
        if (link.getTargetMode() == TargetMode.EXTERNAL
            || link.getRelationshipType().endsWith("/externalLink")) {
          throw externalReference();
        }
      }
    }
  }

  private static UnreadableFile unknownSheet(Optional<String> wanted, List<String> names) {
    String all =
        names.isEmpty()
            ? "The workbook has no sheet with cells."
            : names.stream()
                .map(name -> "'" + name + "'")
                .collect(Collectors.joining(", ", "The sheets are: ", "."));
    return new UnreadableFile(
        "unknown_sheet",
        wanted.map(name -> "The workbook has no sheet '" + name + "'. ").orElse("") + all);
  }

  private static UnreadableFile externalReference() {
    return new UnreadableFile(
        "external_reference",
        "The workbook refers to other files, whose values may be out of date; none is opened."
            + " Break the links (in Excel: Data, Edit Links), or save the sheet as CSV in UTF-8.");
  }

  private static UnreadableFile refusal(Throwable thrown) {
    for (Throwable cause = thrown; cause != null; cause = cause.getCause()) {
      if (cause instanceof BoundedZip.TooLarge) {
        return new UnreadableFile(
            "workbook_too_large",
            "Unpacked, the workbook is larger than is read: %,d MB, or %d times its own size."
                    .formatted(BoundedZip.MOST_BYTES >> 20, BoundedZip.MOST_RATIO)
                + " Save the sheet as CSV in UTF-8.");
      }
      if (cause instanceof SheetCells.Uncalculated) {
        return new UnreadableFile(
            "uncalculated_formula",
            "Cell %s has a formula, and the file does not have its value: the program that wrote the file has not calculated it. Open it in Excel (or LibreOffice) and save it, or save the sheet as CSV in UTF-8."
                .formatted(cause.getMessage()));
      }
      if (String.valueOf(cause.getMessage()).contains("DOCTYPE")) {
        return externalReference();
      }
    }
    return new UnreadableFile(
        "unreadable_workbook",
        "This is a zip, but no Excel workbook (.xlsx) that can be read: an archive, another"
            + " program's file, a Strict Open XML Spreadsheet, or a damaged one. Unpack it, or open"
            + " it in Excel and save it as Excel Workbook (.xlsx), or as CSV in UTF-8.");
  }

  /**
   * What a workbook says of itself: from which day it counts, which sheets nobody sees, and whether
   * the values of its formulas are to be calculated before anybody reads them.
   */
  private static final class Facts extends DefaultHandler {
    private final Set<String> hidden = new HashSet<>();
    private boolean from1904;
    private boolean uncalculated;

    static Facts of(InputStream workbook) throws IOException, SAXException {
      Facts facts = new Facts();
      Xml.parse(workbook, facts);
      return facts;
    }

    @Override
    public void startElement(String uri, String name, String qualified, Attributes attributes) {
      if (name.equals("workbookPr")) {
        from1904 = Xml.isTrue(attributes.getValue("date1904"));
      }
      if (name.equals("calcPr")) {
        uncalculated = Xml.isTrue(attributes.getValue("fullCalcOnLoad"));
      }
      String state = attributes.getValue("state");
      if (name.equals("sheet") && ("hidden".equals(state) || "veryHidden".equals(state))) {
        hidden.add(attributes.getValue("name"));
      }
    }
  }
}
