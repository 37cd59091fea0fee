package peal.gateway.access;

import io.javalin.http.Context;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** The header {@code Authorization: Bearer <token>}. */
final class Bearer {
  private static final String SCHEME = "Bearer ";

  private Bearer() {}

  /** The token, if there is one. */
  static Optional<String> of(Context ctx) {
    return Optional.ofNullable(ctx.header("Authorization"))
        .filter(given -> given.regionMatches(true, 0, SCHEME, 0, SCHEME.length()))
        .map(given -> given.substring(SCHEME.length()).strip());
  }

  /**
   * Whether quotes stand around {@code token}, which has none: a shell or a word processor has put
   * them there. A header is read byte by byte, so those that a word processor writes come as three
   * characters in UTF-8, and as one below 160 in the encoding of Windows.
   */
  static boolean isQuoted(String token) {
    String text = new String(token.getBytes(StandardCharsets.ISO_8859_1), StandardCharsets.UTF_8);
    return hasQuotes(token) || hasQuotes(text);
  }

  private static boolean hasQuotes(String token) {
    return !token.isEmpty()
        && (isQuote(token.charAt(0)) || isQuote(token.charAt(token.length() - 1)));
  }

  private static boolean isQuote(char c) {
    return ("\"'`\u00AB\u00BB\u2018\u2019\u201A\u201C\u201D\u201E\u2039\u203A"
                + "\u0082\u0084\u008B\u0091\u0092\u0093\u0094\u009B")
            .indexOf(c)
        >= 0;
  }
}
