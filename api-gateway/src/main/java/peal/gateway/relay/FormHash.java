package peal.gateway.relay;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.MultiPart;
import org.eclipse.jetty.io.Content;
import peal.gateway.json.CanonicalJson;

/**
 * A hash of what a form says: its fields' names and values. Clients choose the boundary anew each
 * time, and libraries differ in the order of the parts, the name of the file and the types they
 * give; none of that is part of what is asked. A field is hashed as ingest reads it: without blanks
 * at its ends, JSON by what it says, and not at all where nothing is left; the file as it is. What
 * is no form is hashed byte by byte. Not thread-safe.
 */
final class FormHash {
  private static final String FILE = "file";

  /** All fields but the file together; a form that has more is refused by ingest. */
  private static final int MOST_BESIDE_FILE = 256 * 1024;

  /** As of the fields. */
  private static final int MOST_PARTS = 64;

  /** What one takes of the heap at most, bytes: a field of that size, as it grows. */
  static final int ROOM = 2 * MOST_BESIDE_FILE;

  private final MessageDigest raw = sha256();
  private final Optional<Parts> parts;
  private final MultiPart.Parser parser;

  /** A hash of a form whose parts are separated by {@code boundary}. */
  FormHash(Optional<String> boundary) {
    this.parts = boundary.map(any -> new Parts());
    this.parser = boundary.map(text -> new MultiPart.Parser(text, parts.get())).orElse(null);
    if (parser != null) {
      parser.setMaxParts(MOST_PARTS);
    }
  }

  void update(byte[] bytes, int from, int count) {
    raw.update(bytes, from, count);
    if (parser != null && !parts.get().broken) {
      parser.parse(Content.Chunk.from(ByteBuffer.wrap(bytes, from, count), false));
    }
  }

  /** The hash of all of it, lower-case hex; to be asked for once. */
  String value() {
    if (parser != null && !parts.get().broken) {
      parser.parse(Content.Chunk.EOF);
    }
    return HexFormat.of()
        .formatHex(
            parts
                .filter(form -> form.complete && !form.broken)
                .map(Parts::hash)
                .orElseGet(raw::digest));
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }

  private static final class Parts extends MultiPart.AbstractPartsListener {
    private final List<String> hashes = new ArrayList<>();
    private final ByteArrayOutputStream field = new ByteArrayOutputStream();
    private MessageDigest file;
    private int besideFile;
    private boolean complete;
    private boolean broken;

    @Override
    public void onPartHeaders() {
      file = FILE.equals(getName()) ? sha256() : null;
      field.reset();
    }

    @Override
    public void onPartContent(Content.Chunk chunk) {
      ByteBuffer bytes = chunk.getByteBuffer().slice();
      if (file != null) {
        file.update(bytes);
        return;
      }
      besideFile += bytes.remaining();
      broken |= besideFile > MOST_BESIDE_FILE;
      while (!broken && bytes.hasRemaining()) {
        field.write(bytes.get());
      }
    }

    @Override
    public void onPart(String name, String fileName, HttpFields headers) {
      byte[] value =
          file != null
              ? file.digest()
              : CanonicalJson.of(
                  field.toString(StandardCharsets.UTF_8).strip().getBytes(StandardCharsets.UTF_8));
      if (file != null || value.length > 0) {
        MessageDigest part = sha256();
        part.update(String.valueOf(name).getBytes(StandardCharsets.UTF_8));
        part.update((byte) 0);
        part.update(value);
        hashes.add(HexFormat.of().formatHex(part.digest()));
      }
      file = null;
    }

    @Override
    public void onComplete() {
      complete = true;
    }

    @Override
    public void onFailure(Throwable failure) {
      broken = true;
    }

    /** In an order of their own. */
    byte[] hash() {
      Collections.sort(hashes);
      return sha256().digest(String.join("\n", hashes).getBytes(StandardCharsets.US_ASCII));
    }
  }
}
