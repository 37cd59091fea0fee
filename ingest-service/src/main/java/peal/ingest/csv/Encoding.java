package peal.ingest.csv;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.charset.Charset;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.IllegalCharsetNameException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * How a file's bytes stand for characters: UTF-8, or what its first bytes say, or what the client
 * says.
 */
public final class Encoding {
  /** With or without a mark. */
  public static final Encoding UTF_8 = new Encoding(StandardCharsets.UTF_8, 0xEF, 0xBB, 0xBF);

  /** Found by its mark, or by the zeros between Latin letters. */
  public static final Encoding UTF_16LE = new Encoding(StandardCharsets.UTF_16LE, 0xFF, 0xFE);

  /** Likewise. */
  public static final Encoding UTF_16BE = new Encoding(StandardCharsets.UTF_16BE, 0xFE, 0xFF);

  private static final Encoding UTF_32LE =
      new Encoding(Charset.forName("UTF-32LE"), 0xFF, 0xFE, 0, 0);
  private static final Encoding UTF_32BE =
      new Encoding(Charset.forName("UTF-32BE"), 0, 0, 0xFE, 0xFF);

  /**
   * Stands for bytes that are no text, so that reading goes on and every such row can be named.
   * Unicode keeps this code point out of texts that are exchanged, so nothing is mistaken for it.
   */
  static final char NO_TEXT = '\uFFFF';

  /** Longer marks first, for one begins as another. */
  private static final List<Encoding> MARKED =
      List.of(UTF_32LE, UTF_32BE, UTF_8, UTF_16LE, UTF_16BE);

  private static final String WESTERN = "windows-1252";
  private static final String JAPANESE = "windows-31j";
  private static final String CHINESE = "GB18030";
  private static final String KOREAN = "x-windows-949";
  private static final String TAIWANESE = "x-windows-950";

  /**
   * What is meant by names that Java does not know, or knows as less: as browsers do (WHATWG's
   * Encoding Standard), an older name is read as the set of Windows that contains it.
   */
  private static final Map<String, String> FURTHER =
      Map.ofEntries(
          Map.entry("utf-8-sig", "UTF-8"),
          Map.entry("macintosh", "x-MacRoman"),
          Map.entry("macroman", "x-MacRoman"),
          Map.entry("mac", "x-MacRoman"),
          Map.entry("ansi", WESTERN),
          Map.entry("1252", WESTERN),
          Map.entry("latin1", WESTERN),
          Map.entry("latin-1", WESTERN),
          Map.entry("iso-8859-1", WESTERN),
          Map.entry("iso8859-1", WESTERN),
          Map.entry("shift-jis", JAPANESE),
          Map.entry("sjis", JAPANESE),
          Map.entry("x-sjis", JAPANESE),
          Map.entry("cp932", JAPANESE),
          Map.entry("932", JAPANESE),
          Map.entry("gb2312", CHINESE),
          Map.entry("gbk", CHINESE),
          Map.entry("cp936", CHINESE),
          Map.entry("936", CHINESE),
          Map.entry("euc-kr", KOREAN),
          Map.entry("cp949", KOREAN),
          Map.entry("949", KOREAN),
          Map.entry("big5", TAIWANESE),
          Map.entry("cp950", TAIWANESE),
          Map.entry("950", TAIWANESE));

  private final Charset charset;
  private final byte[] mark;

  private Encoding(Charset charset, int... mark) {
    this.charset = charset;
    this.mark = new byte[mark.length];
    for (int i = 0; i < mark.length; i++) {
      this.mark[i] = (byte) mark[i];
    }
  }

  /** The encoding that the file's first bytes show, by a mark or by zeros, if they do. */
  public static Optional<Encoding> shownBy(CsvBytes bytes) throws IOException {
    try (InputStream in = bytes.open()) {
      byte[] start = in.readNBytes(4);
      return MARKED.stream().filter(e -> e.marks(start)).findFirst().or(() -> byZeros(start));
    }
  }

  /** Whether {@code bytes} begin with its mark. */
  public boolean marks(CsvBytes bytes) throws IOException {
    try (InputStream in = bytes.open()) {
      return mark.length > 0 && marks(in.readNBytes(mark.length));
    }
  }

  private static Optional<Encoding> byZeros(byte[] start) {
    if (start.length < 4) {
      return Optional.empty();
    }
    boolean little = start[0] != 0 && start[1] == 0 && start[2] != 0 && start[3] == 0;
    boolean big = start[0] == 0 && start[1] != 0 && start[2] == 0 && start[3] != 0;
    return little ? Optional.of(UTF_16LE) : big ? Optional.of(UTF_16BE) : Optional.empty();
  }

  /** Whether this is {@code other}, or the order of bytes that {@code other} leaves open. */
  public boolean is(Encoding other) {
    return label().equals(other.label())
        || label().equals(other.label() + "LE")
        || label().equals(other.label() + "BE");
  }

  /** The encoding that is called {@code name}, such as windows-1252, if there is one. */
  public static Optional<Encoding> named(String name) {
    String known = FURTHER.getOrDefault(name.toLowerCase(Locale.ROOT).replace('_', '-'), name);
    try {
      return Charset.isSupported(known)
          ? Optional.of(of(Charset.forName(known)))
          : Optional.empty();
    } catch (IllegalCharsetNameException e) {
      return Optional.empty();
    }
  }

  private static Encoding of(Charset charset) {
    return MARKED.stream()
        .filter(known -> known.charset.equals(charset))
        .findFirst()
        .orElseGet(() -> new Encoding(charset));
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
