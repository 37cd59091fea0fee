package peal.gateway.relay;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * A hash of a form that does not depend on its boundary, which clients choose anew each time they
 * send the same form. Finds the boundary as Knuth, Morris and Pratt do. Not thread-safe.
 */
final class FormHash {
  private final MessageDigest digest = sha256();
  private final byte[] boundary;
  private final int[] shorter;
  private int matched;

  /** A hash of a form whose parts are separated by {@code boundary}, at least one character. */
  FormHash(String boundary) {
    this.boundary = ("--" + boundary).getBytes(StandardCharsets.ISO_8859_1);
    this.shorter = shorter(this.boundary);
  }

  private static int[] shorter(byte[] pattern) {
    int[] shorter = new int[pattern.length];
    for (int i = 1, k = 0; i < pattern.length; i++) {
      while (k > 0 && pattern[i] != pattern[k]) {
        k = shorter[k - 1];
      }
      shorter[i] = pattern[i] == pattern[k] ? ++k : k;
    }
    return shorter;
  }

  void update(byte[] bytes, int from, int count) {
    for (int i = from; i < from + count; i++) {
      update(bytes[i]);
    }
  }

  private void update(byte next) {
    while (matched > 0 && next != boundary[matched]) {
      int keep = shorter[matched - 1];
      digest.update(boundary, 0, matched - keep);
      matched = keep;
    }
    if (next == boundary[matched]) {
      matched++;
    } else {
      digest.update(next);
    }
    if (matched == boundary.length) {
      digest.update((byte) 0);
      matched = 0;
    }
  }

  /** The hash of all of it, lower-case hex; to be asked for once. */
  String value() {
    digest.update(boundary, 0, matched);
    return HexFormat.of().formatHex(digest.digest());
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }
}
