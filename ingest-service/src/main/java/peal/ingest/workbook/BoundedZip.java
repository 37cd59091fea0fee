package peal.ingest.workbook;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Collections;
import java.util.Enumeration;
import java.util.regex.Pattern;
import org.apache.commons.compress.archivers.zip.ZipArchiveEntry;
import org.apache.commons.compress.archivers.zip.ZipFile;
import org.apache.poi.openxml4j.util.ZipEntrySource;

/**
 * The parts of a workbook that are read, each within bounds: a few bytes of a zip can stand for
 * gigabytes. Parts that tell nothing about cells (pictures, comments, links, macros) are not shown.
 */
final class BoundedZip implements ZipEntrySource {
  /** Parts of one workbook; one with a hundred sheets has about 300. */
  static final int MOST_PARTS = 5_000;

  /** Bytes of all that is read, unpacked; a million rows of five columns take 200 MB. */
  static final long MOST_BYTES = 512L << 20;

  /** Bytes of a part that is read as a tree, unpacked. */
  static final long MOST_BYTES_OF_TREE = 16L << 20;

  /** What a byte of the zip may stand for; sheets are packed to a tenth. */
  static final long MOST_RATIO = 100;

  /** Below this the ratio says nothing. */
  private static final long SMALL = 1L << 20;

  private static final Pattern STREAMED =
      Pattern.compile("(?i)xl/(?:worksheets/[^/]+|sharedStrings)\\.xml");

  private static final Pattern SHOWN =
      Pattern.compile(
          "(?i)\\[Content_Types]\\.xml|_rels/\\.rels|xl/[^/]+\\.xml|xl/_rels/[^/]+\\.rels"
              + "|xl/(?:worksheets|theme)/[^/]+\\.xml");

  private final ZipFile zip;
  private long read;
  private boolean closed;

  BoundedZip(ZipFile zip) throws TooLarge {
    this.zip = zip;
    if (Collections.list(zip.getEntries()).size() > MOST_PARTS) {
      throw new TooLarge();
    }
  }

  @Override
  public Enumeration<? extends ZipArchiveEntry> getEntries() {
    return Collections.enumeration(
        Collections.list(zip.getEntries()).stream()
            .filter(entry -> SHOWN.matcher(entry.getName()).matches())
            .toList());
  }

  @Override
  public ZipArchiveEntry getEntry(String path) {
    return SHOWN.matcher(path).matches() ? zip.getEntry(path) : null;
  }

  @Override
  public InputStream getInputStream(ZipArchiveEntry entry) throws IOException {
    boolean streamed = STREAMED.matcher(entry.getName()).matches();
    return new Bounded(
        zip.getInputStream(entry),
        Math.max(SMALL, entry.getCompressedSize() * MOST_RATIO),
        streamed ? MOST_BYTES : MOST_BYTES_OF_TREE);
  }

  @Override
  public boolean isClosed() {
    return closed;
  }

  @Override
  public void close() throws IOException {
    closed = true;
    zip.close();
  }

  /** More than the bounds allow. */
  static final class TooLarge extends IOException {
    private static final long serialVersionUID = 1L;

    TooLarge() {
      super("a workbook is larger than is read");
    }
  }

  private final class Bounded extends FilterInputStream {
    private long left;

    Bounded(InputStream in, long mostByRatio, long most) {
      super(in);
      this.left = Math.min(mostByRatio, most);
    }

    @Override
    public int read(byte[] into, int from, int most) throws IOException {
      int count = super.read(into, from, most);
      left -= Math.max(0, count);
      read += Math.max(0, count);
      if (left < 0 || read > MOST_BYTES) {
        throw new TooLarge();
      }
      return count;
    }

    @Override
    public int read() throws IOException {
      byte[] one = new byte[1];
      return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
    }

    @Override
    public long skip(long count) throws IOException {
      throw new IOException("parts of a workbook are read from end to end");
    }

    @Override
    public boolean markSupported() {
      return false;
    }
  }
}
