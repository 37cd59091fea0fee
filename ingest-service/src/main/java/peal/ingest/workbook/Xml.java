package peal.ingest.workbook;

import java.io.IOException;
import java.io.InputStream;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.xml.parsers.ParserConfigurationException;
import org.apache.poi.util.XMLHelper;
import org.xml.sax.ContentHandler;
import org.xml.sax.InputSource;
import org.xml.sax.SAXException;
import org.xml.sax.XMLReader;

/** Reads the XML of a workbook's parts. */
final class Xml {
  /** Excel lets a cell have half as many characters. */
  private static final int LONGEST_TEXT = 65_536;

  /** How Excel writes a character that XML cannot have. */
  private static final Pattern ESCAPED = Pattern.compile("_x([0-9A-Fa-f]{4})_");

  private Xml() {}

  /**
   * Hands the elements of {@code part} to {@code handler}, and closes it.
   *
   * @throws SAXException when it is no sound XML, or has a document type, by which it could draw in
   *     other files
   */
  static void parse(InputStream part, ContentHandler handler) throws IOException, SAXException {
    try (part) {
      XMLReader reader = XMLHelper.newXMLReader();
      reader.setFeature("http://apache.org/xml/features/disallow-doctype-decl", true);
      reader.setContentHandler(handler);
      reader.parse(new InputSource(part));
    } catch (ParserConfigurationException e) {
      throw new IllegalStateException("the JDK has an XML parser", e);
    }
  }

  static void checkLength(int characters) throws SAXException {
    if (characters > LONGEST_TEXT) {
      throw new SAXException(new BoundedZip.TooLarge());
    }
  }

  static String unescape(String text) {
    if (!text.contains("_x")) {
      return text;
    }
    return ESCAPED
        .matcher(text)
        .replaceAll(found ->
            Matcher.quoteReplacement(String.valueOf((char) Integer.parseInt(found.group(1), 16))));
  }
}
