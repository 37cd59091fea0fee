package peal.ingest.workbook;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.xml.parsers.ParserConfigurationException;
import org.apache.poi.util.XMLHelper;
import org.xml.sax.Attributes;
import org.xml.sax.ContentHandler;
import org.xml.sax.InputSource;
import org.xml.sax.SAXException;
import org.xml.sax.XMLReader;
import org.xml.sax.helpers.XMLFilterImpl;

/** Reads the XML of a workbook's parts. */
final class Xml {
  /** Excel lets a cell have half as many characters. */
  private static final int LONGEST_TEXT = 65_536;

  /** Bytes; the longest element of a sound workbook has some thousand. */
  private static final int MOST_UNHEARD = 1 << 20;

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
      Heard heard = new Heard(part);
      heard.setContentHandler(handler);
      reader.setContentHandler(heard);
      reader.parse(new InputSource(heard.part));
    } catch (ParserConfigurationException e) {
      throw new IllegalStateException("the JDK has an XML parser", e);
    }
  }

  /**
   * Ends a part of which much is read and nothing is heard: the parser holds an attribute or a
   * comment as a whole, however long it is.
   */
  private static final class Heard extends XMLFilterImpl {
    private final InputStream part;
    private int unheard;

    Heard(InputStream part) {
      this.part =
          new FilterInputStream(part) {
            @Override
            public int read(byte[] into, int from, int most) throws IOException {
              int count = super.read(into, from, most);
              unheard += Math.max(0, count);
              if (unheard > MOST_UNHEARD) {
                throw new BoundedZip.TooLarge();
              }
              return count;
            }
          };
    }

    @Override
    public void startElement(String uri, String name, String qualified, Attributes attributes)
        throws SAXException {
      unheard = 0;
      super.startElement(uri, name, qualified, attributes);
    }

    @Override
    public void endElement(String uri, String name, String qualified) throws SAXException {
      unheard = 0;
      super.endElement(uri, name, qualified);
    }

    @Override
    public void characters(char[] read, int from, int count) throws SAXException {
      unheard = 0;
      super.characters(read, from, count);
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

  /** Whether an attribute says yes, as XML Schema writes it; null says no. */
  static boolean isTrue(String value) {
    return "1".equals(value) || "true".equals(value);
  }
}
