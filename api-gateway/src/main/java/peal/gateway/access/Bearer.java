package peal.gateway.access;

import io.javalin.http.Context;
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

  /** Whether quotes stand around {@code token}, which has none: a shell has put them there. */
  static boolean isQuoted(String token) {
    return !token.isEmpty()
        && (isQuote(token.charAt(0)) || isQuote(token.charAt(token.length() - 1)));
  }

  private static boolean isQuote(char c) {
    return "\"'`\u201C\u201D\u2018\u2019".indexOf(c) >= 0;
  }
}
