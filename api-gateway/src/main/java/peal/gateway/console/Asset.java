package peal.gateway.console;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * A file of the console.
 *
 * @param type its content type
 * @param bytes what is in it
 * @param tag its ETag
 */
record Asset(String type, byte[] bytes, String tag) {
  static Asset of(String name, byte[] bytes) {
    String type =
        switch (name.substring(name.lastIndexOf('.') + 1)) {
          case "html" -> "text/html; charset=utf-8";
          case "css" -> "text/css; charset=utf-8";
          case "js" -> "text/javascript; charset=utf-8";
          case "svg" -> "image/svg+xml";
          default -> throw new IllegalArgumentException("no content type for " + name);
        };
    return new Asset(type, bytes, tagOf(bytes));
  }

  private static String tagOf(byte[] bytes) {
    try {
      byte[] hash = MessageDigest.getInstance("SHA-256").digest(bytes);
      return '"' + HexFormat.of().formatHex(hash, 0, 12) + '"';
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }
}
