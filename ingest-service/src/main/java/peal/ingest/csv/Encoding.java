package peal.ingest.csv;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.charset.Charset;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** How a file's bytes stand for characters: UTF-8, or UTF-16 where a byte order mark says so. */
public enum Encoding {
  /** With or without a mark. */
  UTF_8(StandardCharsets.UTF_8, 0xEF, 0xBB, 0xBF),
  /** Only with its mark. */
  UTF_16LE(StandardCharsets.UTF_16LE, 0xFF, 0xFE),
  /** Only with its mark. */
  UTF_16BE(StandardCharsets.UTF_16BE, 0xFE, 0xFF);

  /**
   * Stands for bytes that are no text, so that reading goes on and every such row can be named.
   * Unicode keeps this code point out of texts that are exchanged, so nothing is mistaken for it.
   */
  static final char NO_TEXT = '\uFFFF';

  private final Charset charset;
  private final byte[] mark;

  Encoding(Charset charset, int... mark) {
    this.charset = charset;
    this.mark = new byte[mark.length];
    for (int i = 0; i < mark.length; i++) {
      this.mark[i] = (byte) mark[i];
    }
  }

  /** The encoding that the file's first bytes announce; UTF-8 where they announce none. */
  public static Encoding of(CsvBytes bytes) throws IOException {
    try (InputStream in = bytes.open()) {
      byte[] start = in.readNBytes(3);
      return Arrays.stream(values()).filter(e -> e.marks(start)).findFirst().orElse(UTF_8);
    }
  }

  private boolean marks(byte[] start) {
    return start.length >= mark.length
        && Arrays.equals(start, 0, mark.length, mark, 0, mark.length);
  }

  /** The name that the API shows, such as {@code UTF-8}. */
  public String label() {
    return charset.name();
  }

  /** The file's characters, without the mark; bytes that are no text become {@link #NO_TEXT}. */
  Reader reader(CsvBytes bytes) throws IOException {
    BufferedInputStream in = new BufferedInputStream(bytes.open());
    in.mark(mark.length);
    if (!marks(in.readNBytes(mark.length))) {
      in.reset();
    }
    return new InputStreamReader(
        in,
        charset
            .newDecoder()
            .onMalformedInput(CodingErrorAction.REPLACE)
            .onUnmappableCharacter(CodingErrorAction.REPLACE)
            .replaceWith(String.valueOf(NO_TEXT)));
  }
}
