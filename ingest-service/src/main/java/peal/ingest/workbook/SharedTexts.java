package peal.ingest.workbook;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.xml.sax.Attributes;
import org.xml.sax.SAXException;
import org.xml.sax.helpers.DefaultHandler;
import peal.ingest.upload.SpooledFile;

/**
 * The texts of a workbook's cells, which Excel keeps in one list beside the sheets. They are
 * spooled, for a million names are a hundred megabytes on a heap. Not thread-safe.
 */
final class SharedTexts extends DefaultHandler implements AutoCloseable {
  /** Texts: a list of empty ones takes next to nothing in the file, and eight bytes each here. */
  private static final int MOST = 4_000_000;

  /** Bytes of the texts of all cells. */
  private static final long MOST_GIVEN = 1L << 30;

  private final SpooledFile spool;
  private final OutputStream out;
  private final StringBuilder text = new StringBuilder();
  private long[] ends = new long[1_024];
  private int count;
  private boolean inText;
  private boolean inReading;
  private long given;

  private SharedTexts(SpooledFile spool) {
    this.spool = spool;
    this.out = new BufferedOutputStream(SpooledSheet.appending(spool), 1 << 16);
  }

  /** The texts in {@code part}, kept in {@code spool}, which is closed with them. */
  static SharedTexts of(InputStream part, SpooledFile spool) throws IOException, SAXException {
    SharedTexts texts = new SharedTexts(spool);
    if (part != null) {
      Xml.parse(part, texts);
    }
    texts.out.flush();
    return texts;
  }

  @Override
  public void startElement(String uri, String name, String qualified, Attributes attributes) {
    switch (name) {
      case "si" -> text.setLength(0);
      case "t" -> inText = !inReading;
      // How a Japanese word is read; it is not part of the text.
      case "rPh" -> inReading = true;
      default -> {}
    }
  }

  @Override
  public void characters(char[] characters, int from, int length) throws SAXException {
    if (inText) {
      text.append(characters, from, length);
      Xml.checkLength(text.length());
    }
  }

  @Override
  public void endElement(String uri, String name, String qualified) throws SAXException {
    switch (name) {
      case "si" -> keep();
      case "t" -> inText = false;
      case "rPh" -> inReading = false;
      default -> {}
    }
  }

  private void keep() throws SAXException {
    if (count == MOST) {
      throw new SAXException(new BoundedZip.TooLarge());
    }
    byte[] bytes = text.toString().getBytes(StandardCharsets.UTF_8);
    if (count == ends.length) {
      ends = Arrays.copyOf(ends, count * 2);
    }
    ends[count] = start(count) + bytes.length;
    count++;
    try {
      out.write(bytes);
    } catch (IOException e) {
      throw new SAXException(e);
    }
  }

  private long start(int index) {
    return index == 0 ? 0 : ends[index - 1];
  }

  /** The text at {@code index}, from 0. */
  String at(int index) {
    if (index < 0 || index >= count) {
      throw new IllegalArgumentException("a cell names a text that is not there");
    }
    byte[] bytes = new byte[(int) (ends[index] - start(index))];
    given += bytes.length;
    try {
      if (given > MOST_GIVEN) {
        // A few cells may name one long text again and again.
        throw new BoundedZip.TooLarge();
      }
      spool.read(bytes, start(index));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return Xml.unescape(new String(bytes, StandardCharsets.UTF_8));
  }

  @Override
  public void close() throws IOException {
    spool.close();
  }
}
