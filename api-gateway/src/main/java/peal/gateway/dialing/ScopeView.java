package peal.gateway.dialing;

import java.util.Locale;
import peal.domain.DialingStop;
import peal.domain.DialingStop.Scope;
import peal.gateway.json.Times;

/**
 * What was said last of a scope; {@code by}, {@code at} and {@code reason} are absent where nothing
 * was.
 */
record ScopeView(String scope, String id, boolean stopped, String by, String at, String reason) {
  static ScopeView of(DialingStop said) {
    return new ScopeView(
        word(said.scope()),
        said.id(),
        said.stopped(),
        said.by(),
        Times.iso(said.at()),
        said.reason());
  }

  static ScopeView neverStopped(Scope scope, String id) {
    return new ScopeView(word(scope), id, false, null, null, null);
  }

  static String word(Scope scope) {
    return scope.name().toLowerCase(Locale.ROOT);
  }
}
