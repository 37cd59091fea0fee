package peal.service;

import com.github.f4b6a3.ulid.UlidCreator;
import java.util.Locale;

/** Tokens for ids: time-ordered, unguessable enough not to collide, no secrets. */
@FunctionalInterface
public interface Ids {
  /** 26 lower-case letters and digits; later tokens of one process sort after earlier ones. */
  String next();

  /** Monotonic ULIDs. */
  static Ids ulid() {
    return () -> UlidCreator.getMonotonicUlid().toString().toLowerCase(Locale.ROOT);
  }
}
