package peal.service;

import com.github.f4b6a3.ulid.Ulid;
import com.github.f4b6a3.ulid.UlidCreator;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;

/** Tokens for ids: time-ordered, unguessable enough not to collide, no secrets. */
@FunctionalInterface
public interface Ids {
  /** 26 lower-case letters and digits; later tokens of one process sort after earlier ones. */
  String next();

  /** When {@code token} was made, to the millisecond; empty where it is none of {@link #ulid}. */
  static Optional<Instant> madeAt(String token) {
    return Ulid.isValid(token) ? Optional.of(Ulid.getInstant(token)) : Optional.empty();
  }

  /** Monotonic ULIDs. */
  static Ids ulid() {
    return () -> UlidCreator.getMonotonicUlid().toString().toLowerCase(Locale.ROOT);
  }
}
