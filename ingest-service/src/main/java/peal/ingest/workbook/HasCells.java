package peal.ingest.workbook;

import java.io.IOException;
import java.io.InputStream;
import org.apache.poi.xssf.usermodel.XSSFRelation;
import org.xml.sax.Attributes;
import org.xml.sax.SAXException;
import org.xml.sax.helpers.DefaultHandler;

/** Looks whether anything stands on a sheet, and no further. */
final class HasCells extends DefaultHandler {
  private HasCells() {}

  private static final class Found extends SAXException {
    private static final long serialVersionUID = 1L;
  }

  /** Whether one cell of {@code sheet} has a value. */
  static boolean in(InputStream sheet) throws IOException, SAXException {
    try {
      Xml.parse(sheet, new HasCells());
      return false;
    } catch (Found e) {
      return true;
    }
  }

  @Override
  public void startElement(String uri, String name, String qualified, Attributes attributes)
      throws SAXException {
    boolean value = name.equals("v") || name.equals("is");
    if (value && uri.equals(XSSFRelation.NS_SPREADSHEETML)) {
      throw new Found();
    }
  }
}
